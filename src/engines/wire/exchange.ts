// Owns one exchange with the provider over HTTP, from buffers to buffers. Refuses strings of image data, redirects and caches.

// node:http rather than fetch: undici keeps about 64 KB of what it parsed, and here every chunk is ours
// to zero-fill, the write's end is known slice by slice, and destroying the request closes the socket.
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AnswerScanner } from './answer-scanner.ts';
import type { ScannedAnswer } from './answer-scanner.ts';
import type { Upload } from './upload.ts';
import { readSlices } from './upload.ts';
import { readStatusFault, WireFault } from './fault.ts';
import type { ReadError } from './fault.ts';

/** How one provider writes its answers. */
export interface Dialect {
  /** Name of the members whose strings are pictures in base64. */
  readonly pictureKey: string;
  readonly readError: ReadError;
}

/** A 4K PNG is about 25 MB, 34 MB in base64; a thought may bring a second one of 1K. */
const maxAnswerBytes = 64 * 1024 * 1024;

// A connection for each picture: seconds of work for the provider make a handshake cheap, and no socket's
// buffers outlive the request. The agents still remember TLS sessions.
const agents = { 'http:': new http.Agent({ keepAlive: false }), 'https:': new https.Agent({ keepAlive: false }) };

/**
 * Send one request and read its whole answer.
 *
 * @param headers - The SDK's; length and encoding are set here.
 * @param signal - Closes the socket at once, whatever the exchange is doing.
 * @throws {WireFault} For anything but a status of 200 and a body within bounds. After an abort, any fault.
 */
export async function exchange(url: URL, headers: Headers, upload: Upload, dialect: Dialect, signal: AbortSignal): Promise<ScannedAnswer> {
  if (signal.aborted) throw new WireFault('network');
  const request = openRequest(url, headers, upload.byteLength);
  const close = () => request.destroy();
  signal.addEventListener('abort', close, { once: true });
  try {
    const answered = waitForResponse(request);
    // An answer may come before the body is sent: it is the answer, and the rest of the body is not sent.
    sendBody(request, upload, answered).catch(close);
    return await readResponse(await answered, dialect);
  } finally {
    signal.removeEventListener('abort', close);
    request.destroy();
  }
}

function openRequest(url: URL, headers: Headers, byteLength: number): http.ClientRequest {
  const isPlain = url.protocol === 'http:';
  const request = (isPlain ? http : https).request(url, {
    method: 'POST',
    agent: agents[isPlain ? 'http:' : 'https:'],
    headers: { ...Object.fromEntries(headers), 'content-length': byteLength, 'accept-encoding': 'identity' },
  });
  // The parser copies what it passes on, so what was read can be zero-filled behind it.
  request.once('socket', (socket) => socket.on('data', (bytes: Buffer) => bytes.fill(0)));
  return request;
}

function waitForResponse(request: http.ClientRequest): Promise<http.IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  request.once('response', resolve);
  // The listener stays: an error after the response is the response's to tell, but must be heard.
  request.on('error', () => reject(new WireFault('network')));
  request.once('close', () => reject(new WireFault('network')));
  return promise;
}

async function sendBody(request: http.ClientRequest, upload: Upload, answered: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = answered.then(() => void (isOver = true), () => void (isOver = true));
  for (const slice of readSlices(upload)) {
    // Once the request is destroyed, the callback of a write may never come.
    await Promise.race([write(request, slice), over]);
    if (isOver) return;
  }
  request.end();
}

function write(request: http.ClientRequest, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    request.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function readResponse(response: http.IncomingMessage, { pictureKey, readError }: Dialect): Promise<ScannedAnswer> {
  const scanner = new AnswerScanner(pictureKey);
  const status = response.statusCode ?? 0;
  try {
    await readBody(response, scanner);
    const answer = scanner.finish();
    if (status === 200) return answer;
    throw readStatusFault(status, answer.json, response.headers['retry-after'], readError);
  } catch (error) {
    scanner.erase();
    if (status !== 200) throw error instanceof WireFault ? error : readStatusFault(status, new Uint8Array(), undefined, readError);
    throw readReadFault(error);
  }
}

async function readBody(response: http.IncomingMessage, scanner: AnswerScanner): Promise<void> {
  let bytes = 0;
  for await (const chunk of decodeContent(response) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) throw new WireFault('too-large');
    scanner.push(chunk);
    chunk.fill(0);
  }
}

function decodeContent(response: http.IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip') throw new WireFault('unreadable');
  return pipeline(response, createGunzip(), () => {});
}

function readReadFault(error: unknown): WireFault {
  if (error instanceof WireFault) return error;
  if (error instanceof RangeError) return new WireFault('too-large');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new WireFault(error instanceof SyntaxError || code.startsWith('Z_') ? 'unreadable' : 'network');
}
