// Owns the answer to "am I signed in, and how could I be?": the first thing that a page asks. Refuses nobody, whoever they are.

import type { RequestHandler } from 'express';
import type { Reception } from '../../accounts/auth/reception.ts';
import { termsVersion } from '../../accounts/terms.ts';
import { describeAccount } from './account.ts';
import { readSession } from './identify.ts';
import { listWays } from './ways.ts';

const nobody = { signedIn: false, standing: null, account: null } as const;

/**
 * `{ accounts: 'off' }`, or the ways to sign in, and whose session this is.
 *
 * @param reception - Undefined where accounts are off.
 * @throws {Problem} `accounts-unavailable`.
 */
export function answerSessionState(reception: Reception | undefined): RequestHandler {
  if (!reception) return (_request, response) => void response.set('Cache-Control', 'no-store').json({ accounts: 'off', ways: [], ...nobody });
  const { settings } = reception;
  const offer = { accounts: 'on', ways: listWays(settings), isRequired: settings.isRequired, termsVersion };
  return async (request, response) => {
    const account = await readSession(reception, request);
    response
      .set('Cache-Control', 'no-store')
      .json({ ...offer, ...(account ? { signedIn: true, standing: account.standing, account: describeAccount(account) } : nobody) });
  };
}
