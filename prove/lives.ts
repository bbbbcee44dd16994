// Owns how long processes live that were sent a photo: who held a client's connection, since when, until when. Looks from outside.

import { findHolders, isAlive, readCommand } from './processes.ts';

/** The lives of the processes that held a photo. */
export interface Lives extends Disposable {
  /** Note who holds a client's connection now. @returns Those. */
  note(family: readonly number[], clientPort: number): number[];
  /** All that ever held one. */
  list(): number[];
  /** Milliseconds from a process's first photo to its end, or to now: the longest of all. */
  longestMs(): number;
}

/** Milliseconds between two looks. */
export const lookEveryMs = 100;

interface Life {
  readonly from: number;
  until: number;
  isOver: boolean;
}

/**
 * Begin to follow.
 *
 * @param acceptor - The process that accepts connections and hands them over where there are several; whether it read from
 * one is for the search of its memory to say.
 */
export function followLives(acceptor: number | undefined): Lives {
  const lives = new Map<number, Life>();
  // A worker that is just being made has its descriptors too, and closes them before it runs.
  const isAcceptor = (pid: number) => acceptor !== undefined && (pid === acceptor || readCommand(pid) === readCommand(acceptor));
  const look = () => {
    for (const [pid, life] of lives) {
      if (life.isOver) continue;
      life.isOver = !isAlive(pid);
      life.until = performance.now();
    }
  };
  const timer = setInterval(look, lookEveryMs);
  return {
    note(family, clientPort) {
      const holders = findHolders(family, clientPort).filter((pid) => !isAcceptor(pid));
      const now = performance.now();
      for (const pid of holders) if (!lives.has(pid)) lives.set(pid, { from: now, until: now, isOver: false });
      return holders;
    },
    list: () => [...lives.keys()],
    longestMs: () => [...lives.values()].reduce((longest, { from, until }) => Math.max(longest, until - from), 0),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
