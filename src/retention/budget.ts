// Owns the count of bytes that photos in flight may take. Refuses to go over it: who does not fit is told at once.

import { Problem } from '../problem.ts';
import type { Reservation } from './vault.ts';

/** What is reserved of a budget, and how much there is. */
export interface BudgetUsage {
  readonly limitBytes: number;
  readonly reservedBytes: number;
}

/** A budget as a request meets it: it may be kept in another process. */
export interface BudgetDoor {
  /**
   * @returns What gives the bytes back; releasing twice is harmless.
   * @throws {Problem} `budget-full`.
   */
  reserve(bytes: number): Reservation | Promise<Reservation>;
  readUsage(): BudgetUsage | Promise<BudgetUsage>;
}

/** Memory for photos in flight, counted before any of it is used. */
export interface MemoryBudget extends BudgetDoor, BudgetUsage {
  reserve(bytes: number): Reservation & Disposable;
  /** Whether so many bytes can be reserved now. */
  hasRoom(bytes: number): boolean;
  readUsage(): BudgetUsage;
}

/** @param limitBytes - Bytes that all requests together may reserve. */
export function createBudget(limitBytes: number): MemoryBudget {
  let reservedBytes = 0;
  const hasRoom = (bytes: number) => reservedBytes + bytes <= limitBytes;
  return {
    limitBytes,
    get reservedBytes() {
      return reservedBytes;
    },
    reserve(bytes) {
      if (!hasRoom(bytes)) throw refuseReservation(bytes, limitBytes);
      reservedBytes += bytes;
      return createReservation(() => (reservedBytes -= bytes));
    },
    hasRoom,
    readUsage: () => ({ limitBytes, reservedBytes }),
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

/** The refusal of a reservation that does not fit: for now, or for ever. */
export function refuseReservation(bytes: number, limitBytes: number): Problem {
  return bytes > limitBytes
    ? new Problem('budget-full', 'This upload needs more memory than the studio has. Send a smaller file.')
    : new Problem('budget-full', 'All places are taken. Nothing of your photo was read; try again in a few seconds.');
}
