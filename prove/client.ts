// Owns one request as the proof sends it: a form byte by byte, on a connection of its own that can be cut at any stage.

import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the client leaves. */
export type HangUp = 'upload' | 'work' | 'delivery';

/** A form to send. */
export interface Sending {
  readonly port: number;
  readonly path: string;
  readonly photo: Buffer;
  readonly fileName: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly hangUp?: HangUp | undefined;
  /** Called while the server holds the connection, with the client's port. */
  onSent?(clientPort: number): void;
  /** Runs in the middle of the upload. */
  halfway?(): Promise<void>;
}

/** How it ended. */
export interface Ending {
  /** 0 when the client left. */
  readonly status: number;
  readonly code: string;
  readonly body: Buffer;
}

const boundary = 'the-proof-0123456789';

/** Send a form and read the answer, or leave before. */
export async function send(sending: Sending): Promise<Ending> {
  const body = writeForm(sending);
  const request = httpRequest({
    agent: false, host: '127.0.0.1', port: sending.port, path: sending.path, method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length, ...sending.headers },
  });
  // A refused upload may end in a reset; the answer that came before it counts.
  request.on('error', () => {});
  const answered = readAnswer(request, sending.hangUp === 'delivery');
  request.write(body.subarray(0, body.length >> 1));
  if (sending.hangUp === 'upload' || sending.halfway) await sleep(100);
  await sending.halfway?.();
  if (sending.hangUp === 'upload') return leave(request);
  request.end(body.subarray(body.length >> 1));
  await Promise.race([answered, sleep(60)]);
  if (request.socket?.localPort) sending.onSent?.(request.socket.localPort);
  if (sending.hangUp === 'work') return leave(request);
  return answered;
}

function leave(request: ClientRequest): Ending {
  request.destroy();
  return { status: 0, code: '', body: Buffer.alloc(0) };
}

async function readAnswer(request: ClientRequest, leaves: boolean): Promise<Ending> {
  const [response] = (await once(request, 'response').catch(() => [])) as [IncomingMessage?];
  if (!response) return { status: 0, code: '', body: Buffer.alloc(0) };
  if (leaves) return leave(request);
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const isProblem = response.headers['content-type']?.startsWith('application/problem+json');
  return { status: response.statusCode ?? 0, code: isProblem ? String((JSON.parse(body.toString()) as { code: string }).code) : '', body };
}

function writeForm({ photo, fileName, fields }: Sending): Buffer {
  const texts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="photo"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(texts.join('') + head), photo, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
