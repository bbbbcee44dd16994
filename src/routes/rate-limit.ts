// Owns how often one client may ask. Keeps no address: clients are counted by a keyed hash whose key dies with the studio.

import { createHmac } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Store } from 'express-rate-limit';
import { Problem } from '../problem.ts';
import { rateWindowMs } from '../retention/rate-counter.ts';
import type { RateCounter } from '../retention/rate-counter.ts';

/** Longest time for which a count is held after a client's last request: the window it was made in and the one after. */
export const longestCountMs = 2 * rateWindowMs;

/**
 * @param perMinute - Requests per client and minute; 0 lets everything pass.
 * @param counter - Counts the requests of each client; one for all processes of a studio.
 */
export function limitRate(perMinute: number, counter: RateCounter): RequestHandler {
  const says = `This server makes ${perMinute} pictures a minute for one client.`;
  return limitBy({ perMinute, counter, identifier: 'pictures', says, clientOf: addressOf });
}

/** A limit on how often one client may do one thing. */
export interface RateLimit {
  /** 0 lets everything pass. */
  readonly perMinute: number;
  readonly counter: RateCounter;
  /** Name in the header `RateLimit`; each is counted on its own. */
  readonly identifier: string;
  /** Public: what the limit is. */
  readonly says: string;
  /** By what a client is known; only a keyed hash of it is held. Undefined: not counted. */
  readonly clientOf: (request: Request) => string | undefined;
}

/** Count by whatever a client is known by. */
export function limitBy({ perMinute, counter, identifier, says, clientOf }: RateLimit): RequestHandler {
  if (perMinute === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: rateWindowMs,
    store: countIn(counter),
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier,
    skip: (request: Request) => clientOf(request) === undefined,
    keyGenerator: (request: Request) => createHmac('sha256', counter.salt).update(`${identifier}\0${clientOf(request) ?? ''}`).digest('base64url'),
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
