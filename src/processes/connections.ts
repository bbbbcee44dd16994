// Owns a worker's connections: which are silent, which carry a request, how many requests with a body run, when all is done. Refuses to cut a request.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a worker. */
export interface Connections {
  /** Serve a connection that was accepted elsewhere and not read from. */
  take(connection: Accepted): void;
  /** Leave those that are silent to another process. Resolves when no request runs and none can be on its way. */
  finish(): Promise<void>;
}

/** A connection as it comes from the process that accepted it, which keeps it open until something is read from it. */
export interface Accepted {
  readonly socket: Socket;
  /** Milliseconds since it was accepted. */
  readonly waitedMs: number;
  /** Told with the first bytes that are read, or that it is over without any. */
  taken(): void;
  /** Told that it is left to another: it is still open, and nothing was read from it. */
  left(): void;
}

interface Line {
  requests: number;
  quietSince: number;
}

/**
 * Time for a request to come whole after its first byte: two round trips around the earth, 2 × 300 ms, as TLS 1.2 takes.
 * Every answer closes its connection, so that a client never sends on one that is about to go.
 */
export const graceMs = 600;

/** Time for a first byte to come after its connection, in milliseconds: as long as for a request's head. */
const silenceMs = 15_000;

/**
 * Follow the requests of a server that does not listen.
 *
 * @param onPhotos - Told how many requests with a body are in flight, when the first begins and when the last ends.
 */
export function followConnections(http: Server, onPhotos: (inFlight: number) => void): Connections {
  const lines = new Map<string, Line>();
  const silent = new Map<Socket, () => void>();
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
    take({ socket, waitedMs, taken, left }) {
      // As http's own sockets: a client may end its side before it reads the answer.
      socket.allowHalfOpen = true;
      const name = nameOf(socket);
      const serve = () => {
        lines.set(name, { requests: 0, quietSince: performance.now() });
        socket.on('close', () => lines.delete(name));
        http.emit('connection', socket);
      };
      const forget = awaitFirstByte(socket, silenceMs - waitedMs, (hasCome) => {
        silent.delete(socket);
        taken();
        if (hasCome) serve();
        else socket.destroy();
      });
      silent.set(socket, () => {
        forget();
        // Its copy here; the connection stays open where it was accepted.
        socket.destroy();
        left();
      });
    },
    async finish() {
      for (const leave of silent.values()) leave();
      silent.clear();
      await waitUntilQuiet(lines);
    },
  };
}

/**
 * Wait until there is something to read, and leave it unread.
 *
 * @param told - Called once: whether something came before the time was over or the client gone.
 * @returns Stops waiting; what came since the last event is then in the kernel still.
 */
function awaitFirstByte(socket: Socket, ms: number, told: (hasCome: boolean) => void): () => void {
  const forget = () => {
    clearTimeout(timer);
    socket.off('readable', read).off('close', end).off('error', end);
  };
  const tell = (hasCome: boolean) => {
    forget();
    told(hasCome);
  };
  const read = () => tell(socket.readableLength > 0);
  const end = () => tell(false);
  const timer = setTimeout(end, Math.max(0, ms));
  socket.on('readable', read).on('close', end).on('error', end);
  return forget;
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
