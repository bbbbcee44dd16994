// Owns the order of work that runs side by side: results as they come, no more begun than are taken. Refuses to run ahead of whoever takes them.

/**
 * Run jobs side by side and hand out what each gives, in order of completion. A result that was handed out and not yet
 * done with keeps its place: the next job begins when the next result is asked for.
 *
 * @param jobs - Those that have not begun when nobody asks any more never do.
 * @param atOnce - Jobs that run, results that wait, and the one that is handed out, together.
 * @throws The first failure, when all that ran has ended.
 */
export async function* inOrderOfCompletion<T>(jobs: readonly (() => Promise<T>)[], atOnce: number): AsyncGenerator<T, void, undefined> {
  const running = new Map<number, Promise<{ readonly place: number; readonly result: T }>>();
  let next = 0;
  try {
    while (next < jobs.length || running.size > 0) {
      for (; running.size < atOnce && next < jobs.length; next += 1) {
        const place = next;
        running.set(place, jobs[place]!().then((result) => ({ place, result })));
      }
      const { place, result } = await Promise.race(running.values());
      running.delete(place);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}
