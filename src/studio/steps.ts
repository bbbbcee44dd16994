// Owns the clock of one job: named steps and how long each took. Knows nothing of what the steps do.

/** Durations of a job's steps, in the order in which they first began. */
export interface Steps {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Name → milliseconds; a step that ran twice counts both times. */
  readonly durations: ReadonlyMap<string, number>;
}

/** Start a clock for one job. */
export function createSteps(): Steps {
  const durations = new Map<string, number>();
  return {
    durations,
    async step(name, work) {
      const begun = performance.now();
      durations.set(name, durations.get(name) ?? 0);
      try {
        return await work();
      } finally {
        durations.set(name, (durations.get(name) ?? 0) + performance.now() - begun);
      }
    },
  };
}
