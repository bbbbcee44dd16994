// Owns who is signed in and how one may sign in, as the server says. Refuses to remember it beyond the page.

import { ask } from './server.ts';

/** One way to sign in. */
export interface Way {
  readonly id: string;
  /** What its button says. */
  readonly name: string;
  readonly kind: 'provider' | 'site' | 'mail' | 'password';
}

/** The account of whoever is signed in. */
export interface Account {
  readonly id: string;
  readonly standing: 'mailbox-unproven' | 'declaration-missing' | 'active';
  readonly email: string | null;
  readonly name: string | null;
  readonly hasPassword: boolean;
  readonly providers: readonly string[];
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Accounts of this server and who is signed in. */
export interface Session {
  readonly accounts: 'on' | 'off';
  readonly ways: readonly Way[];
  /** Whether photos are taken only from someone who is signed in. */
  readonly isRequired: boolean;
  /** Version of the terms that are shown today. */
  readonly termsVersion: string;
  readonly account: Account | null;
  /** Null where work is free, or nobody is signed in. */
  readonly credits: { readonly available: number } | null;
}

/** Ask anew: after whatever may have changed it. @throws {Declined} */
export function readSession(): Promise<Session> {
  return ask<Session>('GET', '/v1/session');
}

/** What the server said when the page came; asked once. */
export const firstSession: Promise<Session> = readSession();
// Whoever waits for it is told; a page where nobody does has nothing to say.
firstSession.catch(() => undefined);

/** Resolves when the session of whoever is signed in has been made to last two weeks more; until then its cookie may still change. */
export const continued: Promise<void> = firstSession.then(async ({ account }) => { if (account) await ask('GET', '/auth/session'); }).catch(() => undefined);

/** Whether there is a way of this kind. */
export function hasWay({ ways }: Session, kind: Way['kind']): boolean {
  return ways.some((way) => way.kind === kind);
}
