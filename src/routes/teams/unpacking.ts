// Owns the unpacking of one entry's bytes as they come, with a count of what went in and came out. Refuses to hold them, or to read past their end.

import { createInflateRaw } from 'node:zlib';
import type { InflateRaw } from 'node:zlib';
import type { BodyBytes } from './body-bytes.ts';

/** Is told what unpacking does; whatever it throws ends it. */
export interface UnpackingWatch {
  /** The piece is erased when this returns. */
  made(piece: Uint8Array): void;
  /** So many packed bytes are behind. */
  used(bytes: number): void;
}

/** Pass on stored bytes. @throws {EndOfBody}; what the watch throws. */
export async function copy(body: BodyBytes, bytes: number | undefined, watch: UnpackingWatch): Promise<void> {
  for (let left = bytes ?? 0; left > 0; ) {
    const piece = (await body.piece()).subarray(0, left);
    left -= piece.byteLength;
    watch.made(piece);
    body.use(piece.byteLength);
    watch.used(piece.byteLength);
  }
}

const chunkBytes = 64 * 1024;

/**
 * Inflate until the stream says that it ends.
 *
 * @param bytes - Packed; undefined where only the stream knows.
 * @throws {EndOfBody}; what the watch throws; errors of zlib, whose codes begin with `Z_`.
 */
export async function inflate(body: BodyBytes, bytes: number | undefined, watch: UnpackingWatch): Promise<void> {
  const inflater = createInflateRaw({ chunkSize: chunkBytes });
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  // Heard of below, or not any more.
  over.catch(() => undefined);
  inflater.on('end', resolve).on('error', reject).on('data', (piece: Buffer) => {
    try {
      watch.made(piece);
    } catch (error) {
      reject(error);
      inflater.destroy();
    } finally {
      piece.fill(0);
    }
  });
  try {
    for (let [left, isOver] = [bytes ?? Infinity, false]; left > 0 && !isOver; ) {
      const piece = (await body.piece()).subarray(0, left);
      const before = inflater.bytesWritten;
      await Promise.race([write(inflater, piece), over]);
      const used = inflater.bytesWritten - before;
      isOver = used < piece.byteLength;
      left -= used;
      body.use(used);
      watch.used(used);
    }
    inflater.end();
    await over;
  } finally {
    inflater.destroy();
  }
}

function write(inflater: InflateRaw, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => inflater.write(piece, () => resolve()));
}
