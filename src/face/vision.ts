// Owns the local vision engine as the rest of the studio sees it: what it takes, what it gives, its state. Refuses to compute: worker threads do.

import type { Affine, CutOut, Pixels } from '../photo/pixels.ts';
import type { Answer, Task } from './message.ts';
import type { MatteSolution, Portrait, Vision, VisionStatus } from './portrait.ts';
import { WorkerPool } from './pool.ts';
import type { VisionEvent } from './pool.ts';

/** How to build the engine. */
export interface VisionOptions {
  /** Threads; each takes about 150 MB and runs one task at a time. */
  readonly workers: number;
  readonly log?: (event: VisionEvent) => void;
  /**
   * Without a task for so long, a thread overwrites what the last one left inside the models, in milliseconds. 100 unless told:
   * long enough that a portrait's cut, which follows its read, does not wait for it.
   */
  readonly blankAfterMs?: number;
  /** The threads' program; tests put a faulty one here. */
  readonly program?: URL;
}

/** Start the engine; it warms up on its own threads while the caller goes on. */
export function createVision(options: VisionOptions): Vision {
  const program = options.program ?? new URL('./worker.ts', import.meta.url);
  const { workers, blankAfterMs = 100, log = () => undefined } = options;
  return new PooledVision(new WorkerPool(program, Math.max(1, workers), blankAfterMs, log));
}

class PooledVision implements Vision {
  readonly #pool: WorkerPool;

  constructor(pool: WorkerPool) {
    this.#pool = pool;
  }

  get status(): VisionStatus {
    return this.#pool.status;
  }

  ready(): Promise<void> {
    return this.#pool.ready();
  }

  async read(working: Pixels<3>, { matte }: { readonly matte: boolean }, signal: AbortSignal): Promise<Portrait> {
    signal.throwIfAborted();
    const answer = await this.#pool.run({ kind: 'read', picture: take(working), withMatte: matte }, signal);
    return expect(answer, 'portrait').portrait;
  }

  async cut(picture: Pixels<3>, { width, height, buffers }: MatteSolution, map: Affine, signal: AbortSignal): Promise<CutOut> {
    signal.throwIfAborted();
    // Copies, because a solution may serve several cuts.
    const matte = { width, height, buffers: buffers.map((buffer) => buffer.slice()) };
    const task: Task = { kind: 'cut', picture: take(picture), matte, map };
    return expect(await this.#pool.run(task, signal), 'cut').cut;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.close();
  }
}

/** Take a picture's buffer from its caller at once, so that the two never share it while the task waits. */
function take(picture: Pixels<3>): Pixels<3> {
  return { ...picture, data: new Uint8Array(picture.data.buffer.transfer()) };
}

function expect<K extends Answer['kind']>(answer: Answer, kind: K): Extract<Answer, { kind: K }> {
  if (answer.kind !== kind) throw new Error(`A vision worker answered ${answer.kind} instead of ${kind}`);
  return answer as Extract<Answer, { kind: K }>;
}
