// Owns a connection to an HTTP server of this process, in memory: a pair of streams instead of a socket. Opens no port.

import type { Server } from 'node:http';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';

/** Connect to a server that need not listen. */
export function connectTo(server: Server): Duplex {
  const [near, far] = duplexPair();
  copyWritten(near);
  copyWritten(far);
  server.emit('connection', far);
  return near;
}

/** Either end erases what it has sent or read, as bytes that a network has copied; a pair hands on the very same buffer. */
function copyWritten(side: Duplex): void {
  const write = side._write.bind(side);
  side._write = (chunk: Uint8Array, encoding, done) => write(Buffer.from(chunk), encoding, done);
}
