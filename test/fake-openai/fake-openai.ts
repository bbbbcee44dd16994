// Owns a server on loopback that speaks the wire of OpenAI's images, faults included, and remembers what it saw. Refuses what OpenAI refuses.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { FakeBehaviour, FakeRequest } from './behaviour.ts';
import { checkBody, checkHeaders, FakeError } from './request-rules.ts';
import type { AcceptedRequest } from './request-rules.ts';

/** A running fake. */
export interface FakeOpenai extends AsyncDisposable {
  /** For `OPENAI_BASE_URL`. */
  readonly url: string;
  /** In order of arrival; entries change while their request goes on. */
  readonly requests: readonly FakeRequest[];
  /** What to do with the next requests, one each; when none is left, paint. */
  script(...behaviours: readonly FakeBehaviour[]): void;
  /** Forget the script and the requests. */
  reset(): void;
}

/** Cool the picture a little, as far as a test can tell and a face survives. */
export const openaiTint: readonly [number, number, number] = [0.86, 0.95, 1];

type PaintBehaviour = Extract<FakeBehaviour, { kind: 'paint' }>;

/** Start a fake on a free port. It takes `fakeOpenaiKey`. */
export async function startFakeOpenai(): Promise<FakeOpenai> {
  const queue: FakeBehaviour[] = [];
  const requests: FakeRequest[] = [];
  const server = createServer((request, response) => {
    const behaviour = queue.shift() ?? { kind: 'paint', pretty: requests.length % 2 === 1 };
    const record = recordRequest(request, response);
    requests.push(record);
    serve(request, response, record, behaviour).catch((error: unknown) => {
      request.resume();
      if (response.destroyed || response.headersSent) return;
      answerError(response, record, error instanceof FakeError ? error : new FakeError(500, null, String(error)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
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

function recordRequest(request: IncomingMessage, response: ServerResponse): FakeRequest {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const record: FakeRequest = {
    method: request.method ?? '', path: request.url ?? '', headers,
    bytesRead: 0, fields: undefined, files: [], status: undefined, aborted: false, responseFinished: false,
  };
  response.on('finish', () => (record.responseFinished = true));
  response.on('close', () => (record.aborted = !record.responseFinished));
  request.on('error', () => {});
  return record;
}

async function serve(request: IncomingMessage, response: ServerResponse, record: FakeRequest, how: FakeBehaviour): Promise<void> {
  checkHeaders(record.method, record.path, request.headers);
  if (how.kind === 'reset') return void request.socket.resetAndDestroy();
  const bytes = await readBody(request, response, record, how);
  if (!bytes) return;
  const accepted = await checkBody(String(request.headers['content-type']), bytes);
  record.fields = accepted.sent;
  record.files = accepted.files.map(({ field, name, mimeType, byteLength, sha256 }) => ({ field, name, mimeType, byteLength, sha256 }));
  await answer(response, record, accepted, how);
}

/** @returns Nothing when the behaviour has already dealt with the request. */
async function readBody(request: IncomingMessage, response: ServerResponse, record: FakeRequest, how: FakeBehaviour): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    record.bytesRead += chunk.length;
    chunks.push(chunk);
    if (how.kind === 'early-400' && record.bytesRead >= how.afterBytes && !response.headersSent) answerError(response, record, new FakeError(400, null, 'Too much.'));
    if (how.kind === 'slow-upload') await sleep(how.delayMs);
  }
  return response.headersSent ? undefined : Buffer.concat(chunks);
}

async function answer(response: ServerResponse, record: FakeRequest, accepted: AcceptedRequest, how: FakeBehaviour): Promise<void> {
  if (how.kind === 'hang-before-headers') return;
  if (how.kind === 'status') return answerError(response, record, new FakeError(how.status, how.code ?? null, 'Something about the words of the user.'), how.retryAfter);
  record.status = how.kind === 'html' || how.kind === 'raw' ? how.status : 200;
  if (how.kind === 'html') return void response.writeHead(how.status, { 'content-type': 'text/html' }).end('<html><h1>Bad gateway</h1></html>');
  if (how.kind === 'raw') return void response.writeHead(how.status, how.headers).end(how.body);
  if (how.kind === 'hang-mid-body' || how.kind === 'truncated' || how.kind === 'reset-mid-body') {
    return sendHalf(response, await writePainting(accepted, { kind: 'paint', sidePixels: 256 }), how.kind);
  }
  const paint: PaintBehaviour = how.kind === 'paint' ? how : { kind: 'paint' };
  await sleep(paint.delayMs ?? 0);
  await send(response, await writePainting(accepted, paint), paint);
}

/** The answer to an edit: the first picture, tinted, in the size that was asked for. */
async function writePainting({ fields, files }: AcceptedRequest, { sidePixels, pretty = false }: PaintBehaviour): Promise<string> {
  const [width = 1024, height = 1024] = fields.size === 'auto' ? [] : fields.size.split('x').map(Number);
  const scale = sidePixels ? sidePixels / Math.max(width, height) : 1;
  const painted = await sharp(files[0]!.bytes)
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(Math.round(width * scale), Math.round(height * scale), { fit: 'cover' })
    .linear([...openaiTint], [0, 0, 0])
    .toFormat(fields.output_format)
    .toBuffer();
  const body = {
    created: 1_795_000_000,
    background: 'opaque',
    data: [{ b64_json: painted.toString('base64') }],
    output_format: fields.output_format,
    quality: fields.quality,
    size: `${width}x${height}`,
    usage: { input_tokens: 265, input_tokens_details: { image_tokens: 258, text_tokens: 7 }, output_tokens: 1290, total_tokens: 1555 },
  };
  return JSON.stringify(body, undefined, pretty ? 2 : undefined);
}

async function send(response: ServerResponse, json: string, { gzip = false, chunkBytes = 8192 }: PaintBehaviour): Promise<void> {
  const body = gzip ? gzipSync(json) : Buffer.from(json);
  response.writeHead(200, { 'content-type': 'application/json', ...(gzip ? { 'content-encoding': 'gzip' } : {}) });
  await pipeline(function* () {
    for (let at = 0; at < body.length; at += chunkBytes) yield body.subarray(at, at + chunkBytes);
  }, response);
}

function sendHalf(response: ServerResponse, json: string, then: 'hang-mid-body' | 'truncated' | 'reset-mid-body'): void {
  const half = json.slice(0, json.length / 2);
  response.writeHead(200, { 'content-type': 'application/json' });
  if (then === 'truncated') response.end(half);
  else response.write(half, () => then === 'reset-mid-body' && response.socket?.resetAndDestroy());
}

// The connection stays open: closing one with unread bytes resets it, and the client may lose the answer.
function answerError(response: ServerResponse, record: FakeRequest, { status, code, param, message }: FakeError, retryAfter?: string): void {
  record.status = status;
  const type = status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error';
  response.writeHead(status, { 'content-type': 'application/json', ...(retryAfter ? { 'retry-after': retryAfter } : {}) });
  response.end(JSON.stringify({ error: { message, type, param, code } }, undefined, 2));
}
