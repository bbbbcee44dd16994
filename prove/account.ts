// Owns the account that pays for a studio's pictures under proof: rows in a folder of their own, a key, words that no row may show. Refuses to be anybody's.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openAccounts } from '../src/accounts/accounts.ts';
import { termsVersion } from '../src/accounts/terms.ts';
import { makeWord } from './canary.ts';

/** Settings of a studio with accounts and credits, and where its rows are. */
export interface Books {
  readonly environment: Readonly<Record<'AUTH_SECRET' | 'PUBLIC_URL' | 'AUTH_NEXT_COOKIE' | 'ACCOUNT_LIMIT_PER_MINUTE' | 'DATA_FOLDER' | 'FREE_CREDITS_PER_DAY', string>>;
  readonly folder: string;
}

/** Somebody who pays. */
export interface ProofAccount {
  /** An API key. */
  readonly key: string;
  /** Its address, its name and its key. */
  readonly words: readonly string[];
  /** Credits that pictures have cost so far, and those that are put aside. */
  readonly readBalance: () => Promise<{ readonly charged: number; readonly held: number }>;
}

/** Nobody signs in but by the account's key, so that no other host is needed. */
export function describeBooks(folder: string): Books {
  const environment = {
    AUTH_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: 'http://localhost',
    AUTH_NEXT_COOKIE: 'session',
    ACCOUNT_LIMIT_PER_MINUTE: '0',
    DATA_FOLDER: folder,
    FREE_CREDITS_PER_DAY: '1',
  };
  return { environment, folder };
}

/** The database and its journals: all that may be in the folder. */
export function listBookFiles({ folder }: Books): readonly string[] {
  return ['', '-wal', '-shm', '-journal'].map((ending) => join(folder, `accounts.db${ending}`));
}

/** More than one proof can cost, so that no free ones come with midnight. */
const credits = 10_000;

/** Make an account as the studio would, with credits as if they had been bought. */
export async function makeAccount({ environment, folder }: Books): Promise<ProofAccount> {
  const options = { at: { folder }, secrets: [environment.AUTH_SECRET], now: Date.now };
  const [email, name] = [`${makeWord()}@example.org`, makeWord()];
  const accounts = await openAccounts(options);
  const { id } = await accounts.people.signInWithProvenMailbox(email, { isAdult: true, termsVersion });
  await accounts.people.changeName(id, name);
  await accounts.ledger.post({ owner: { accountId: id }, kind: 'purchase', reference: `cs:${id}`, credits });
  const { secret } = await accounts.apiKeys.create(id, { name: 'proof' });
  await accounts.close();
  return {
    key: secret,
    words: [email, name, secret],
    async readBalance() {
      const reopened = await openAccounts(options);
      const { available, held } = await reopened.ledger.balance({ accountId: id });
      await reopened.close();
      return { charged: credits - available - held, held };
    },
  };
}
