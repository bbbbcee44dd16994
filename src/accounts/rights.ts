// Owns what a person may ask of us: everything held about them, and its end. Refuses delay.

import type { ApiKey } from './api-key.ts';
import type { ConsentRecord } from './consent.ts';
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
