// Owns one request of the command line to a studio, and how its refusal is read. Sends no file names. Follows no redirects: the address is the one that was typed.

import http from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { brokenOff, CommandFault, Refusal, exitCodes } from './fault.ts';

/** Where a studio is, and how it is reached. */
export interface Way {
  readonly address: URL;
  readonly key?: string | undefined;
  /** A connection to the studio of this process; by the network where there is none. */
  readonly connect?: () => Duplex;
}

/** What is asked of a studio. */
export interface Question {
  /** Such as `/v1/cutouts`. */
  readonly path: string;
  readonly form: FormData;
  /** Media type that the answer must have; any but a page where undefined. */
  readonly accept: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Send a form and wait for the head of the answer.
 *
 * @returns The answer, its body unread.
 * @throws {Refusal} What the studio's problem document says.
 * @throws {CommandFault} When the server cannot be reached, or is no studio.
 */
export async function ask(way: Way, { path, form, accept, headers }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const answer = await send(way, path, body, signal, {
    'Content-Type': encoded.headers.get('content-type') ?? '',
    'Content-Length': String(body.byteLength),
    Accept: accept ?? '*/*',
    Connection: 'close',
    ...(way.key !== undefined && { Authorization: `Bearer ${way.key}` }),
    ...headers,
  });
  const type = mediaTypeOf(answer);
  if (answer.statusCode === 200 && (accept ? type === accept : type !== 'text/html')) return answer;
  if (type === 'application/problem+json') throw await readRefusal(answer).catch(brokenOff);
  answer.destroy();
  throw new CommandFault(exitCodes.serverAway, `${way.address.host} answered ${answer.statusCode} with ${type || 'nothing'}, as no studio does. Is the address that of a studio?`);
}

async function send(way: Way, path: string, body: Buffer, signal: AbortSignal, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  const { address, connect } = way;
  const target = new URL(address.pathname.replace(/\/$/, '') + path, address);
  const options: RequestOptions = { method: 'POST', headers, signal, ...(connect ? { createConnection: connect } : { agent: false }) };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = address.protocol === 'https:' ? https.request(target, options) : http.request(target, options);
  request.on('response', resolve);
  request.on('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code ?? error.name;
    reject(signal.aborted ? error : new CommandFault(exitCodes.serverAway, `The studio at ${address.host} cannot be reached (${reason}). Is it running, and is the address right?`, { cause: error }));
  });
  request.end(body);
  return promise;
}

function mediaTypeOf({ headers }: IncomingMessage): string {
  return headers['content-type']?.split(';')[0]?.trim() ?? '';
}

/** Above any problem document: the longest names two hundred ids. */
const maxRefusalBytes = 64 * 1024;

async function readRefusal(answer: IncomingMessage): Promise<Refusal> {
  const said = await readJson(answer);
  const text = (name: string) => (typeof said[name] === 'string' ? said[name] : '');
  const wait = Number(answer.headers['retry-after']);
  return new Refusal({
    status: answer.statusCode ?? 0,
    code: text('code'),
    title: text('title') || `The studio answered ${answer.statusCode}`,
    detail: text('detail'),
    retryAfterSeconds: Number.isFinite(wait) ? wait : undefined,
  });
}

async function readJson(answer: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > maxRefusalBytes) return {};
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
