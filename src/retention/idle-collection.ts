// Owns the collection of garbage after the last photo: what is left on the heap and the stack goes when nobody waits. Refuses to run while anybody waits for a photo, but for the one of a long job who asks.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects when no job has run for a while. */
export interface IdleCollection {
  /** A job with a photo begins; dispose of what is returned when its vault is closed. */
  begin(): Disposable;
  /** Collect now, between two photos of a long job, unless another runs beside it. */
  pause(): void;
}

/**
 * Long enough that a client's next photo, sent when it has the last answer, does not meet a collection of 13 to 50 ms;
 * short enough to be over a second after it.
 */
const idleMs = 300;

/**
 * What it clears: text fields, file names and headers, which are strings and cannot be overwritten; buffers of streams and
 * of parsers that wait to be freed; pages that V8 keeps for later; plaintext of TLS that was left on the stack.
 *
 * @param wipe - Overwrites what no collection reaches.
 * @param collectGarbage - Collects all that can be.
 */
export function createIdleCollection(wipe: () => void = () => undefined, collectGarbage: () => void = collectAll): IdleCollection {
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  const collect = () => {
    wipe();
    collectGarbage();
  };
  const end = () => {
    if (--running === 0) timer = setTimeout(collect, idleMs).unref();
  };
  return {
    pause() {
      if (running === 1) collect();
    },
    begin() {
      running += 1;
      clearTimeout(timer);
      let isOver = false;
      return {
        [Symbol.dispose]() {
          if (!isOver) end();
          isOver = true;
        },
      };
    },
  };
}

type Collector = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** Handed out by V8 only on request; asked for here, so that no flag of the command line has to be. */
let collector: Collector | undefined;

function collectAll(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
    setFlagsFromString('--no-expose-gc');
  }
  eraseStack();
  // A plain collection leaves file names: V8 keeps what it may want again, but for the last resort.
  collector({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** Words that are put on the stack: 480 kB of the 984 kB that V8 allows. */
const stackWords = 60_000;

function eraseStack(): void {
  ((..._words: readonly number[]) => undefined)(...new Array<number>(stackWords).fill(0));
}
