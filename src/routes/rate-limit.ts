// Owns how often one client may ask. Keeps no address: clients are counted by a keyed hash whose key dies with the process.

import { createHmac, randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '../problem.ts';

const windowMs = 60_000;

/** Longest time for which a count is held after a client's last request: the window it was made in and the one after. */
export const longestCountMs = 2 * windowMs;

/** @param perMinute - Requests per client and minute; 0 lets everything pass. */
export function limitRate(perMinute: number): RequestHandler {
  if (perMinute === 0) return (_request, _response, next) => next();
  const salt = randomBytes(32);
  return rateLimit({
    windowMs,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'pictures',
    keyGenerator: (request: Request) => createHmac('sha256', salt).update(ipKeyGenerator(request.ip ?? '')).digest('base64url'),
    handler: (_request: Request, response: Response, next: NextFunction) => {
      const retryAfterSeconds = Math.ceil(Number(response.get('Retry-After') ?? windowMs / 1000));
      next(new Problem('rate-limited', `This server makes ${perMinute} pictures a minute for one client. Wait ${retryAfterSeconds} s.`, { retryAfterSeconds }));
    },
  });
}
