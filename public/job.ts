// Owns one request at a time, from the button to the result. Refuses to go on after it was cancelled or forgotten.

import { forgetPress, pay, settle, settleRefused } from './credits/payer.ts';
import { createObjectUrl } from './object-urls.ts';
import type { Order } from './order.ts';
import { isRunning, type Errand, type Judged, type Machine, type Photo, type Result } from './state.ts';
import { Refused, sendJob, type Answer } from './upload.ts';

/** The request under way, if any, and the results so far. */
export interface Job {
  readonly results: readonly Result[];
  /**
   * Send the order and lead the machine through receiving and making to done or refused.
   *
   * @param judged - For an identity photo: what was judged before it was ordered.
   */
  run(order: Order, photo: Photo, judged?: Judged): Promise<void>;
  /** Send a check the same way, but leave its answer, which is no picture, to `onReport`. */
  check(order: Order, photo: Photo, onReport: (report: string) => void): Promise<void>;
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

  /** The answer; undefined when it was a refusal, which is shown, or when nobody waits for it any more. */
  async function send(order: Order, photo: Photo, errand: Errand): Promise<Answer | undefined> {
    const controller = new AbortController();
    running = controller;
    machine.enter({ name: 'receiving', errand, photo, sentBytes: 0, totalBytes: photo.blob.size });
    const clock = new Clock(machine, photo, errand);
    try {
      const answer = await sendJob(order.path, order.body, watchUpload(machine, photo, errand, clock), controller.signal, errand === 'make' ? pay(order) : {});
      if (errand === 'make') settle(answer.creditsRemaining);
      return controller.signal.aborted ? undefined : answer;
    } catch (error) {
      if (controller.signal.aborted) {
        forgetPress();
        return undefined;
      }
      if (!(error instanceof Refused)) throw error;
      settleRefused(error.refusal);
      machine.enter({ name: 'refused', photo, refusal: error.refusal });
      return undefined;
    } finally {
      clock.stop();
      if (running === controller) running = undefined;
    }
  }

  return {
    get results() {
      return results;
    },
    async run(order, photo, judged) {
      const answer = await send(order, photo, 'make');
      if (!answer) return;
      const result = describeResult(order, photo, answer, results.length + 1, judged);
      results = [...results, result];
      machine.enter({ name: 'done', result });
    },
    async check(order, photo, onReport) {
      const answer = await send(order, photo, 'check');
      const report = await answer?.blob.text();
      // The photo may have been forgotten while the text was read.
      if (report !== undefined && isRunning(machine.state)) onReport(report);
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
  readonly #errand: Errand;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(machine: Machine, photo: Photo, errand: Errand) {
    this.#machine = machine;
    this.#photo = photo;
    this.#errand = errand;
  }

  start(heldBytes: number): void {
    let seconds = 0;
    const tell = () => this.#machine.enter({ name: 'making', errand: this.#errand, photo: this.#photo, heldBytes, seconds });
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

function watchUpload(machine: Machine, photo: Photo, errand: Errand, clock: Clock) {
  return {
    onSent(sentBytes: number, totalBytes: number) {
      if (machine.state.name === 'receiving') machine.enter({ name: 'receiving', errand, photo, sentBytes, totalBytes });
    },
    onArrived(totalBytes: number) {
      if (machine.state.name === 'receiving') clock.start(totalBytes);
    },
  };
}

function describeResult(order: Order, photo: Photo, answer: Answer, number: number, judged: Judged | undefined): Result {
  const extension = extensions[answer.blob.type] ?? order.format;
  const stem = `ephemera-${order.fileStem}${judged ? '' : `-${number}`}`;
  return {
    photo,
    blob: answer.blob,
    url: createObjectUrl(answer.blob),
    title: order.title,
    fileName: `${stem}.${extension}`,
    engineTitle: order.engine?.title ?? '',
    retentionDays: answer.retentionDays ?? order.engine?.retentionDays ?? 0,
    notes: answer.notes,
    window: answer.window,
    isCover: order.isCover ?? false,
    receipt: answer.receipt === '' ? undefined : { url: createObjectUrl(new Blob([answer.receipt], { type: 'text/plain' })), fileName: `${stem}-receipt.txt` },
    document: judged && { judged, ...answer.size },
  };
}
