// Owns an account as its person's page gets it. Refuses whatever the page does not need.

import type { Account } from '../../accounts/account.ts';

/** An account in an answer. */
export interface AccountAnswer {
  readonly id: string;
  readonly standing: Account['standing'];
  readonly email: string | null;
  readonly name: string | null;
  readonly hasPassword: boolean;
  readonly providers: readonly string[];
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Write an account for the person it belongs to. */
export function describeAccount({ id, standing, email, name, hasPassword, providers, createdMs }: Account): AccountAnswer {
  return { id, standing, email: email ?? null, name: name ?? null, hasPassword, providers, createdAt: new Date(createdMs).toISOString() };
}
