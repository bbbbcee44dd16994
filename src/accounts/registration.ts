// Owns how an account with a password begins, and how its password and address change. Refuses an address nobody has opened.

import { timingSafeEqual } from 'node:crypto';
import { Problem } from '../problem.ts';
import type { Declaration, MailboxProof, Registered } from './account.ts';
import { acceptTerms, changeAccount, describeAccount, findAccount, insertAccount, lockAccount, lockAccountByEmail, sealEmail, sealName } from './account-rows.ts';
import type { Desk, OpenRow } from './account-rows.ts';
import { eraseAccount } from './deletion.ts';
import { proveFirst } from './first-proof.ts';
import { consumeLink, dropLinksOf, readLink } from './links.ts';
import { comparePassword } from './password.ts';

/** A registration that was checked, its password hashed. */
export interface CheckedRegistration {
  /** Normalised. */
  readonly email: string;
  readonly passwordHash: Buffer;
  readonly name: string | undefined;
  readonly declaration: Declaration;
}

/** Make the account, or make anew one that nobody has proven; inside a transaction. */
export async function registerAccount(desk: Desk, registration: CheckedRegistration): Promise<Registered> {
  const { email } = registration;
  const found = await lockAccountByEmail(desk, email);
  if (found) return { outcome: await registerAgain(desk, found, registration), accountId: found.row.id, email };
  const made = await insertAccount(desk, { ...registration, isEmailProven: false });
  if (!made) throw new Problem('accounts-unavailable', 'Somebody registers this address at this moment. Try again in 2 seconds.', { retryAfterSeconds: 2 });
  return { outcome: 'created', accountId: made.row.id, email };
}

async function registerAgain(desk: Desk, found: OpenRow, { passwordHash, name, declaration }: CheckedRegistration): Promise<'renewed' | 'exists'> {
  if (found.row.emailProvenAt !== null) return 'exists';
  const { key, row } = found;
  await changeAccount(desk, found, {
    version: row.version + 1,
    passwordSealed: key.seal('password', passwordHash),
    nameSealed: sealName(key, name),
    adultDeclaredAt: desk.nowMs,
    createdAt: desk.nowMs,
  });
  await acceptTerms(desk, row.id, declaration.termsVersion);
  return 'renewed';
}

/** Whether the password set before is given again, and which it was: the row may change until the link is consumed. */
export async function rememberPassword(desk: Desk, token: string, password: string | undefined): Promise<Uint8Array | undefined> {
  const link = await readLink(desk.rows, token, 'prove-mailbox', desk.nowMs);
  const account = link?.accountId === undefined ? undefined : await findAccount(desk, link.accountId);
  const sealed = account?.row.passwordSealed;
  if (password === undefined || !account || !sealed) return undefined;
  return (await comparePassword(password, account.key.openBytes('password', sealed))) ? sealed : undefined;
}

/** Consume the link of a registration; inside a transaction. @param remembered - As `rememberPassword` says. @throws {Problem} `link-spent`. */
export async function proveByLink(desk: Desk, token: string, remembered: Uint8Array | undefined): Promise<MailboxProof> {
  const account = await lockByLink(desk, token, 'prove-mailbox');
  const isSamePerson = remembered !== undefined && isSameBytes(account.row.passwordSealed, remembered);
  const proven = await proveFirst(desk, account, isSamePerson);
  return { account: await describeAccount(desk, proven), passwordKept: proven.row.passwordSealed !== null };
}

function isSameBytes(one: Uint8Array | null, other: Uint8Array): boolean {
  return one?.length === other.length && timingSafeEqual(one, other);
}

/** Consume a reset and set the password; inside a transaction. @throws {Problem} `link-spent`. */
export async function resetByLink(desk: Desk, token: string, passwordHash: Buffer): Promise<OpenRow> {
  const account = await lockByLink(desk, token, 'reset-password');
  return writePassword(desk, await proveFirst(desk, account, false), passwordHash);
}

/** Consume a link that was sent to the account's own mailbox. */
async function lockByLink(desk: Desk, token: string, purpose: 'prove-mailbox' | 'reset-password'): Promise<OpenRow> {
  const { accountId } = await consumeLink(desk.rows, token, purpose, desk.nowMs);
  if (accountId === undefined) throw new Problem('link-spent', 'This link belongs to no account. Ask for a new one.');
  return lockAccount(desk, accountId);
}

/** Set a password, end sessions and open links. */
export async function writePassword(desk: Desk, account: OpenRow, passwordHash: Buffer): Promise<OpenRow> {
  await dropLinksOf(desk.rows, account.row.id);
  return changeAccount(desk, account, { passwordSealed: account.key.seal('password', passwordHash), version: account.row.version + 1 });
}

/** @throws {Problem} `password-wrong` if there is a password and `current` is not it. */
export async function checkCurrentPassword({ row, key }: OpenRow, current: string | undefined): Promise<void> {
  if (row.emailKey === null) throw new Problem('parameter-invalid', 'A password needs an address to sign in with. Add one first.', { members: { field: 'email' } });
  if (row.passwordSealed === null) return;
  const isRight = await comparePassword(current ?? '', key.openBytes('password', row.passwordSealed));
  if (!isRight) throw new Problem('password-wrong', 'Type the password that you have now.');
}

/** Consume a change of address; inside a transaction. @throws {Problem} `link-spent`, `email-taken`. */
export async function changeEmailByLink(desk: Desk, token: string): Promise<OpenRow> {
  const { accountId, email } = await consumeLink(desk.rows, token, 'change-email', desk.nowMs);
  if (accountId === undefined || email === undefined) throw new Problem('link-spent', 'This link belongs to no account. Ask for a new one.');
  await makeRoom(desk, accountId, email);
  const account = await lockAccount(desk, accountId);
  await dropLinksOf(desk.rows, accountId);
  const version = account.row.version + 1;
  return changeAccount(desk, account, { ...sealEmail(desk, account.key, email), emailProvenAt: desk.nowMs, version });
}

/** An account that somebody began with this address and never proved gives way to who has. */
async function makeRoom(desk: Desk, accountId: string, email: string): Promise<void> {
  const holder = await lockAccountByEmail(desk, email);
  if (!holder || holder.row.id === accountId) return;
  if (holder.row.emailProvenAt !== null) throw new Problem('email-taken', 'There is an account with this address already. Sign in with it, or give another one.');
  await eraseAccount(desk, holder.row.id, true);
}
