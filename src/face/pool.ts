// Owns the worker threads: starting, feeding, replacing them, and dropping what nobody waits for. Refuses to know what a task means.

import { Worker } from 'node:worker_threads';
import { Problem } from '../problem.ts';
import { eraseBytes } from '../retention/vault.ts';
import type { Answer, Order, Start, Task } from './message.ts';
import { arraysOf } from './message.ts';
import type { VisionStatus } from './portrait.ts';

/** For the log: codes and numbers, nothing of a picture. */
export type VisionEvent =
  | { readonly event: 'vision-ready'; readonly startMs: number }
  | { readonly event: 'vision-failed'; readonly reason: string }
  | { readonly event: 'vision-worker-lost'; readonly errorClass: string }
  | { readonly event: 'vision-task-broken'; readonly errorClass: string }
  | { readonly event: 'vision-blanked' };

interface Job {
  readonly task: Task;
  readonly stop: Int32Array;
  readonly signal: AbortSignal;
  readonly settle: (outcome: Answer | Error) => void;
}

interface Thread {
  readonly worker: Worker;
  isReady: boolean;
  job: Job | undefined;
}

// A worker that dies this often before it is ever ready will not be cured by another try.
const mostFailedStarts = 3;

/** Worker threads, one at first and more while tasks wait, up to a number; one queue, first come first served. */
export class WorkerPool {
  readonly #program: URL;
  readonly #size: number;
  readonly #blankAfterMs: number;
  readonly #log: (event: VisionEvent) => void;
  readonly #created = performance.now();
  readonly #warm = Promise.withResolvers<void>();
  readonly #threads = new Set<Thread>();
  #queue: Job[] = [];
  #startMs: number | undefined;
  #compiled: WebAssembly.Module | undefined;
  #reason: string | undefined;
  #failedStarts = 0;
  #isClosed = false;

  constructor(program: URL, size: number, blankAfterMs: number, log: (event: VisionEvent) => void) {
    this.#program = program;
    this.#size = size;
    this.#blankAfterMs = blankAfterMs;
    this.#log = log;
    // Whoever asks for `ready` hears of a failure; nobody has to ask.
    this.#warm.promise.catch(() => undefined);
    // The others start when a task waits for them: many processes end before one does.
    this.#start();
  }

  get status(): VisionStatus {
    const state = this.#reason !== undefined ? 'failed' : this.#startMs === undefined ? 'starting' : 'ready';
    return { state, reason: this.#reason, workers: this.#size, startMs: this.#startMs };
  }

  /** Resolves when the first worker is warm; rejects with `vision-unavailable`. */
  ready(): Promise<void> {
    return this.#warm.promise;
  }

  /**
   * Queue a task; its buffers are the pool's from here on.
   *
   * @throws {Problem} `vision-unavailable`; the signal's reason.
   */
  run(task: Task, signal: AbortSignal): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const job: Job = {
      task,
      stop: new Int32Array(new SharedArrayBuffer(4)),
      signal,
      settle: (outcome) => {
        signal.removeEventListener('abort', abort);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      },
    };
    const abort = () => this.#abandon(job, reject);
    signal.addEventListener('abort', abort, { once: true });
    if (this.#reason !== undefined || this.#isClosed) this.#refuse(job);
    else this.#queue.push(job);
    this.#feed();
    return promise;
  }

  /** Refuse what waits, end all threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#warm.reject(unavailable('The local engine has been shut down.'));
    this.#refuseAll();
    const threads = [...this.#threads];
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  #start(): void {
    const start: Start = { blankAfterMs: this.#blankAfterMs, ...(this.#compiled && { program: this.#compiled }) };
    const worker = new Worker(this.#program, { workerData: start });
    const thread: Thread = { worker, isReady: false, job: undefined };
    this.#threads.add(thread);
    worker.on('message', (answer: Answer) => this.#hear(thread, answer));
    worker.on('error', (error) => this.#lose(thread, error instanceof Error ? error.name : 'unknown'));
    worker.on('exit', () => this.#lose(thread, 'exit'));
  }

  #hear(thread: Thread, answer: Answer): void {
    if (answer.kind === 'ready') return this.#welcome(thread, answer.program);
    if (answer.kind === 'failed') return this.#fail(answer.reason);
    if (answer.kind === 'blanked') return this.#log({ event: 'vision-blanked' });
    const { job } = thread;
    thread.job = undefined;
    if (answer.kind === 'broken') {
      this.#log({ event: 'vision-task-broken', errorClass: answer.errorClass });
      job?.settle(unavailable('The local engine failed on this photo. Try another one.'));
    } else if (job?.signal.aborted) eraseAnswer(answer);
    else job?.settle(answer);
    thread.worker.unref();
    this.#feed();
  }

  #welcome(thread: Thread, compiled: WebAssembly.Module | undefined): void {
    thread.isReady = true;
    this.#compiled ??= compiled;
    // From here on only a task keeps the process alive.
    thread.worker.unref();
    this.#failedStarts = 0;
    if (this.#startMs === undefined) {
      this.#startMs = Math.round(performance.now() - this.#created);
      this.#log({ event: 'vision-ready', startMs: this.#startMs });
      this.#warm.resolve();
    }
    this.#feed();
  }

  #feed(): void {
    for (const thread of this.#threads) {
      if (!thread.isReady || thread.job) continue;
      const job = this.#queue.shift();
      if (!job) break;
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage({ task: job.task, stop: job.stop } satisfies Order, arraysOf(job.task).map(({ buffer }) => buffer));
    }
    this.#grow();
  }

  /** A thread for each task that waits; none before the first is warm: they would slow it down. */
  #grow(): void {
    if (this.#startMs === undefined || this.#isClosed) return;
    let starting = [...this.#threads].filter(({ isReady }) => !isReady).length;
    while (starting++ < this.#queue.length && this.#threads.size < this.#size) this.#start();
  }

  /** Nobody waits for a job any more: drop it from the queue, or tell its worker to stop at the next step. */
  #abandon(job: Job, reject: (reason: unknown) => void): void {
    Atomics.store(job.stop, 0, 1);
    reject(job.signal.reason);
    if (!this.#queue.includes(job)) return;
    this.#queue = this.#queue.filter((waiting) => waiting !== job);
    for (const array of arraysOf(job.task)) eraseBytes(array);
  }

  #lose(thread: Thread, errorClass: string): void {
    if (!this.#threads.delete(thread)) return;
    thread.job?.settle(unavailable('The local engine stopped while it worked on this photo. Try again.'));
    if (this.#isClosed || this.#reason !== undefined) return;
    this.#log({ event: 'vision-worker-lost', errorClass });
    if (!thread.isReady && ++this.#failedStarts >= mostFailedStarts) return this.#fail('its worker threads die before they are ready');
    if (this.#threads.size === 0) this.#start();
    else this.#feed();
  }

  #fail(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#log({ event: 'vision-failed', reason });
    this.#warm.reject(unavailable());
    this.#refuseAll();
    for (const { worker } of this.#threads) void worker.terminate();
  }

  #refuseAll(): void {
    for (const job of this.#queue) this.#refuse(job);
    this.#queue = [];
    for (const { job } of this.#threads) job?.settle(unavailable());
  }

  #refuse(job: Job): void {
    for (const array of arraysOf(job.task)) eraseBytes(array);
    job.settle(unavailable());
  }
}

function unavailable(detail = 'The local engine is not running on this server; its health page says why. Ask for another engine, or try later.'): Problem {
  return new Problem('vision-unavailable', detail);
}

/** Zero-fill an answer that came after its caller had gone. */
function eraseAnswer(answer: Answer): void {
  if (answer.kind === 'portrait') {
    for (const face of answer.portrait.faces) eraseBytes(face.mesh);
    for (const buffer of answer.portrait.matte?.buffers ?? []) eraseBytes(buffer);
  }
  if (answer.kind === 'cut') {
    eraseBytes(answer.cut.foreground.data);
    eraseBytes(answer.cut.alpha.data);
  }
}
