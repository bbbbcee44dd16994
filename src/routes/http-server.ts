// Owns the HTTP server under the app: its time limits, TLS, and the answer to what is no request. Listens nowhere itself.

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { Problem, writeProblem } from '../problem.ts';
import { scrubIncoming } from '../retention/incoming.ts';
import type { TlsIdentity } from '../tls.ts';
import { allowsLongBody } from './connection.ts';

/** Handles a request, `Expect: 100-continue` included. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server by HTTP or HTTPS. */
export interface HttpServer {
  readonly server: Server;
  /** Use a renewed certificate for connections from now on. Nothing without TLS. */
  renew(identity: TlsIdentity): void;
}

/**
 * @param uploadTimeoutMs - Longest time of an upload, which the app itself watches.
 * @param identity - Answer by HTTPS as this.
 */
export function createHttpServer(handle: RequestHandler, uploadTimeoutMs: number, identity?: TlsIdentity): HttpServer {
  const options = {
    // Headers come at once or not at all; the body has its own limit, which answers before this one cuts.
    headersTimeout: 15_000,
    requestTimeout: uploadTimeoutMs + 15_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16 * 1024,
  };
  const tls = identity && createTlsServer({ ...options, ...identity, minVersion: 'TLSv1.2', handshakeTimeout: 15_000 }, handle);
  const server = tls ?? createServer(options, handle);
  scrubIncoming(server);
  // A body is asked for only after its request was admitted.
  server.on('checkContinue', handle);
  server.on('clientError', answerBrokenRequest);
  return { server, renew: (renewed) => tls?.setSecureContext({ ...renewed, minVersion: 'TLSv1.2' }) };
}

/** Answer what could not be parsed as a request, or ended before its announced length. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  // Node says this once for a request, after `requestTimeout`.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && allowsLongBody(socket)) return;
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'HPE_INVALID_EOF_STATE'
      ? new Problem('body-incomplete', 'The body was shorter than its Content-Length. Send the photo again.')
      : new Problem('body-malformed', 'This is not an HTTP request that can be read.');
  const body = writeProblem(problem);
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
