// Owns the rows of one account: finding, opening, making. Refuses to decide who may sign in.

import { randomUUID } from 'node:crypto';
import { Problem } from '../problem.ts';
import type { Account, Declaration, Standing } from './account.ts';
import { greatestNameLength } from './account.ts';
import { renewCredits } from './credit-renewal.ts';
import { createDataKey, openDataKey } from './data-key.ts';
import type { DataKey } from './data-key.ts';
import type { Secrets } from './secrets.ts';
import type { Rows } from './store/store.ts';
import type { AccountTable } from './store/tables.ts';

/** A row and the key that opens its sealed columns. */
export interface OpenRow {
  readonly row: Readonly<AccountTable>;
  readonly key: DataKey;
}

/** A step of work on rows: the parts that each needs, the clock read once. */
export interface Desk {
  readonly rows: Rows;
  readonly secrets: Secrets;
  readonly nowMs: number;
}

/** What a new account may begin with. */
export interface Beginning {
  readonly email?: string | undefined;
  readonly isEmailProven: boolean;
  readonly name?: string | undefined;
  readonly passwordHash?: Buffer | undefined;
  readonly declaration?: Declaration | undefined;
}

/** Find by id and lock the row until the transaction ends. @throws {Problem} `not-found`. */
export async function lockAccount(desk: Desk, accountId: string): Promise<OpenRow> {
  // A write locks it on either engine.
  const row = await desk.rows.updateTable('account').set((eb) => ({ version: eb.ref('version') })).where('id', '=', accountId).returningAll().executeTakeFirst();
  if (!row) throw new Problem('not-found', 'There is no such account.');
  return openRow(desk, row);
}

/** Find by a normalised address, hashed by any of the secrets, and lock the row until the transaction ends. */
export async function lockAccountByEmail(desk: Desk, email: string): Promise<OpenRow | undefined> {
  const keys = desk.secrets.lookUpKeys('email', email);
  const row = await desk.rows.updateTable('account').set((eb) => ({ version: eb.ref('version') })).where('emailKey', 'in', [...keys]).returningAll().executeTakeFirst();
  return row && openRow(desk, row);
}

/** Find without locking. */
export async function findAccount(desk: Desk, accountId: string): Promise<OpenRow | undefined> {
  const row = await desk.rows.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirst();
  return row && openRow(desk, row);
}

/** Find by a normalised address, hashed by any of the secrets. */
export async function findAccountByEmail(desk: Desk, email: string): Promise<OpenRow | undefined> {
  const keys = desk.secrets.lookUpKeys('email', email);
  const row = await desk.rows.selectFrom('account').selectAll().where('emailKey', 'in', [...keys]).executeTakeFirst();
  return row && openRow(desk, row);
}

/** Find by provider and subject, hashed by any of the secrets. */
export async function findAccountByProvider(desk: Desk, provider: string, subject: string): Promise<OpenRow | undefined> {
  const keys = desk.secrets.lookUpKeys('provider-subject', `${provider}\0${subject}`);
  const row = await desk.rows
    .selectFrom('account')
    .innerJoin('identity', 'identity.accountId', 'account.id')
    .selectAll('account')
    .where('identity.provider', '=', provider)
    .where('identity.subjectKey', 'in', [...keys])
    .executeTakeFirst();
  return row && openRow(desk, row);
}

/** @throws {Error} If its secret is no longer in the list. */
export function openRow({ secrets }: Desk, row: AccountTable): OpenRow {
  return { row, key: openDataKey(secrets, `account:${row.id}`, row.wrappedKey) };
}

/**
 * Make an account.
 *
 * @returns Undefined if the address has one already.
 * @throws {Problem} `parameter-invalid` (name), `under-age`, `terms-missing`.
 */
export async function insertAccount(desk: Desk, beginning: Beginning): Promise<OpenRow | undefined> {
  const { declaration, email } = beginning;
  if (declaration) checkDeclaration(declaration);
  const id = randomUUID();
  const key = createDataKey(desk.secrets, `account:${id}`);
  const row: AccountTable = {
    id,
    version: 1,
    wrappedKey: key.wrapped,
    ...sealEmail(desk, key, email),
    emailProvenAt: beginning.isEmailProven ? desk.nowMs : null,
    nameSealed: sealName(key, beginning.name),
    passwordSealed: beginning.passwordHash ? key.seal('password', beginning.passwordHash) : null,
    adultDeclaredAt: declaration ? desk.nowMs : null,
    createdAt: desk.nowMs,
  };
  const made = await desk.rows.insertInto('account').values(row).onConflict((conflict) => conflict.column('emailKey').doNothing()).returning('id').executeTakeFirst();
  if (!made) return undefined;
  if (declaration) await acceptTerms(desk, id, declaration.termsVersion);
  return { row, key };
}

/** Write columns of a row that is locked; what an earlier secret made is made anew by the one that signs now. */
export async function changeAccount(desk: Desk, { row, key }: OpenRow, change: Partial<Omit<AccountTable, 'id'>>): Promise<OpenRow> {
  const renewed = key.isCurrent ? {} : sealEmail(desk, key, key.open('email', row.emailSealed));
  if (!key.isCurrent) await renewCredits(desk, { accountId: row.id }, key);
  const changed = { ...renewed, ...change, wrappedKey: key.wrapped };
  await desk.rows.updateTable('account').set(changed).where('id', '=', row.id).execute();
  return { row: { ...row, ...changed }, key };
}

/** The two columns of an address. @param email - Normalised. */
export function sealEmail({ secrets }: Desk, key: DataKey, email: string | undefined): Pick<AccountTable, 'emailKey' | 'emailSealed'> {
  if (email === undefined) return { emailKey: null, emailSealed: null };
  return { emailKey: secrets.lookUpKeys('email', email)[0], emailSealed: key.seal('email', email) };
}

/** @returns Null for no name. @throws {Problem} `parameter-invalid` (name). */
export function sealName(key: DataKey, name: string | undefined): Buffer | null {
  const text = readName('name', name ?? '', 0);
  return text === '' ? null : key.seal('name', text);
}

/** A name as people write it: one line, no control characters. @throws {Problem} `parameter-invalid`. */
export function readName(field: string, name: string, leastLength: number): string {
  const text = name.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  const length = [...text].length;
  if (length >= leastLength && length <= greatestNameLength && !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text)) return text;
  throw new Problem('parameter-invalid', `${field} takes ${leastLength} to ${greatestNameLength} characters on one line.`, { members: { field } });
}

/** @throws {Problem} `under-age`, `terms-missing`. */
export function checkDeclaration({ isAdult, termsVersion }: Declaration): void {
  if (!isAdult) throw new Problem('under-age', 'Accounts are for people of 18 years or more. Nothing about you was kept.');
  if (!/^[\w.-]{1,40}$/.test(termsVersion)) throw new Problem('terms-missing', 'Accept the terms: send the version that was shown, such as 2026-11.');
}

/** Record the terms once for each version. */
export async function acceptTerms({ rows, nowMs }: Desk, accountId: string, textVersion: string): Promise<void> {
  const known = await rows.selectFrom('consent').select('id').where('accountId', '=', accountId).where('purpose', '=', 'terms').where('textVersion', '=', textVersion).executeTakeFirst();
  if (known) return;
  await rows.insertInto('consent').values({ id: randomUUID(), accountId, purpose: 'terms', textVersion, givenAt: nowMs, withdrawnAt: null }).execute();
}

/** The account as its person sees it. */
export async function describeAccount({ rows }: Desk, { row, key }: OpenRow): Promise<Account> {
  const identities = await rows.selectFrom('identity').select('provider').where('accountId', '=', row.id).orderBy('provider').execute();
  const providers = [...new Set(identities.map(({ provider }) => provider))];
  return {
    id: row.id,
    version: row.version,
    standing: standingOf(row, providers.length > 0),
    email: key.open('email', row.emailSealed),
    name: key.open('name', row.nameSealed),
    hasPassword: row.passwordSealed !== null,
    providers,
    createdMs: row.createdAt,
  };
}

/** A provider's word is proof enough of the person, though not of a mailbox. */
export function standingOf(row: Pick<AccountTable, 'emailProvenAt' | 'adultDeclaredAt'>, hasProvider: boolean): Standing {
  if (row.emailProvenAt === null && !hasProvider) return 'mailbox-unproven';
  return row.adultDeclaredAt === null ? 'declaration-missing' : 'active';
}
