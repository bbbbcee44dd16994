// Owns counts that several servers keep together, in Redis or Valkey. Refuses to wait for it: while it is away, this server counts alone.

import type { Options } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { createClient } from 'redis';
import type { Log } from '../log.ts';
import { rateWindowMs } from './rate-counter.ts';
import type { KeptRateCounter, RateCount, RateCounter } from './rate-counter.ts';

/** A hundred times what Redis takes on the same network; a request is not held up for longer. */
const answerTimeoutMs = 100;
/** After an answer that did not come, it is not asked again for so long: one request in a second pays for a server that hangs. */
const restMs = 1_000;
const connectTimeoutMs = 2_000;
/** Longest wait between two attempts to connect. */
const longestRetryMs = 2_000;
/** Commands that wait for an answer; 1000 a second are more than one server of pictures asks. */
const longestQueue = 1_000;
/** Of the keys, which stand beside those of other programs. */
const prefix = 'ephemera:limit:';

/**
 * Count in Redis or Valkey.
 *
 * @param url - `redis:` or `rediss:`.
 * @param alone - Counts while it is away; its salt is used for both.
 */
export function createRedisCounter(url: string, alone: RateCounter & Disposable, log: Log): KeptRateCounter {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: longestQueue,
    socket: { connectTimeout: connectTimeoutMs, reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, longestRetryMs) },
  });
  const store = new RedisStore({ prefix, sendCommand: (...words) => client.sendCommand(words) });
  const mood = followState(log);
  let restsUntilMs = 0;
  // Scripts are loaded anew each time: a server that was replaced knows none. What fails here fails at the next count too.
  client.on('ready', () => void store.init({ windowMs: rateWindowMs } as Options).catch(() => undefined));
  // It connects again by itself; without a listener the error would end the process.
  client.on('error', () => mood.away());
  void client.connect().catch(() => undefined);
  return {
    salt: alone.salt,
    async count(hash) {
      if (!client.isReady || Date.now() < restsUntilMs) return alone.count(hash);
      try {
        const count = await within(answerTimeoutMs, increment(store, hash));
        mood.here();
        return count;
      } catch {
        restsUntilMs = Date.now() + restMs;
        mood.away();
        return alone.count(hash);
      }
    },
    [Symbol.dispose]() {
      alone[Symbol.dispose]();
      client.destroy();
    },
  };
}

async function increment(store: RedisStore, hash: string): Promise<RateCount> {
  const { totalHits, resetTime } = await store.increment(hash);
  return { requests: totalHits, resetMs: resetTime?.getTime() ?? Date.now() + rateWindowMs };
}

/** One line when it goes, one when it is back. */
function followState(log: Log): { away(): void; here(): void } {
  let isAway = false;
  return {
    away() {
      if (!isAway) log.alarm('limits are counted here alone: REDIS_URL cannot be reached');
      isAway = true;
    },
    here() {
      if (isAway) log.event('limits are counted in REDIS_URL again');
      isAway = false;
    },
  };
}

async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer')), timeoutMs);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
