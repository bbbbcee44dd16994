// Owns what a person may ask of us: everything held about them, and its end. Refuses delay.

import { Problem } from '../problem.ts';
import { findAccount } from './account-rows.ts';
import type { Desk, OpenRow } from './account-rows.ts';
import type { ApiKey, ApiKeys } from './api-key.ts';
import type { ConsentRecord } from './consent.ts';
import { listConsents } from './consents.ts';
import { exportCredits } from './credit-export.ts';
import type { CreditExport } from './credit-export.ts';
import { writeDate } from './dates.ts';
import { eraseAccount } from './deletion.ts';
import type { Office } from './people.ts';
import { openTeamKey } from './team-rows.ts';
import type { TeamRole } from './team.ts';

/** Everything held about a person, portable: plain JSON, dates as ISO 8601 in UTC. @see GDPR articles 15 and 20 */
export interface AccountExport {
  readonly format: 'ephemera-account-1';
  readonly exportedAt: string;
  readonly account: {
    readonly id: string;
    readonly email: string | null;
    readonly emailProvenAt: string | null;
    readonly name: string | null;
    readonly createdAt: string;
    /** When the person declared to be 18 or older. */
    readonly adultDeclaredAt: string | null;
    /** Of the password a hash is held, which is sealed; it is of no use to anybody else. */
    readonly hasPassword: boolean;
    /** Number that sessions carry; sessions themselves are not stored. */
    readonly sessionVersion: number;
  };
  /** Of the subject a keyed hash is held. */
  readonly providers: readonly { readonly provider: string; readonly linkedAt: string }[];
  readonly consents: readonly (Omit<ConsentRecord, 'givenMs' | 'withdrawnMs'> & { readonly givenAt: string; readonly withdrawnAt: string | null })[];
  readonly apiKeys: readonly (Omit<ApiKey, 'createdMs'> & { readonly createdAt: string })[];
  readonly teams: readonly { readonly id: string; readonly name: string; readonly role: TeamRole; readonly joinedAt: string }[];
  /** Links sent that are still open; of their tokens hashes are held. */
  readonly links: readonly { readonly purpose: string; readonly createdAt: string; readonly expiresAt: string }[];
  /** Null for who never had any. */
  readonly credits: CreditExport | null;
}

/** The person's rights. Every method may throw {@link Problem} `accounts-unavailable`. */
export interface Rights {
  /** @throws {Problem} `not-found`. */
  exportAccount(accountId: string): Promise<AccountExport>;
  /**
   * Delete at once: rows go, the key that sealed them goes with them, and the file is cleaned. Teams with nobody else in them are
   * dissolved. An account that is gone already is no error.
   *
   * @param options - `dissolveTeams`: also teams of which the person is the last owner and others are members.
   * @throws {Problem} `last-owner`, with the ids in `teams`: pass them on or dissolve them first.
   */
  deleteAccount(accountId: string, options?: { readonly dissolveTeams?: boolean }): Promise<void>;
}

/** @see Rights */
export function createRights({ store, read, write }: Office, apiKeys: ApiKeys): Rights {
  return {
    async exportAccount(accountId) {
      const keys = await apiKeys.list(accountId);
      return read((desk) => exportAccount(desk, accountId, keys));
    },
    async deleteAccount(accountId, { dissolveTeams = false } = {}) {
      await write((desk) => eraseAccount(desk, accountId, dissolveTeams));
      await store.scrub();
    },
  };
}

async function exportAccount(desk: Desk, accountId: string, apiKeys: readonly ApiKey[]): Promise<AccountExport> {
  const account = await findAccount(desk, accountId);
  if (!account) throw new Problem('not-found', 'There is no such account.');
  const identities = await desk.rows.selectFrom('identity').select(['provider', 'linkedAt']).where('accountId', '=', accountId).orderBy('linkedAt').execute();
  const links = await desk.rows.selectFrom('link').select(['purpose', 'createdAt', 'expiresAt']).where('accountId', '=', accountId).orderBy('createdAt').execute();
  return {
    format: 'ephemera-account-1',
    exportedAt: writeDate(desk.nowMs),
    account: exportRow(account),
    providers: identities.map(({ provider, linkedAt }) => ({ provider, linkedAt: writeDate(linkedAt) })),
    consents: (await listConsents(desk, accountId)).map(({ purpose, textVersion, givenMs, withdrawnMs }) => ({
      purpose, textVersion, givenAt: writeDate(givenMs), withdrawnAt: withdrawnMs === undefined ? null : writeDate(withdrawnMs),
    })),
    apiKeys: apiKeys.map(({ createdMs, ...key }) => ({ ...key, createdAt: writeDate(createdMs) })),
    teams: await exportTeams(desk, accountId),
    links: links.map(({ purpose, createdAt, expiresAt }) => ({ purpose, createdAt: writeDate(createdAt), expiresAt: writeDate(expiresAt) })),
    credits: await exportCredits(desk, { accountId }, account.key),
  };
}

function exportRow({ row, key }: OpenRow): AccountExport['account'] {
  return {
    id: row.id,
    email: key.open('email', row.emailSealed) ?? null,
    emailProvenAt: row.emailProvenAt === null ? null : writeDate(row.emailProvenAt),
    name: key.open('name', row.nameSealed) ?? null,
    createdAt: writeDate(row.createdAt),
    adultDeclaredAt: row.adultDeclaredAt === null ? null : writeDate(row.adultDeclaredAt),
    hasPassword: row.passwordSealed !== null,
    sessionVersion: row.version,
  };
}

async function exportTeams(desk: Desk, accountId: string): Promise<AccountExport['teams']> {
  const rows = await desk.rows
    .selectFrom('membership')
    .innerJoin('team', 'team.id', 'membership.teamId')
    .select(['team.id', 'team.wrappedKey', 'team.nameSealed', 'membership.role', 'membership.joinedAt'])
    .where('membership.accountId', '=', accountId)
    .orderBy('membership.joinedAt')
    .execute();
  return rows.map((row) => ({ id: row.id, name: openTeamKey(desk, row).open('name', row.nameSealed), role: row.role, joinedAt: writeDate(row.joinedAt) }));
}
