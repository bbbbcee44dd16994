// Owns how many requests each client made in the last minute. Knows clients by a keyed hash only.

import { randomBytes } from 'node:crypto';

/** Counts of a client within one window. */
export interface RateCount {
  readonly requests: number;
  /** When the window ends, in milliseconds since 1970. */
  readonly resetMs: number;
}

/** Counts requests; it may be kept in another process. */
export interface RateCounter {
  /** Key of the hash that clients are known by, in hexadecimal digits. */
  readonly salt: string;
  count(client: string): RateCount | Promise<RateCount>;
}

/** Counts in this process. */
export interface LocalRateCounter extends RateCounter {
  count(client: string): RateCount;
}

/** Length of a window. */
export const rateWindowMs = 60_000;

/** Count in this process: a client's window begins with its first request. */
export function createRateCounter(): LocalRateCounter {
  const counts = new Map<string, RateCount>();
  const forget = setInterval(() => forgetBefore(counts, Date.now()), rateWindowMs);
  forget.unref();
  return {
    salt: randomBytes(32).toString('hex'),
    count(client) {
      const now = Date.now();
      const known = counts.get(client);
      const next = known && known.resetMs > now ? { ...known, requests: known.requests + 1 } : { requests: 1, resetMs: now + rateWindowMs };
      counts.set(client, next);
      return next;
    },
  };
}

function forgetBefore(counts: Map<string, RateCount>, now: number): void {
  for (const [client, { resetMs }] of counts) if (resetMs <= now) counts.delete(client);
}
