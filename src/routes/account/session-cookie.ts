// Owns how a session is put into the browser and taken out of it, beside Auth.js. Refuses any cookie but the session's.

import type { Response } from 'express';
import { sessionLifetimeSeconds } from '../../account-settings.ts';
import type { Account } from '../../accounts/account.ts';
import type { Reception } from '../../accounts/auth/reception.ts';

/** Begin a session: after whatever raised the account's version, so that whoever did it stays signed in. */
export async function issueSession({ sessions, cookies }: Reception, response: Response, account: Account): Promise<void> {
  response.cookie(cookies.session, await sessions.seal(account), { ...cookies.options, maxAge: sessionLifetimeSeconds * 1000 });
}

/** End the session of this browser. */
export function clearSession({ cookies }: Reception, response: Response): void {
  response.clearCookie(cookies.session, cookies.options);
}
