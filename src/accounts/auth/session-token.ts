// Owns session tokens: an account's id and version, sealed. Refuses to carry anything about the person.

import { decode, encode } from '@auth/core/jwt';
import { sessionLifetimeSeconds } from '../../account-settings.ts';
import type { Account } from '../account.ts';

/** What a session says. */
export interface SessionClaims {
  readonly accountId: string;
  /** The account's when the session began; another one now means that it has ended. */
  readonly version: number;
}

/** Seals and opens sessions. */
export interface SessionTokens {
  seal(account: Pick<Account, 'id' | 'version'>): Promise<string>;
  /** Undefined for whatever was not sealed here, for this cookie, or is too old. */
  open(token: string): Promise<SessionClaims | undefined>;
}

/**
 * @param secrets - The first seals, all open.
 * @param cookieName - A token of another cookie is of no use in this one.
 */
export function createSessionTokens(secrets: readonly string[], cookieName: string): SessionTokens {
  const key = { secret: [...secrets], salt: cookieName };
  return {
    seal: ({ id, version }) => encode({ ...key, token: writeClaims({ accountId: id, version }), maxAge: sessionLifetimeSeconds }),
    async open(token) {
      const claims = await decode({ ...key, token }).catch(() => null);
      return claims ? readClaims(claims) : undefined;
    },
  };
}

/** As they stand in a token. */
export function writeClaims({ accountId, version }: SessionClaims): { sub: string; ver: number } {
  return { sub: accountId, ver: version };
}

/** Undefined if a token is none of ours. */
export function readClaims({ sub, ver }: { readonly sub?: string; readonly ver?: unknown }): SessionClaims | undefined {
  return typeof sub === 'string' && Number.isSafeInteger(ver) ? { accountId: sub, version: ver as number } : undefined;
}
