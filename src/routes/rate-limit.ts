// Owns how often one client may ask. Keeps no address: clients are counted by a hash whose key is another one every day.

import { createHmac } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Store } from 'express-rate-limit';
import { Problem } from '../problem.ts';
import { rateWindowMs } from '../retention/rate-counter.ts';
import type { RateCounter } from '../retention/rate-counter.ts';
import { callerOf } from './account/identify.ts';

/** Longest time for which a count is held after a client's last request: the window it was made in and the one after. */
export const longestCountMs = 2 * rateWindowMs;

/** Pictures a minute; 0 lets everything pass. */
export interface PictureLimits {
  /** For an address that says no more of itself. */
  readonly perAddress: number;
  /** For an account, over its sessions and keys: an office behind one address has many. */
  readonly perAccount: number;
  /** Say what is left in `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds since 1970) too. */
  readonly olderHeaders?: boolean;
}

/** What a picture must pass, once it is known who asks: the limit of the address, or those of the account and of the API key. */
export function limitPictures({ perAddress, perAccount, olderHeaders = false }: PictureLimits, counter: RateCounter): readonly RequestHandler[] {
  return [
    limitBy({
      olderHeaders,
      perMinute: perAddress,
      counter,
      identifier: 'pictures',
      says: `This server makes ${perAddress} pictures a minute for one client.`,
      clientOf: (request, response) => (callerOf(response) ? undefined : addressOf(request)),
    }),
    limitBy({
      olderHeaders,
      perMinute: perAccount,
      counter,
      identifier: 'account-pictures',
      says: `This server makes ${perAccount} pictures a minute for one account.`,
      clientOf: (_request, response) => callerOf(response)?.accountId,
    }),
    limitBy({
      olderHeaders,
      perMinute: (response) => callerOf(response)?.perMinute ?? Infinity,
      counter,
      identifier: 'key-pictures',
      says: 'This API key has a limit of its own, which whoever made it chose.',
      clientOf: (_request, response) => (callerOf(response)?.perMinute === undefined ? undefined : callerOf(response)?.keyId),
    }),
  ];
}

/** A limit on how often one client may do one thing. */
export interface RateLimit {
  /** 0 lets everything pass. */
  readonly perMinute: number | ((response: Response) => number);
  readonly counter: RateCounter;
  /** Name in the header `RateLimit`; each is counted on its own. */
  readonly identifier: string;
  /** Public: what the limit is. */
  readonly says: string;
  /** By what a client is known; only a keyed hash of it is held. Undefined: not counted. */
  readonly clientOf: (request: Request, response: Response) => string | undefined;
  readonly olderHeaders?: boolean;
}

/** Count by whatever a client is known by. */
export function limitBy({ perMinute, counter, identifier, says, clientOf, olderHeaders = false }: RateLimit): RequestHandler {
  if (perMinute === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: rateWindowMs,
    store: countIn(counter),
    limit: typeof perMinute === 'number' ? perMinute : (_request: Request, response: Response) => perMinute(response),
    standardHeaders: 'draft-8',
    legacyHeaders: olderHeaders,
    identifier,
    skip: (request: Request, response: Response) => clientOf(request, response) === undefined,
    keyGenerator: (request: Request, response: Response) => hashClient(counter.salt, `${identifier}\0${clientOf(request, response) ?? ''}`),
    handler: (_request: Request, response: Response, next: NextFunction) => {
      const retryAfterSeconds = Math.ceil(Number(response.get('Retry-After') ?? rateWindowMs / 1000));
      next(new Problem('rate-limited', `${says} Wait ${retryAfterSeconds} s.`, { retryAfterSeconds }));
    },
  });
}

/** The client's address, of IPv6 the network that one household has. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}

/** Under a key of the UTC day, so that nobody can be followed from one day to the next; servers of one salt agree on it. */
function hashClient(salt: string, client: string): string {
  const dailySalt = createHmac('sha256', salt).update(new Date().toISOString().slice(0, 10)).digest();
  return createHmac('sha256', dailySalt).update(client).digest('base64url');
}

function countIn(counter: RateCounter): Store {
  return {
    async increment(client) {
      const { requests, resetMs } = await counter.count(client);
      return { totalHits: requests, resetTime: new Date(resetMs) };
    },
    // A request that was let in counts, whatever becomes of it.
    decrement: () => undefined,
    resetKey: () => undefined,
  };
}
