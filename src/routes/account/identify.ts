// Owns who is asking: by session or by API key. Refuses keys that are not known, and what another site has somebody's browser send.

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Account } from '../../accounts/account.ts';
import { readCookie } from '../../accounts/auth/cookies.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import type { TeamRole } from '../../accounts/team.ts';
import { Problem } from '../../problem.ts';
import { isFromHere } from './origin.ts';

/** Who is asking, for routes that serve anybody. */
export interface Caller {
  readonly accountId: string;
  readonly via: 'session' | 'key';
  /** Of an API key that works for a team. */
  readonly teamId: string | undefined;
  /** What the account is in that team. */
  readonly role: TeamRole | undefined;
  readonly keyId: string | undefined;
  /** The key's own limit of requests each minute. */
  readonly perMinute: number | undefined;
}

/** Who asks; undefined for anybody. @see identify */
export function callerOf(response: Response): Caller | undefined {
  return response.locals['caller'] as Caller | undefined;
}

/** Whose session this is, whatever is still to be declared. @see requireSession */
export function accountOf(response: Response): Account {
  return response.locals['account'] as Account;
}

/**
 * Find out who asks. Anybody may pass unless sign-in is required; then the lost database is their problem, otherwise only that of
 * whoever has a key.
 *
 * @param reception - Undefined where accounts are off: everybody is anybody.
 * @throws {Problem} `key-unknown`, `sign-in-required`, `declaration-missing`, `origin-refused`, `accounts-unavailable`.
 */
export function identify(reception: Reception | undefined): RequestHandler {
  if (!reception) return (_request, _response, next) => next();
  return async (request, response, next) => {
    const key = readKey(request);
    response.locals['caller'] = key === undefined ? await identifyVisitor(reception, request) : await identifyKey(reception, key);
    next();
  };
}

/**
 * Let only someone with a session pass, to act on their own account; an API key is not enough.
 *
 * @param standing - `any`: also whoever has not declared age and terms yet.
 * @throws {Problem} `sign-in-required`, `declaration-missing`, `origin-refused`, `accounts-unavailable`.
 */
export function requireSession(reception: Reception, standing: 'active' | 'any'): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const account = await readSession(reception, request);
    if (!account) throw new Problem('sign-in-required', 'Sign in on the page first. An API key is not enough for this.');
    if (standing === 'active') checkStanding(account);
    checkOrigin(reception, request);
    response.locals['account'] = account;
    next();
  };
}

/** Whose session a request carries, if it has not ended. @throws {Problem} `accounts-unavailable`. */
export async function readSession({ accounts, sessions, cookies }: Reception, request: Request): Promise<Account | undefined> {
  const token = readCookie(request.headers.cookie, cookies.session);
  const claims = token === undefined ? undefined : await sessions.open(token);
  const account = claims && (await accounts.people.find(claims.accountId));
  return account?.version === claims?.version && account?.standing !== 'mailbox-unproven' ? account : undefined;
}

async function identifyVisitor(reception: Reception, request: Request): Promise<Caller | undefined> {
  const account = reception.settings.isRequired ? await readSession(reception, request) : await readSessionIfReached(reception, request);
  if (!account && reception.settings.isRequired) throw askToSignIn();
  if (!account || (account.standing !== 'active' && !reception.settings.isRequired)) return undefined;
  checkStanding(account);
  checkOrigin(reception, request);
  return { accountId: account.id, via: 'session', teamId: undefined, role: undefined, keyId: undefined, perMinute: undefined };
}

/** Where nobody needs to sign in, nobody is turned away because it cannot be told who they are. */
async function readSessionIfReached(reception: Reception, request: Request): Promise<Account | undefined> {
  try {
    return await readSession(reception, request);
  } catch (error) {
    if (error instanceof Problem && error.code === 'accounts-unavailable') return undefined;
    throw error;
  }
}

async function identifyKey({ accounts }: Reception, secret: string): Promise<Caller> {
  const holder = await accounts.apiKeys.identify(secret);
  if (!holder) throw new Problem('key-unknown', 'This API key is not known here. Check that it is whole, and that it was not revoked.');
  const { keyId, accountId, teamId, perMinute } = holder;
  const role = teamId === undefined ? undefined : (await accounts.teams.find(teamId, accountId)).role;
  return { accountId, via: 'key', teamId, role, keyId, perMinute };
}

/** From either header; two different keys are none. */
function readKey(request: Request): string | undefined {
  const bearer = /^bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
  const key = request.get('x-api-key');
  if (bearer !== undefined && key !== undefined && bearer !== key) throw new Problem('key-unknown', 'Two different API keys were sent. Send one.');
  return bearer ?? key;
}

/** The refusal of whoever is nobody. */
export function askToSignIn(): Problem {
  return new Problem('sign-in-required', 'Sign in first. A program sends an API key: Authorization: Bearer, or X-API-Key.');
}

/** @throws {Problem} `declaration-missing`. */
export function checkStanding({ standing }: Account): void {
  if (standing !== 'active') throw new Problem('declaration-missing', 'Say first that you are 18 or older and accept the terms.');
}

/** A cookie is sent by the browser on its own: what changes anything must come from the studio's own page. */
function checkOrigin({ settings }: Reception, request: Request): void {
  const changesNothing = request.method === 'GET' || request.method === 'HEAD';
  if (!changesNothing && !isFromHere(request, settings.publicUrl)) throw new Problem('origin-refused', `Open the studio at ${settings.publicUrl} and try again there.`);
}
