// Owns the threads in which pixels are worked on, so that the event loop stays free. Refuses to start more than it was given.

import { Worker } from 'node:worker_threads';
import { compileCache } from '../../retention/compile-cache.ts';
import type { Vault } from '../../retention/vault.ts';
import { picturesOf } from './render-work.ts';
import type { RenderAnswers, RenderWork } from './render-work.ts';
import type { RenderQuestion, RenderReply } from './render-worker.ts';

/** Who a work is done for. */
export interface RenderFor {
  readonly vault: Vault;
  readonly signal: AbortSignal;
}

/** A few threads and a line in front of them. */
export interface RenderPool extends AsyncDisposable {
  /**
   * Do one work in a thread. Its pictures are transferred (the caller's views become empty);
   * those of the answer belong to the vault.
   *
   * @throws The signal's reason when aborted, between two steps of the work.
   */
  run<W extends RenderWork>(work: W, owner: RenderFor): Promise<RenderAnswers[W['task']]>;
}

interface Seat {
  readonly worker: Worker;
  busy: boolean;
}

/** @param size - Threads at most; they start with the first work that needs them. */
export function createRenderPool(size: number): RenderPool {
  const seats: Seat[] = [];
  const line: ((seat: Seat) => void)[] = [];

  function takeSeat(): Promise<Seat> {
    const free = seats.find(({ busy }) => !busy) ?? (seats.length < size ? openSeat(seats) : undefined);
    if (free) free.busy = true;
    const { promise, resolve } = Promise.withResolvers<Seat>();
    if (free) resolve(free);
    else line.push(resolve);
    return promise;
  }

  function leaveSeat(seat: Seat): void {
    const next = line.shift();
    // A thread that died took its seat with it; whoever waits gets a new one.
    const offered = seats.includes(seat) || !next ? seat : openSeat(seats);
    offered.busy = next !== undefined;
    next?.(offered);
  }

  return {
    async run<W extends RenderWork>(work: W, { vault, signal }: RenderFor) {
      const seat = await takeSeat();
      try {
        signal.throwIfAborted();
        const answer = await vault.during(ask(seat.worker, work, signal, vault));
        return answer as RenderAnswers[W['task']];
      } finally {
        leaveSeat(seat);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(seats.splice(0).map(({ worker }) => worker.terminate()));
    },
  };
}

function openSeat(seats: Seat[]): Seat {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { env: compileCache });
  const seat = { worker, busy: false };
  worker.unref();
  worker.on('error', () => {});
  worker.once('exit', () => {
    const place = seats.indexOf(seat);
    if (place >= 0) seats.splice(place, 1);
  });
  seats.push(seat);
  return seat;
}

async function ask(worker: Worker, work: RenderWork, signal: AbortSignal, vault: Vault): Promise<RenderAnswers[keyof RenderAnswers]> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const halt = () => void Atomics.store(stop, 0, 1);
  signal.addEventListener('abort', halt, { once: true });
  worker.ref();
  try {
    const replied = nextReply(worker);
    worker.postMessage({ work, stop } satisfies RenderQuestion, picturesOf(work).map(({ data }) => data.buffer));
    const reply = await replied;
    if ('answer' in reply) for (const pixels of picturesOf(reply.answer)) vault.ownPixels(pixels);
    signal.throwIfAborted();
    if ('failure' in reply) throw new Error(`a render thread failed with ${reply.failure}`);
    return reply.answer;
  } finally {
    signal.removeEventListener('abort', halt);
    worker.unref();
  }
}

function nextReply(worker: Worker): Promise<RenderReply> {
  const { promise, resolve, reject } = Promise.withResolvers<RenderReply>();
  const ended = () => reject(new Error('a render thread ended early'));
  worker.once('exit', ended);
  worker.once('error', reject);
  worker.once('message', (reply: RenderReply) => {
    worker.off('exit', ended);
    worker.off('error', reject);
    resolve(reply);
  });
  return promise;
}
