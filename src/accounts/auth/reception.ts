// Owns what routes need to let people in: the accounts, mails, sessions, in one process. Refuses to sweep more often than is of use.

import type { AccountSettings } from '../../account-settings.ts';
import { openAccounts } from '../accounts.ts';
import type { Accounts } from '../accounts.ts';
import { nameCookies } from './cookies.ts';
import type { Cookies } from './cookies.ts';
import { createMailer } from './mailer.ts';
import type { Mailer } from './mailer.ts';
import { createSessionTokens } from './session-token.ts';
import type { SessionTokens } from './session-token.ts';

/** Accounts, open for one process. */
export interface Reception extends AsyncDisposable {
  readonly settings: AccountSettings;
  readonly accounts: Accounts;
  readonly cookies: Cookies;
  readonly sessions: SessionTokens;
  /** Undefined where no mail server is configured. */
  readonly mailer: Mailer | undefined;
}

/** What has expired is refused anyway; this is how long its row may stay. */
const sweepEveryMs = 5 * 60_000;

/**
 * Open the accounts of a process, and sweep now and then: a process may be gone before the time for another sweep has come.
 *
 * @param freeCreditsPerDay - Up to which every account is topped up each day.
 * @throws {Error} If the tables cannot be made; a database that cannot be reached is no error.
 */
export async function openReception(settings: AccountSettings, freeCreditsPerDay = 0): Promise<Reception> {
  const accounts = await openAccounts({ at: settings.at, secrets: settings.secrets, now: Date.now, freeCreditsPerDay });
  const cookies = nameCookies(settings.publicUrl);
  // The next one tries again.
  const sweep = (): Promise<unknown> => accounts.sweep().catch(() => undefined);
  const timer = setInterval(() => void sweep(), sweepEveryMs);
  timer.unref();
  const first = sweep();
  return {
    settings,
    accounts,
    cookies,
    sessions: createSessionTokens(settings.secrets, cookies.session),
    mailer: settings.mail && createMailer(settings.mail, settings.publicUrl),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await first;
      await accounts.close();
    },
  };
}
