// Owns trying again what collided with somebody else's work. Refuses to wait while holding up the process.

import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

/** Of random length, so that two that collided do not again; a transaction takes about a millisecond. */
const greatestPauseMs = 20;

/**
 * Try until it succeeds, fails for another reason, or has collided too often.
 *
 * @param greatestAttempts - `greatestPauseMs` apart at most.
 */
export async function insist<T>(work: () => T | Promise<T>, isCollision: (error: unknown) => boolean, greatestAttempts: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isCollision(error) || attempt === greatestAttempts) throw error;
      await setTimeout(randomInt(1, greatestPauseMs));
    }
  }
}
