// Owns how the accounts are put together. Refuses to read settings or the clock: both are passed in.

import type { People } from './account.ts';
import type { ApiKeys } from './api-key.ts';
import type { Consents } from './consent.ts';
import type { Links } from './link.ts';
import type { Rights } from './rights.ts';
import type { Teams } from './team.ts';

/** Where the rows are and what they are sealed with. */
export interface AccountsOptions {
  /** A folder of this machine, made if need be (0700), for `accounts.db` (0600); or a PostgreSQL connection string. */
  readonly at: { readonly folder: string } | { readonly databaseUrl: string };
  /** The first signs and seals; the others are still read. Each at least `leastSecretLength` characters. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a sweep removed. */
export interface Swept {
  readonly links: number;
  /** Accounts whose mailbox was never proven, or whose declaration never came. */
  readonly accounts: number;
}

/** Everything about accounts. */
export interface Accounts {
  readonly people: People;
  readonly links: Links;
  readonly apiKeys: ApiKeys;
  readonly teams: Teams;
  readonly consents: Consents;
  readonly rights: Rights;
  /** Remove what has expired and finish cleaning the file; call every few minutes, from any process. */
  sweep(): Promise<Swept>;
  /** Whether the rows can be reached. @throws {Problem} `accounts-unavailable`. */
  check(): Promise<void>;
  close(): Promise<void>;
}
