// Owns what happens on the wire around one job: its signal, and the end of a body that nobody reads. Knows nothing of photos.

import type { Duplex } from 'node:stream';
import type { Request, Response } from 'express';
import { Problem } from '../problem.ts';

/** The client has gone; nobody is left to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** A job's signal for as long as the job lasts. */
export interface JobLife extends Disposable {
  readonly signal: AbortSignal;
  /** Let the job take longer than it was allowed at first. */
  extend(ms: number): void;
}

/**
 * Tie a job to its connection, its deadline and the server's own end.
 *
 * @param stopping - Aborted when the server can wait no longer.
 * @returns A signal aborted with `ClientGone`, Problem `job-timeout` or the stopping signal's reason.
 */
export function watchConnection(response: Response, timeoutMs: number, stopping: AbortSignal): JobLife {
  const controller = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) controller.abort(new ClientGone());
  };
  const onStop = () => controller.abort(stopping.reason);
  const begun = performance.now();
  let allowedMs = timeoutMs;
  const startTimer = () => setTimeout(() => controller.abort(lateJob(allowedMs)), allowedMs - (performance.now() - begun));
  let timer = startTimer();
  response.on('close', onClose);
  stopping.addEventListener('abort', onStop, { once: true });
  if (stopping.aborted) onStop();
  if (response.destroyed) onClose();
  return {
    signal: controller.signal,
    extend(ms) {
      clearTimeout(timer);
      allowedMs += ms;
      timer = startTimer();
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      response.off('close', onClose);
      stopping.removeEventListener('abort', onStop);
    },
  };
}

/** Connections whose request has more than one upload in it, each with a time limit of its own. */
const patient = new WeakSet<Duplex>();

/** Do not cut a request's connection for how long its whole body takes: whoever reads the body watches each part of it. */
export function allowLongBody({ socket }: Request, response: Response): void {
  patient.add(socket);
  response.once('close', () => patient.delete(socket));
}

/** Whether the body that comes by a connection may take long. */
export function allowsLongBody(socket: Duplex): boolean {
  return patient.has(socket);
}

function lateJob(timeoutMs: number): Problem {
  return new Problem('job-timeout', `The work was stopped after ${timeoutMs / 1000} s. Try again, or send a smaller photo.`);
}

/** Longest time that a refused client may go on sending before its connection is cut. */
const discardMs = 5000;

/**
 * Let a refused client send the rest of its body into nothing, so that it gets to read the answer:
 * cutting at once makes most clients report a broken pipe instead. Every chunk is zero-filled as it comes.
 */
export function discardBody(request: Request): void {
  if (request.complete || request.destroyed) return;
  const cut = setTimeout(() => request.destroy(), discardMs);
  cut.unref();
  request.on('data', (chunk: Buffer) => chunk.fill(0));
  request.on('close', () => clearTimeout(cut));
  request.on('error', () => clearTimeout(cut));
  request.resume();
}
