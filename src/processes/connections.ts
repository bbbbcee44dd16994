// Owns a worker's connections: which carry a request, how many requests with a body run, when all is done. Refuses to cut a request.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a worker. */
export interface Connections {
  /** Serve a socket that was accepted elsewhere and not read from. */
  take(socket: Socket): void;
  /** Resolves when no request runs and none can be on its way. */
  finished(): Promise<void>;
}

interface Line {
  requests: number;
  quietSince: number;
}

/**
 * Time for a first request to come after its connection: two round trips around the earth, 2 × 300 ms.
 * Every answer closes its connection, so that a client never sends on one that is about to go.
 */
const graceMs = 600;

/**
 * Follow the requests of a server that does not listen.
 *
 * @param onPhotos - Told how many requests with a body are in flight, when the first begins and when the last ends.
 */
export function followConnections(http: Server, onPhotos: (inFlight: number) => void): Connections {
  const lines = new Map<string, Line>();
  const photos = countPhotos(onPhotos);
  const follow = (request: IncomingMessage, response: ServerResponse) => {
    closeAfter(request, response);
    const name = nameOf(request.socket);
    const line = lines.get(name);
    if (line) line.requests += 1;
    // The raw socket under TLS is silent about its end.
    request.socket.once('close', () => lines.delete(name));
    const ended = hasBody(request) ? photos() : () => undefined;
    whenOver(request, response, () => {
      ended();
      if (line) Object.assign(line, { requests: line.requests - 1, quietSince: performance.now() });
    });
  };
  http.prependListener('request', follow).prependListener('checkContinue', follow);
  // Node watches over slow requests from this event on; only a server that listens emits it by itself.
  http.emit('listening');
  return {
    take(socket) {
      // As http's own sockets: a client may end its side before it reads the answer.
      socket.allowHalfOpen = true;
      const name = nameOf(socket);
      lines.set(name, { requests: 0, quietSince: performance.now() });
      socket.on('close', () => lines.delete(name));
      http.emit('connection', socket);
    },
    finished: () => waitUntilQuiet(lines),
  };
}

/** One connection by HTTP and by TLS, where the socket of the request is not the one that was taken. */
function nameOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** Whether a request carries anything that could be of a photo, taken or refused. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

function countPhotos(onPhotos: (inFlight: number) => void): () => () => void {
  let inFlight = 0;
  return () => {
    if (++inFlight === 1) onPhotos(inFlight);
    return () => {
      if (--inFlight === 0) onPhotos(inFlight);
    };
  };
}

/** Close with the answer; not while a refused body still comes, or the client would see a broken pipe instead of the answer. */
function closeAfter(request: IncomingMessage, response: ServerResponse): void {
  const announce = () => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  if (hasBody(request)) request.once('end', announce);
  else announce();
}

/** Call once when the answer is sent, or has no reader, and the body is over. */
function whenOver(request: IncomingMessage, response: ServerResponse, over: () => void): void {
  response.once('close', () => {
    if (request.complete || request.destroyed) over();
    else request.once('close', over);
  });
}

/** Quiet is what was seen twice: a process that stood still, for want of a core, reads between two looks what has come meanwhile. */
async function waitUntilQuiet(lines: ReadonlyMap<string, Line>): Promise<void> {
  const isBusy = ({ requests, quietSince }: Line) => requests > 0 || performance.now() - quietSince < graceMs;
  for (let quietLooks = 0; quietLooks < 2; ) {
    quietLooks = [...lines.values()].some(isBusy) ? 0 : quietLooks + 1;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
