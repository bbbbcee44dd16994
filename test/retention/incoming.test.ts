// Shows that what a server reads is zero behind its parser, and that bodies come whole all the same, in each way that HTTP has.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { RequestListener, Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { scrubIncoming } from '../../src/retention/incoming.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) process.stdout.write('skipped: no openssl here to make a certificate with. Install it (Debian: apt-get install openssl).\n');
const kinds = hasOpenssl ? (['http', 'https'] as const) : (['http'] as const);

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Answers the hash of a body, chunk by chunk, and how long it was. */
const answerHash: RequestListener = (request, response) => {
  const digest = createHash('sha256');
  let length = 0;
  request.on('data', (chunk: Buffer) => (digest.update(chunk), (length += chunk.length)));
  request.on('end', () => response.end(`${digest.digest('hex')} ${length};`));
};

interface Watched {
  readonly port: number;
  /** Chunks as they are after the parser; the very memory that was read into. */
  readonly chunks: readonly Buffer[];
}

let server: Server;

async function start(kind: 'http' | 'https'): Promise<Watched> {
  const subject = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', '-', '-out', '-', '-subj', '/CN=localhost', '-days', '2'];
  const pem = kind === 'https' ? execFileSync('openssl', subject, { stdio: ['ignore', 'pipe', 'ignore'] }) : '';
  server = kind === 'https' ? https.createServer({ key: pem, cert: pem }, answerHash) : http.createServer(answerHash);
  const chunks: Buffer[] = [];
  scrubIncoming(server);
  server.on(kind === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, chunks };
}

function open(kind: 'http' | 'https', port: number): Socket {
  return kind === 'https' ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }) : net.connect(port, '127.0.0.1');
}

/** Send by hand, since no client pipelines; ends with the last answer. */
async function exchange(kind: 'http' | 'https', port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = open(kind, port);
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return said;
}

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe.each(kinds)('what is read over %s', (kind) => {
  const body = randomBytes(3_000_000);

  it('is zero behind the parser; the body is whole, in one piece or in chunks', async () => {
    const { port, chunks } = await start(kind);
    const head = 'POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n';
    const inOne = await exchange(kind, port, `${head}Content-Length: ${body.length}\r\n\r\n`, body);
    expect(inOne).toContain(`${hash(body)} ${body.length};`);
    const pieces = [1, 17, 65_535, 65_536, 65_537, 1_000_000].flatMap((length) => [`${length.toString(16)}\r\n`, body.subarray(0, length), '\r\n']);
    const whole = Buffer.concat(pieces.filter((_piece, index) => index % 3 === 1) as Buffer[]);
    expect(await exchange(kind, port, `${head}Transfer-Encoding: chunked\r\n\r\n`, ...pieces, '0\r\n\r\n')).toContain(`${hash(whole)} ${whole.length};`);
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.filter((chunk) => chunk.some((byte) => byte !== 0))).toEqual([]);
  });

  it('may hold several requests in one chunk, on a connection that is kept', async () => {
    const { port, chunks } = await start(kind);
    const text = 'photo of a person';
    const post = (connection: string) => `POST / HTTP/1.1\r\nHost: here\r\nConnection: ${connection}\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    const said = await exchange(kind, port, post('keep-alive') + post('keep-alive') + post('close'));
    expect(said.split(`${hash(Buffer.from(text))} ${text.length};`)).toHaveLength(4);
    expect(chunks.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
  });

  it('is refused as ever when it is no request', async () => {
    const { port } = await start(kind);
    expect(await exchange(kind, port, 'not a request\r\n\r\n')).toContain('400 Bad Request');
  });
});
