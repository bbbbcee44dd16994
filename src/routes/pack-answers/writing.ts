// Owns how a long answer is written: piece by piece, each handed to the system before the next is made. Refuses to hold what a slow reader has not taken.

import type { ServerResponse } from 'node:http';
import { encodeBase64, encodedLength } from '../../engines/base64.ts';
import type { Vault } from '../../retention/vault.ts';
import { ClientGone } from '../connection.ts';

/**
 * Write a piece and wait until the system has taken all of it; the buffer may be erased then.
 *
 * @throws {ClientGone} When the connection closes before.
 */
export async function writeWhole(response: ServerResponse, piece: Uint8Array | string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = (cause?: unknown) => reject(new ClientGone('', { cause }));
  if (response.destroyed) leave();
  else {
    response.once('close', leave);
    response.write(piece, (error) => (error ? leave(error) : resolve()));
  }
  try {
    await promise;
  } finally {
    response.off('close', leave);
  }
}

/** A multiple of 3, so that no padding comes in between; the text of one block fits into what Node buffers of a socket. */
const blockBytes = 3 * 16 * 1024;

/** Write bytes as base64 text, block by block through one buffer. @throws {ClientGone} */
export async function writeBase64(response: ServerResponse, bytes: Uint8Array, vault: Vault): Promise<void> {
  const text = vault.own(new Uint8Array(encodedLength(blockBytes)));
  for (let at = 0; at < bytes.byteLength; at += blockBytes) {
    const length = encodeBase64(bytes.subarray(at, at + blockBytes), text);
    await writeWhole(response, text.subarray(0, length));
  }
  vault.erase(text);
}
