// Owns one request as the proof sends it, on a connection of its own that can be cut at any stage.

import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from './bodies.ts';

/** Where a studio listens on loopback. */
export interface Origin {
  readonly port: number;
  /** The certificate of a studio that speaks HTTPS. */
  readonly certificate: string | undefined;
}

/** Where the client leaves. */
export type HangUp = 'upload' | 'work' | 'delivery';

/** What to send. */
export interface Sending {
  readonly origin: Origin;
  /** With the query. */
  readonly path: string;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
  readonly hangUp?: HangUp | undefined;
  /** Called while the server holds the connection, with the client's port: in the middle of the upload, and after it. @returns False to be called again. */
  onHeld?(clientPort: number, isSent: boolean): boolean;
  /** Runs in the middle of the upload. */
  halfway?(): Promise<void>;
}

/** How it ended. */
export interface Ending {
  /** 0 when the client left. */
  readonly status: number;
  readonly code: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const nothing: Ending = { status: 0, code: '', headers: {}, body: Buffer.alloc(0) };

/** Milliseconds in which a supervisor hands a connection over, and a worker begins to read. */
const handOverMs = 40;

/** Send a body and read the answer, or leave before. */
export async function send(sending: Sending): Promise<Ending> {
  const { mediaType, bytes: body } = sending.body;
  const request = open(sending.origin, { path: sending.path, method: 'POST', headers: { 'content-type': mediaType, 'content-length': body.length, ...sending.headers } });
  // A refused upload may end in a reset; the answer that came before it counts.
  request.on('error', () => {});
  const answered = readAnswer(request, sending.hangUp === 'delivery');
  const tell = (isSent: boolean) => !request.socket?.localPort || (sending.onHeld?.(request.socket.localPort, isSent) ?? true);
  request.write(body.subarray(0, body.length >> 1));
  await sleep(handOverMs);
  tell(false);
  await sending.halfway?.();
  if (sending.hangUp === 'upload') return leave(request);
  request.end(body.subarray(body.length >> 1));
  let isAnswered = false;
  do isAnswered = await Promise.race([answered.then(() => true), sleep(handOverMs, false)]);
  while (!tell(true) && !isAnswered);
  if (sending.hangUp === 'work') return leave(request);
  return answered;
}

/** Ask for a page of JSON. */
export async function fetchJson(origin: Origin, path: string): Promise<{ readonly status: number; readonly value: unknown }> {
  const request = open(origin, { path });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = await buffer(response);
  return { status: response.statusCode ?? 0, value: body.length > 0 ? (JSON.parse(body.toString()) as unknown) : undefined };
}

function open({ port, certificate }: Origin, options: RequestOptions): ClientRequest {
  const whole = { agent: false, host: '127.0.0.1', port, ...options };
  return certificate ? httpsRequest({ ...whole, ca: certificate }) : httpRequest(whole);
}

function leave(request: ClientRequest): Ending {
  request.destroy();
  return nothing;
}

async function readAnswer(request: ClientRequest, leaves: boolean): Promise<Ending> {
  const [response] = (await once(request, 'response').catch(() => [])) as [IncomingMessage?];
  if (!response) return nothing;
  if (leaves) return { ...leave(request), headers: response.headers };
  const body = await buffer(response).catch(() => undefined);
  if (!body) return nothing;
  const isProblem = response.headers['content-type']?.startsWith('application/problem+json');
  const code = isProblem ? (JSON.parse(body.toString()) as { readonly code: string }).code : '';
  return { status: response.statusCode ?? 0, code, headers: response.headers, body };
}
