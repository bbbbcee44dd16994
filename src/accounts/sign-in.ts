// Owns who is let in: by password, by mailbox, by provider. Refuses to tell unknown from wrong.

import { Problem } from '../problem.ts';
import type { Declaration, ProviderIdentity } from './account.ts';
import { changeAccount, checkDeclaration, findAccountByEmail, findAccountByProvider, insertAccount, lockAccount, lockAccountByEmail, readName } from './account-rows.ts';
import type { Beginning, Desk, OpenRow } from './account-rows.ts';
import { normalizeEmail, tryNormalize } from './email.ts';
import { applyDeclaration, proveFirst } from './first-proof.ts';
import { comparePassword } from './password.ts';

/** How often a new account may collide with another of the same address being made or deleted at the same moment. */
const greatestAttempts = 3;

/** Whose password this is, by the same work whoever it is; outside of a transaction, for it takes long. */
export async function findByPassword(desk: Desk, address: string, password: string): Promise<OpenRow | undefined> {
  const found = await findAccountByEmail(desk, tryNormalize(address) ?? 'nobody');
  const hash = found?.row.passwordSealed ? found.key.openBytes('password', found.row.passwordSealed) : undefined;
  return (await comparePassword(password, hash)) ? found : undefined;
}

/** Write anew what an earlier secret made; inside a transaction. */
export async function renew(desk: Desk, account: OpenRow): Promise<OpenRow> {
  return account.key.isCurrent ? account : changeAccount(desk, account, {});
}

/** Sign in whoever has proven a mailbox; inside a transaction. @param address - Not necessarily normalised. */
export async function signInWithMailbox(desk: Desk, address: string, declaration: Declaration | undefined): Promise<OpenRow> {
  if (declaration) checkDeclaration(declaration);
  const email = normalizeEmail(address);
  const account = await joinOrInsert(desk, email, { email, isEmailProven: true, declaration });
  return applyDeclaration(desk, await renew(desk, account), declaration);
}

/** Sign in by provider; inside a transaction. */
export async function signInWithProvider(desk: Desk, identity: ProviderIdentity, declaration: Declaration | undefined): Promise<OpenRow> {
  if (declaration) checkDeclaration(declaration);
  const { provider, subject } = identity;
  const known = await findAccountByProvider(desk, provider, subject);
  const account = known ? await renew(desk, await lockAccount(desk, known.row.id)) : await joinByProvider(desk, identity, declaration);
  await keepIdentity(desk, account.row.id, provider, subject);
  return applyDeclaration(desk, account, declaration);
}

async function joinByProvider(desk: Desk, { provenEmail, name }: ProviderIdentity, declaration: Declaration | undefined): Promise<OpenRow> {
  const email = provenEmail === undefined ? undefined : tryNormalize(provenEmail);
  const beginning = { email, isEmailProven: email !== undefined, name: fitName(name), declaration };
  const account = email === undefined ? await insertAccount(desk, beginning) : await joinOrInsert(desk, email, beginning);
  if (!account) throw new Error('An account without an address cannot collide.');
  return account;
}

/** A provider's name is taken as it is or not at all: nobody is turned away for it. */
function fitName(name: string | undefined): string | undefined {
  try {
    return readName('name', name ?? '', 0);
  } catch {
    return undefined;
  }
}

async function joinOrInsert(desk: Desk, email: string, beginning: Beginning): Promise<OpenRow> {
  for (let attempt = 1; attempt <= greatestAttempts; attempt += 1) {
    const found = await lockAccountByEmail(desk, email);
    if (found) return proveFirst(desk, found, false);
    const made = await insertAccount(desk, beginning);
    if (made) return made;
  }
  throw new Problem('accounts-unavailable', 'Somebody signs in with this address at this moment. Try again in 2 seconds.', { retryAfterSeconds: 2 });
}

/** One row for each subject, hashed by the secret that signs now. */
async function keepIdentity({ rows, secrets, nowMs }: Desk, accountId: string, provider: string, subject: string): Promise<void> {
  const [current, ...earlier] = secrets.lookUpKeys('provider-subject', `${provider}\0${subject}`);
  if (earlier.length > 0) {
    await rows.updateTable('identity').set({ subjectKey: current }).where('provider', '=', provider).where('subjectKey', 'in', earlier).execute();
  }
  await rows.insertInto('identity').values({ provider, subjectKey: current, accountId, linkedAt: nowMs }).onConflict((conflict) => conflict.doNothing()).execute();
}
