// Owns what a studio says about accounts: which rows there are, where, for how long, by whom. Refuses to say so of accounts that are off.

import { sessionLifetimeSeconds } from '../account-settings.ts';
import type { AccountSettings } from '../account-settings.ts';
import type { CreditSettings } from '../credit-settings.ts';
import { describeCredits } from './credit-statement.ts';
import type { DataStatement } from './statement.ts';

/** Of an invitation, the longest of all links; the sweep comes within five minutes. */
const linkSeconds = 7 * 24 * 3600 + 5 * 60;

/** One entry for each kind of data that accounts bring along. */
export function describeAccounts(accounts: AccountSettings | undefined, credits: CreditSettings | undefined): readonly DataStatement[] {
  if (!accounts) return [{ data: 'accounts', kept: false, where: 'nowhere', longestSeconds: 0, by: 'nobody', how: 'There are none: no sign-in, no cookie, no database.' }];
  const where = 'folder' in accounts.at ? 'the file accounts.db of this server' : 'the PostgreSQL database of this server';
  return [
    {
      data: 'accounts',
      kept: true,
      where,
      longestSeconds: null,
      by: 'the operator',
      how: 'Until the person deletes the account: then at once, and the key with which its columns are sealed goes with it. An account that nobody finished goes after a week. Addresses and what a provider calls the person are found by a keyed hash; what is read back is sealed.',
      fields: ['id', 'version', 'sealed key', 'keyed hash of the address', 'sealed address', 'sealed name', 'sealed hash of the password', 'provider and keyed hash of its subject', 'consents with their dates', 'API keys: prefix, hash, sealed name, limit, day of the last use', 'teams: sealed name, seats, role, colour', 'dates of creation, proof and declaration'],
    },
    {
      data: 'links by mail and invitations',
      kept: true,
      where,
      longestSeconds: linkSeconds,
      by: 'the operator',
      how: 'As the hash of a token, until it is used or too old: minutes for a sign-in, a week for an invitation. The address in it is sealed under the token, which is in the mail alone.',
    },
    {
      data: 'sessions',
      kept: true,
      where: 'a cookie in the browser of the person',
      longestSeconds: sessionLifetimeSeconds,
      by: 'the person',
      how: 'The id and the version of the account, sealed; no row. It ends at sign-out, and all of them with a new password, by “sign out everywhere” and with the account. On the way to a provider and back, four more cookies for 15 minutes.',
    },
    ...(accounts.mail ? [describeMails()] : []),
    ...describeCredits(credits, where),
  ];
}

function describeMails(): DataStatement {
  return {
    data: 'mails',
    kept: false,
    where: 'memory, until the mail server has taken them',
    longestSeconds: null,
    by: 'the mail server of the operator',
    how: 'Sent on asking only: a link, and no word of any photo. What the mail server and the mailbox keep is theirs.',
  };
}
