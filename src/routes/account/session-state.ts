// Owns the answer to "am I signed in, and how could I be?": the first thing that a page asks. Refuses nobody, whoever they are.

import type { RequestHandler } from 'express';
import type { Account } from '../../accounts/account.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { termsVersion } from '../../accounts/terms.ts';
import { describeAccount } from './account.ts';
import { readSession } from './identify.ts';
import { listWays } from './ways.ts';

const nobody = { signedIn: false, standing: null, account: null, credits: null } as const;

/**
 * `{ accounts: 'off' }`, or the ways to sign in, whose session this is, and what credits it has.
 *
 * @param reception - Undefined where accounts are off.
 * @param hasCredits - Whether work costs any; `credits` is null where none does, or there is nobody to have them.
 * @throws {Problem} `accounts-unavailable`.
 */
export function answerSessionState(reception: Reception | undefined, hasCredits = false): RequestHandler {
  if (!reception) return (_request, response) => void response.set('Cache-Control', 'no-store').json({ accounts: 'off', ways: [], ...nobody });
  const { settings } = reception;
  const offer = { accounts: 'on', ways: listWays(settings), isRequired: settings.isRequired, termsVersion };
  return async (request, response) => {
    const account = await readSession(reception, request);
    const credits = hasCredits && account ? await readCredits(reception, account) : null;
    response
      .set('Cache-Control', 'no-store')
      .json({ ...offer, ...(account ? { signedIn: true, standing: account.standing, account: describeAccount(account), credits } : nobody) });
  };
}

async function readCredits({ accounts }: Reception, { id, standing }: Account): Promise<{ readonly available: number } | null> {
  if (standing !== 'active') return null;
  const { available } = await accounts.ledger.balance({ accountId: id });
  return { available };
}
