// Owns the count of bytes that photos in flight may take. Refuses to go over it: who does not fit is told at once.

import { Problem } from '../problem.ts';
import type { Reservation } from './vault.ts';

/** Memory for photos in flight, counted before any of it is used. */
export interface MemoryBudget {
  readonly limitBytes: number;
  readonly reservedBytes: number;
  /**
   * @returns What gives the bytes back; releasing twice is harmless.
   * @throws {Problem} `budget-full`.
   */
  reserve(bytes: number): Reservation & Disposable;
}

/** @param limitBytes - Bytes that all requests together may reserve. */
export function createBudget(limitBytes: number): MemoryBudget {
  let reservedBytes = 0;
  return {
    limitBytes,
    get reservedBytes() {
      return reservedBytes;
    },
    reserve(bytes) {
      if (reservedBytes + bytes > limitBytes) throw refuse(bytes, limitBytes);
      reservedBytes += bytes;
      return createReservation(() => (reservedBytes -= bytes));
    },
  };
}

function createReservation(giveBack: () => void): Reservation & Disposable {
  let released = false;
  const release = () => {
    if (!released) giveBack();
    released = true;
  };
  return { release, [Symbol.dispose]: release };
}

function refuse(bytes: number, limitBytes: number): Problem {
  return bytes > limitBytes
    ? new Problem('budget-full', 'This upload needs more memory than the studio has. Send a smaller file.')
    : new Problem('budget-full', 'All places are taken. Nothing of your photo was read; try again in a few seconds.');
}
