// Owns what is known of each request while it runs: its id, its log line, whether the server is stopping. Refuses new work while draining.

import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { describeCauses } from '../log.ts';
import type { Log } from '../log.ts';
import { Problem, writeProblem } from '../problem.ts';
import { ClientGone, discardBody } from './connection.ts';

/** The server's own end, as requests see it. */
export interface Drain {
  /** New requests are refused. */
  readonly draining: boolean;
  /** Aborted when requests in flight can no longer be waited for. */
  readonly stopping: AbortSignal;
}

interface RequestNotes {
  readonly requestId: string;
  failure?: unknown;
  /** @see RequestLine.event */
  event?: string;
}

/** Every request's id, as `urn:uuid:` in a problem document and `X-Request-Id` in the headers. */
export function notesOf(response: Response): RequestNotes {
  return response.locals['notes'] as RequestNotes;
}

/** Give each request an id, and one line in the log when it is over. */
export function followRequests(log: Log) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const begun = performance.now();
    const sent = request.socket.bytesWritten;
    const notes: RequestNotes = { requestId: randomUUID() };
    response.locals['notes'] = notes;
    response.set('X-Request-Id', notes.requestId);
    response.on('close', () => {
      const route = (request.route as { path?: unknown } | undefined)?.path;
      log.request({
        requestId: notes.requestId,
        method: request.method,
        route: typeof route === 'string' ? route : '-',
        status: response.writableFinished ? response.statusCode : 499,
        durationMs: Math.round(performance.now() - begun),
        // As announced: the socket's own count is of no use on a connection that is kept alive.
        bytesReceived: Number(request.headers['content-length'] ?? 0),
        bytesSent: request.socket.bytesWritten - sent,
        problem: notes.failure instanceof Problem ? notes.failure.code : notes.failure === undefined ? undefined : 'internal',
        causes: notes.failure === undefined ? undefined : describeCauses(notes.failure),
        event: notes.event,
      });
    });
    next();
  };
}

/** Refuse new requests once the server is stopping. */
export function refuseWhileDraining(drain: Drain) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    if (!drain.draining) return next();
    response.set('Connection', 'close');
    next(new Problem('draining', 'This server is shutting down. Try again; another one will answer.'));
  };
}

/** How a problem is said to a kind of client. */
export interface ErrorForm {
  readonly mediaType: string;
  statusOf(problem: Problem): number;
  write(problem: Problem, requestId: string): string;
}

/** RFC 9457. */
const problemForm: ErrorForm = { mediaType: 'application/problem+json', statusOf: ({ status }) => status, write: writeProblem };

/** Answer errors as problem documents. */
export const answerProblem = answerErrorsAs(problemForm);

/** The one place where an error becomes an answer. */
export function answerErrorsAs(form: ErrorForm) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => answerError(form, error, request, response);
}

function answerError(form: ErrorForm, error: unknown, request: Request, response: Response): void {
  const notes = notesOf(response);
  if (!(error instanceof ClientGone)) notes.failure = error;
  if (response.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  discardBody(request);
  const problem = asProblem(error);
  if (problem.retryAfterSeconds !== undefined) response.set('Retry-After', String(problem.retryAfterSeconds));
  // RFC 9110 §11.6.1 asks for one with every 401.
  const status = form.statusOf(problem);
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  response.status(status).type(form.mediaType).set('Cache-Control', 'no-store');
  response.send(form.write(problem, notes.requestId));
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // The router throws URIError with a 400 for a path that cannot be decoded: nothing can be there.
  if (error instanceof URIError) return new Problem('not-found', 'There is nothing at this address.');
  return new Problem('internal', 'This is a fault of the studio, not of your photo. Nothing was kept. Try again; report the instance if it stays.', {
    cause: error,
  });
}
