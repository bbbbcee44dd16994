// Owns how many requests each client made in the last minute. Knows clients by a keyed hash only.

import { createHmac, randomBytes } from 'node:crypto';

/** Counts of a client within one window. */
export interface RateCount {
  readonly requests: number;
  /** When the window ends, in milliseconds since 1970. */
  readonly resetMs: number;
}

/** Counts requests; it may be kept in another process, or by another server. */
export interface RateCounter {
  /** What the daily keys of the hash are made of that clients are known by, in hexadecimal digits. */
  readonly salt: string;
  /** Never rejects. */
  count(client: string): RateCount | Promise<RateCount>;
}

/** Counts, in the process that owns them. */
export interface KeptRateCounter extends RateCounter, Disposable {}

/** Counts in this process. */
export interface LocalRateCounter extends KeptRateCounter {
  count(client: string): RateCount;
}

/** Length of a window. */
export const rateWindowMs = 60_000;

/**
 * Count in this process: a client's window begins with its first request.
 *
 * @param secret - Servers that share it know a client by the same hash; otherwise the salt is random.
 */
export function createRateCounter(secret?: string): LocalRateCounter {
  const counts = new Map<string, RateCount>();
  const forget = setInterval(() => forgetBefore(counts, Date.now()), rateWindowMs);
  forget.unref();
  return {
    salt: secret === undefined ? randomBytes(32).toHex() : createHmac('sha256', secret).update('ephemera: salt of rate limits, 1').digest('hex'),
    count(client) {
      const now = Date.now();
      const known = counts.get(client);
      const next = known && known.resetMs > now ? { ...known, requests: known.requests + 1 } : { requests: 1, resetMs: now + rateWindowMs };
      counts.set(client, next);
      return next;
    },
    [Symbol.dispose]: () => clearInterval(forget),
  };
}

function forgetBefore(counts: Map<string, RateCount>, now: number): void {
  for (const [client, { resetMs }] of counts) if (resetMs <= now) counts.delete(client);
}
