// Owns how the accounts are put together. Refuses to read settings or the clock: both are passed in.

import type { People } from './account.ts';
import { unfinishedLifetimeMs } from './account.ts';
import { createApiKeys } from './api-keys.ts';
import type { ApiKeys } from './api-key.ts';
import { createConsents } from './consents.ts';
import type { Consents } from './consent.ts';
import type { Customers, Ledger } from './credit.ts';
import { createCustomers } from './customers.ts';
import { eraseAccount } from './deletion.ts';
import { createLedger, sweepCredits } from './ledger.ts';
import { createLinks } from './links.ts';
import type { Links } from './link.ts';
import { createOffice, createPeople } from './people.ts';
import type { Office } from './people.ts';
import { createRights } from './rights.ts';
import type { Rights } from './rights.ts';
import { createSecrets } from './secrets.ts';
import { openStore } from './store/store.ts';
import { createTeams } from './teams.ts';
import type { Teams } from './team.ts';

/** Where the rows are and what they are sealed with. */
export interface AccountsOptions {
  /** A folder of this machine, made if need be (0700), for `accounts.db` (0600); or a PostgreSQL connection string. */
  readonly at: { readonly folder: string } | { readonly databaseUrl: string };
  /** The first signs and seals; the others are still read. Each at least `leastSecretLength` characters. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Every account with fewer is topped up to so many each day (UTC); none unless told. */
  readonly freeCreditsPerDay?: number | undefined;
}

/** What a sweep removed. */
export interface Swept {
  readonly links: number;
  /** Accounts whose mailbox was never proven, or whose declaration never came. */
  readonly accounts: number;
  /** Holds that had expired. */
  readonly holds: number;
}

/** Everything about accounts. */
export interface Accounts {
  readonly people: People;
  readonly links: Links;
  readonly apiKeys: ApiKeys;
  readonly teams: Teams;
  readonly consents: Consents;
  readonly rights: Rights;
  readonly ledger: Ledger;
  readonly customers: Customers;
  /** Remove what has expired and finish cleaning the file; call every few minutes, from any process. */
  sweep(): Promise<Swept>;
  /** Whether the rows can be reached. @throws {Problem} `accounts-unavailable`. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Open the accounts. A database that cannot be reached is no error: everything answers `accounts-unavailable` until it is back.
 *
 * @throws {Error} If the secrets are too short or the tables cannot be made.
 */
export async function openAccounts({ at, secrets, now, freeCreditsPerDay = 0 }: AccountsOptions): Promise<Accounts> {
  const checked = createSecrets(secrets);
  const store = await openStore(at);
  const office = createOffice(store, checked, now);
  const apiKeys = createApiKeys(office);
  return {
    people: createPeople(office),
    links: createLinks(store, now),
    apiKeys,
    teams: createTeams(office),
    consents: createConsents(office),
    rights: createRights(office, apiKeys),
    ledger: createLedger(office, freeCreditsPerDay),
    customers: createCustomers(office),
    sweep: () => sweep(office),
    check: () => office.read(async ({ rows }) => void (await rows.selectFrom('chore').select('name').limit(1).execute())),
    close: () => store.close(),
  };
}

async function sweep(office: Office): Promise<Swept> {
  const { store, write } = office;
  const links = await write(({ rows, nowMs }) => rows.deleteFrom('link').where('expiresAt', '<=', nowMs).returning('purpose').execute());
  const accounts = await write(async (desk) => {
    const { rows, nowMs } = desk;
    const unfinished = await rows.selectFrom('account').select('id').where('adultDeclaredAt', 'is', null).where('createdAt', '<=', nowMs - unfinishedLifetimeMs).execute();
    const unproven = await rows
      .selectFrom('account')
      .select('id')
      .where('emailProvenAt', 'is', null)
      .where('createdAt', '<=', nowMs - unfinishedLifetimeMs)
      .where((eb) => eb.not(eb.exists(eb.selectFrom('identity').select('provider').whereRef('identity.accountId', '=', 'account.id'))))
      .execute();
    const ids = new Set([...unfinished, ...unproven].map(({ id }) => id));
    for (const id of ids) await eraseAccount(desk, id, true);
    return ids.size;
  });
  await store.scrub();
  const holds = await sweepCredits(office);
  return { links: links.length, accounts, holds };
}
