// Owns how many threads V8 may take beside a process's own, to compile and to collect. Refuses to leave none.

import { availableParallelism } from 'node:os';

/** As many as Node lets V8 take on any machine. */
const mostHelpers = 4;

/**
 * Flags of a process that sees photos: V8 leaves one core to the pictures of another process. Beside one that starts, which
 * compiles on as many threads as there are, a picture would otherwise get the smaller part of a small machine.
 *
 * @see https://nodejs.org/api/cli.html#--v8-pool-sizenum
 */
export function planHelpers(cores = availableParallelism()): readonly string[] {
  return [`--v8-pool-size=${Math.min(mostHelpers, Math.max(1, cores - 1))}`];
}
