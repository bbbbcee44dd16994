// Owns the persons' methods: each opens one transaction around the steps of its neighbours. Refuses slow work inside it.

import { Problem } from '../problem.ts';
import type { Account, Declaration, People, Registration } from './account.ts';
import { changeAccount, checkDeclaration, describeAccount, findAccount, findAccountByEmail, findAccountByProvider, lockAccount, readName, sealName } from './account-rows.ts';
import type { Desk, OpenRow } from './account-rows.ts';
import { eraseAccount } from './deletion.ts';
import { normalizeEmail, tryNormalize } from './email.ts';
import { applyDeclaration } from './first-proof.ts';
import { consumeLink } from './links.ts';
import { checkPassword, hashPassword } from './password.ts';
import { changeEmailByLink, checkCurrentPassword, proveByLink, registerAccount, rememberPassword, resetByLink, writePassword } from './registration.ts';
import type { CheckedRegistration } from './registration.ts';
import type { Secrets } from './secrets.ts';
import { findByPassword, renew, signInWithMailbox, signInWithProvider } from './sign-in.ts';
import type { Rows, Store } from './store/store.ts';

/** The store with the secret and the clock: steps are run at a desk. */
export interface Office {
  readonly store: Store;
  read<T>(step: (desk: Desk) => Promise<T>): Promise<T>;
  write<T>(step: (desk: Desk) => Promise<T>): Promise<T>;
}

/** @param now - Milliseconds since 1970. */
export function createOffice(store: Store, secrets: Secrets, now: () => number): Office {
  const seat = (rows: Rows): Desk => ({ rows, secrets, nowMs: now() });
  return { store, read: (step) => store.use((rows) => step(seat(rows))), write: (step) => store.transact((rows) => step(seat(rows))) };
}

/** @see People */
export function createPeople(office: Office): People {
  const { read, write } = office;
  /** Run a step and show the account that it leaves. */
  const change = (step: (desk: Desk) => Promise<OpenRow>): Promise<Account> => write(async (desk) => describeAccount(desk, await step(desk)));
  const show = (step: (desk: Desk) => Promise<OpenRow | undefined>): Promise<Account | undefined> =>
    read(async (desk) => {
      const account = await step(desk);
      return account && describeAccount(desk, account);
    });
  return {
    async register(registration) {
      const checked = await checkRegistration(registration);
      return write((desk) => registerAccount(desk, checked));
    },
    async signInWithPassword(email, password) {
      const found = await read((desk) => findByPassword(desk, email, password));
      if (!found) return { outcome: 'refused' };
      const { row, key } = found;
      if (row.emailProvenAt === null) return { outcome: 'mailbox-unproven', accountId: row.id, email: key.open('email', row.emailSealed) ?? '' };
      const account = key.isCurrent ? await read((desk) => describeAccount(desk, found)) : await change(async (desk) => renew(desk, await lockAccount(desk, row.id)));
      return { outcome: 'signed-in', account };
    },
    signInWithLink: (token, declaration) => change((desk) => signInByLink(desk, token, declaration)),
    signInWithProvenMailbox: (email, declaration) => change((desk) => signInWithMailbox(desk, email, declaration)),
    signInWithProvider: (identity, declaration) => change((desk) => signInWithProvider(desk, identity, declaration)),
    async proveMailbox(token, password) {
      const remembered = await read((desk) => rememberPassword(desk, token, password));
      return write((desk) => proveByLink(desk, token, remembered));
    },
    async resetPassword(token, password) {
      checkPassword(password);
      const hash = await hashPassword(password);
      return change((desk) => resetByLink(desk, token, hash));
    },
    setPassword: (accountId, password, current) => setPassword(office, accountId, password, current),
    changeEmail: (token) => change((desk) => changeEmailByLink(desk, token)),
    changeName: (accountId, name) => change((desk) => changeName(desk, accountId, name)),
    declare: (accountId, declaration) => declare(office, accountId, declaration),
    signOutEverywhere: (accountId) => write(async (desk) => (await raiseVersion(desk, await lockAccount(desk, accountId))).row.version),
    find: (accountId) => show((desk) => findAccount(desk, accountId)),
    findByEmail: (email) => show((desk) => findAccountByEmail(desk, tryNormalize(email) ?? 'nobody')),
    findByProvider: (provider, subject) => show((desk) => findAccountByProvider(desk, provider, subject)),
    isCurrent: (accountId, version) => read((desk) => isCurrent(desk, accountId, version)),
  };
}

async function checkRegistration({ email, password, name, declaration }: Registration): Promise<CheckedRegistration> {
  checkDeclaration(declaration);
  checkPassword(password);
  const checked = { email: normalizeEmail(email), name: readName('name', name ?? '', 0), declaration };
  return { ...checked, passwordHash: await hashPassword(password) };
}

async function signInByLink(desk: Desk, token: string, declaration: Declaration | undefined): Promise<OpenRow> {
  const { email } = await consumeLink(desk.rows, token, 'sign-in', desk.nowMs);
  if (email === undefined) throw new Problem('link-spent', 'This link is for no mailbox. Ask for a new one.');
  return signInWithMailbox(desk, email, declaration);
}

async function setPassword({ read, write }: Office, accountId: string, password: string, current: string | undefined): Promise<Account> {
  checkPassword(password);
  const before = await read((desk) => findAccount(desk, accountId));
  if (!before) throw new Problem('not-found', 'There is no such account.');
  await checkCurrentPassword(before, current);
  const hash = await hashPassword(password);
  return write(async (desk) => {
    const account = await lockAccount(desk, accountId);
    // Somebody else set one while this was hashed: theirs was the last word.
    if (account.row.version !== before.row.version) throw new Problem('password-wrong', 'The account was changed at the same moment. Sign in again.');
    return describeAccount(desk, await writePassword(desk, account, hash));
  });
}

async function changeName(desk: Desk, accountId: string, name: string): Promise<OpenRow> {
  const account = await lockAccount(desk, accountId);
  return changeAccount(desk, account, { nameSealed: sealName(account.key, name) });
}

function raiseVersion(desk: Desk, account: OpenRow): Promise<OpenRow> {
  return changeAccount(desk, account, { version: account.row.version + 1 });
}

async function declare(office: Office, accountId: string, declaration: Declaration): Promise<Account> {
  if (!declaration.isAdult) await forgetMinor(office, accountId);
  checkDeclaration(declaration);
  return office.write(async (desk) => describeAccount(desk, await applyDeclaration(desk, await lockAccount(desk, accountId), declaration)));
}

/** Who says to be under age before the first use leaves nothing; an account in use is not lost by a box left unticked. */
async function forgetMinor({ store, write }: Office, accountId: string): Promise<void> {
  await write(async (desk) => {
    const account = await findAccount(desk, accountId);
    if (account?.row.adultDeclaredAt === null) await eraseAccount(desk, accountId, true);
  });
  await store.scrub();
}

async function isCurrent({ rows }: Desk, accountId: string, version: number): Promise<boolean> {
  const row = await rows.selectFrom('account').select('id').where('id', '=', accountId).where('version', '=', version).executeTakeFirst();
  return row !== undefined;
}
