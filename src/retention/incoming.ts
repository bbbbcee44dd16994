// Owns the bytes that come in by a connection: zero-filled as soon as the HTTP parser has read them. Refuses to know what they say.

import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/**
 * Zero-fill every chunk that a server reads from its clients, behind the parser, which copies what it passes on.
 *
 * A listener for data also takes the parser off its other way: there it reads into one static buffer of 64 KB that is never
 * cleared, and of which it copies too. Over TLS it is the deciphered bytes that are zero-filled. What Node has read them into
 * is another buffer where they did not fill it: that is for `engines/wire/read-buffer.ts`.
 *
 * @param server - Before its first connection; sockets that are handed to it by `emit('connection')` count as its own.
 * @see https://github.com/nodejs/node/blob/v26.x/lib/_http_server.js (`unconsume`)
 */
export function scrubIncoming(server: Server): void {
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => socket.on('data', eraseChunk));
}

function eraseChunk(chunk: Buffer): void {
  chunk.fill(0);
}
