// Owns a server on loopback that speaks Gemini's wire, faults included, and remembers what it saw. Refuses what Gemini refuses.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { writeError, writePainting, writeRefusal, writeWithoutPicture } from './answer-writing.ts';
import type { FakeBehaviour, FakeRequest, PaintBehaviour } from './behaviour.ts';
import { checkBody, checkHeaders, FakeError, readPath } from './request-rules.ts';
import type { AcceptedRequest } from './request-rules.ts';

/** A running fake. */
export interface FakeGemini extends AsyncDisposable {
  /** For `GEMINI_BASE_URL`. */
  readonly url: string;
  /** In order of arrival; entries change while their request goes on. */
  readonly requests: readonly FakeRequest[];
  /** What to do with the next requests, one each; when none is left, paint. */
  script(...behaviours: readonly FakeBehaviour[]): void;
  /** Forget the script and the requests. */
  reset(): void;
}

/** Start a fake Gemini on a free port. It takes `fakeKey` on the Developer API and `fakeToken` on Vertex. */
export async function startFakeGemini(): Promise<FakeGemini> {
  const queue: FakeBehaviour[] = [];
  const requests: FakeRequest[] = [];
  let painted = 0;
  const server = createServer((request, response) => {
    const behaviour = queue.shift() ?? varyPainting(painted++);
    const record = recordRequest(request, response);
    requests.push(record);
    serve(request, response, record, behaviour).catch(async (error: unknown) => {
      await drain(request);
      if (response.destroyed || response.headersSent) return;
      record.status = error instanceof FakeError ? error.code : 500;
      answerError(response, error);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (...behaviours) => void queue.push(...behaviours),
    reset: () => void (queue.length = requests.length = 0),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function drain(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  await Promise.race([once(request, 'end'), once(request, 'close')]).catch(() => {});
}

// Closing a socket with unread bytes resets it, and the client may lose the answer: so it stays open and the rest is read.
function answerEarly(response: ServerResponse, record: FakeRequest): void {
  record.status = 400;
  const body = writeError(new FakeError(400, 'INVALID_ARGUMENT', 'Request payload is not acceptable.'));
  response.writeHead(400, { 'content-type': 'application/json; charset=UTF-8', 'content-length': Buffer.byteLength(body) });
  response.write(body, () => (record.responseFinished = true));
}

/** Answers that differ in what may differ, so that no client gets used to one form. */
function varyPainting(count: number): PaintBehaviour {
  return {
    kind: 'paint',
    keys: count % 2 === 0 ? 'documented' : 'reversed',
    space: count % 3 === 0 ? 'pretty' : 'compact',
    thought: (['none', 'before', 'after'] as const)[count % 3]!,
    escapes: count % 5 === 1,
  };
}

function recordRequest(request: IncomingMessage, response: ServerResponse): FakeRequest {
  const record: FakeRequest = {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    bytesRead: 0,
    bodySha256: undefined,
    body: undefined,
    pictures: [],
    prompt: undefined,
    status: undefined,
    aborted: false,
    responseFinished: false,
  };
  response.on('finish', () => (record.responseFinished = true));
  response.on('close', () => (record.aborted = !record.responseFinished));
  request.on('error', () => {});
  return record;
}

async function serve(request: IncomingMessage, response: ServerResponse, record: FakeRequest, how: FakeBehaviour): Promise<void> {
  if (request.method !== 'POST') throw new FakeError(404, 'NOT_FOUND', 'Not found.');
  const { kind, model } = readPath(record.path);
  checkHeaders(kind, request.headers);
  if (how.kind === 'reset' && (how.at ?? 'headers') === 'headers') return void request.socket.resetAndDestroy();
  const bytes = await readBody(request, response, record, how);
  if (!bytes) return;
  const accepted = await checkBody(kind, model, bytes);
  record.body = accepted.body;
  record.prompt = accepted.prompt;
  record.pictures = accepted.pictures.map(({ mimeType, byteLength, sha256 }) => ({ mimeType, byteLength, sha256 }));
  await answer(response, record, accepted, how);
}

/** @returns Nothing when the behaviour has already dealt with the request. */
async function readBody(request: IncomingMessage, response: ServerResponse, record: FakeRequest, how: FakeBehaviour): Promise<Buffer | undefined> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    record.bytesRead += chunk.length;
    hash.update(chunk);
    chunks.push(chunk);
    if (how.kind === 'reset' && how.at === 'upload') return void request.socket.resetAndDestroy();
    if (how.kind === 'early-400' && record.bytesRead >= how.afterBytes && !response.headersSent) {
      answerEarly(response, record);
    }
    if (how.kind === 'slow-upload') await sleep(how.delayMs);
  }
  record.bodySha256 = hash.digest('hex');
  if (!response.headersSent) return Buffer.concat(chunks);
  response.end();
  return undefined;
}

async function answer(response: ServerResponse, record: FakeRequest, accepted: AcceptedRequest, how: FakeBehaviour): Promise<void> {
  record.status = 200;
  switch (how.kind) {
    case 'paint':
      await sleep(how.delayMs ?? 0);
      return send(response, await writePainting(accepted, how), how);
    case 'slow-upload':
      return send(response, await writePainting(accepted, { kind: 'paint' }));
    case 'block':
    case 'finish':
      return send(response, writeRefusal(how.kind, how.reason));
    case 'text-only':
    case 'thought-only':
      return send(response, await writeWithoutPicture(accepted, how.kind));
    case 'hang-before-headers':
      return;
    case 'hang-mid-body':
    case 'truncated':
      return sendHalf(response, await writePainting(accepted, { kind: 'paint', sidePixels: 256 }), how.kind);
    case 'reset':
      return sendHalf(response, await writePainting(accepted, { kind: 'paint', sidePixels: 256 }), how.kind);
    case 'status':
      record.status = how.status;
      return answerError(response, describeStatus(how), how.retryAfter);
    case 'html':
      return sendRaw(response, record, how.status, { 'content-type': 'text/html' }, '<html><title>Error</title><h1>Bad gateway</h1></html>');
    case 'raw':
      return sendRaw(response, record, how.status, how.headers, how.body);
  }
}

async function send(response: ServerResponse, json: string, { gzip = false, chunkBytes = 8192 }: Partial<PaintBehaviour> = {}): Promise<void> {
  const body = gzip ? gzipSync(json) : Buffer.from(json);
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8', ...(gzip ? { 'content-encoding': 'gzip' } : {}) });
  await pipeline(cutIntoPieces(body, chunkBytes), response);
}

function* cutIntoPieces(body: Buffer, pieceBytes: number): Generator<Buffer> {
  for (let at = 0; at < body.length; at += pieceBytes) yield body.subarray(at, at + pieceBytes);
}

function sendHalf(response: ServerResponse, json: string, then: 'hang-mid-body' | 'truncated' | 'reset'): void {
  const half = json.slice(0, json.length / 2);
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
  if (then === 'truncated') response.end(half);
  else response.write(half, () => then === 'reset' && response.socket?.resetAndDestroy());
}

function sendRaw(response: ServerResponse, record: FakeRequest, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  record.status = status;
  response.writeHead(status, headers).end(body);
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

function describeStatus({ status, retryDelay }: { readonly status: number; readonly retryDelay?: string }): FakeError {
  const details = retryDelay ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] : [];
  return new FakeError(status, statusNames[status] ?? 'UNKNOWN', 'Something about the words of the user.', details);
}

function answerError(response: ServerResponse, error: unknown, retryAfter?: string): void {
  const fault = error instanceof FakeError ? error : new FakeError(500, 'INTERNAL', String(error));
  const headers = { 'content-type': 'application/json; charset=UTF-8', ...(retryAfter ? { 'retry-after': retryAfter } : {}) };
  response.writeHead(fault.code, headers).end(writeError(fault));
}
