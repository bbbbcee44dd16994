// Owns the order of work that runs side by side: results as they come, no more begun than are taken. Refuses to run ahead of whoever takes them.

/**
 * Run jobs side by side and hand out what each gives, in order of completion. A result that was handed out and not yet
 * done with keeps its place: the next job begins when the next result is asked for.
 *
 * @param jobs - Those that have not begun when nobody asks any more never do.
 * @param atOnce - Jobs that run, results that wait, and the one that is handed out, together.
 * @param headStartMs - For the first job: by so much the others begin later, unless it ends before.
 * @throws The first failure, when all that ran has ended.
 */
export async function* inOrderOfCompletion<T>(jobs: readonly (() => Promise<T>)[], atOnce: number, headStartMs = 0): AsyncGenerator<T, void, undefined> {
  const running = new Map<number, Promise<{ readonly place: number; readonly result: T }>>();
  let next = 0;
  try {
    while (next < jobs.length || running.size > 0) {
      for (; running.size < atOnce && next < jobs.length; next += 1) {
        const place = next;
        const run = jobs[place]!().then((result) => ({ place, result }));
        running.set(place, run);
        if (place === 0 && headStartMs > 0) await passTime(headStartMs, run);
      }
      const { place, result } = await Promise.race(running.values());
      running.delete(place);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}

/** At most so long, and not after some work has ended. */
async function passTime(mostMs: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, mostMs);
  try {
    await Promise.race([promise, work]);
  } finally {
    clearTimeout(timer);
  }
}
