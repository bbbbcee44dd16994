// Owns one request at a time, from the button to the result. Refuses to go on after it was cancelled or forgotten.

import { createObjectUrl } from './object-urls.ts';
import type { Order } from './order.ts';
import type { Machine, Photo, Result } from './state.ts';
import { Refused, sendJob, type Answer } from './upload.ts';

/** The request under way, if any, and the results so far. */
export interface Job {
  readonly results: readonly Result[];
  /** Send the order and lead the machine through receiving and making to done or refused. */
  run(order: Order, photo: Photo): Promise<void>;
  /** Abort the request, if one is under way. */
  abort(): void;
  /** Let go of the results. */
  forget(): void;
}

const extensions: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/avif': 'avif' };

/** Build the job of a machine. */
export function createJob(machine: Machine): Job {
  let results: Result[] = [];
  let running: AbortController | undefined;
  return {
    get results() {
      return results;
    },
    async run(order, photo) {
      const controller = new AbortController();
      running = controller;
      machine.enter({ name: 'receiving', photo, sentBytes: 0, totalBytes: photo.blob.size });
      const clock = new Clock(machine, photo);
      try {
        const answer = await sendJob(order.path, order.body, watchUpload(machine, photo, clock), controller.signal);
        if (controller.signal.aborted) return;
        const result = describeResult(order, photo, answer, results.length + 1);
        results = [...results, result];
        machine.enter({ name: 'done', result });
      } catch (error) {
        if (controller.signal.aborted) return;
        if (!(error instanceof Refused)) throw error;
        machine.enter({ name: 'refused', photo, refusal: error.refusal });
      } finally {
        clock.stop();
        if (running === controller) running = undefined;
      }
    },
    abort() {
      running?.abort();
      running = undefined;
    },
    forget() {
      results = [];
    },
  };
}

/** Counts the seconds of the making, which the server does not report. */
class Clock {
  readonly #machine: Machine;
  readonly #photo: Photo;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(machine: Machine, photo: Photo) {
    this.#machine = machine;
    this.#photo = photo;
  }

  start(heldBytes: number): void {
    let seconds = 0;
    const tell = () => this.#machine.enter({ name: 'making', photo: this.#photo, heldBytes, seconds });
    tell();
    this.#timer = setInterval(() => {
      seconds += 1;
      if (this.#machine.state.name === 'making') tell();
      else this.stop();
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function watchUpload(machine: Machine, photo: Photo, clock: Clock) {
  return {
    onSent(sentBytes: number, totalBytes: number) {
      if (machine.state.name === 'receiving') machine.enter({ name: 'receiving', photo, sentBytes, totalBytes });
    },
    onArrived(totalBytes: number) {
      if (machine.state.name === 'receiving') clock.start(totalBytes);
    },
  };
}

function describeResult(order: Order, photo: Photo, answer: Answer, number: number): Result {
  const extension = extensions[answer.blob.type] ?? order.format;
  return {
    photo,
    blob: answer.blob,
    url: createObjectUrl(answer.blob),
    title: order.title,
    fileName: `ephemera-${order.fileStem}-${number}.${extension}`,
    engineTitle: order.engine?.title ?? '',
    retentionDays: answer.retentionDays ?? order.engine?.retentionDays ?? 0,
    notes: answer.notes,
    window: answer.window,
  };
}
