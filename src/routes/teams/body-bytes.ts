// Owns the bytes of a body that is read piece by piece: the next ones, each erased when it was used. Refuses to read ahead of whoever uses them.

import type { Request } from 'express';

/** The body ended where more was to come. */
export class EndOfBody extends Error {
  override readonly name = 'EndOfBody';
}

/** A body as it comes. */
export interface BodyBytes extends Disposable {
  /** Bytes used so far. */
  readonly usedBytes: number;
  /** Wait for so many bytes. @returns A copy of them, shorter at the end of the body. They stay to be used. */
  look(bytes: number): Promise<Buffer>;
  /** Wait for whatever comes next. @returns A view, valid until it is used; at least one byte. @throws {EndOfBody} */
  piece(): Promise<Uint8Array>;
  /** Erase the next bytes and be done with them. */
  use(bytes: number): void;
}

/** Read a body; it stands still while nobody asks. Disposing erases what was not used and leaves the rest to others. */
export function openBody(request: Request): BodyBytes {
  const pending: Buffer[] = [];
  let usedBytes = 0;
  let isOver = request.readableEnded;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const countPending = () => pending.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const onData = (chunk: Buffer) => {
    pending.push(chunk);
    request.pause();
    wake?.();
  };
  const onEnd = () => {
    isOver = true;
    wake?.();
  };
  const onGone = (error?: Error) => {
    failure ??= error ?? new Error('the connection closed within a body');
    wake?.();
  };
  request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone).pause();
  const wait = async (bytes: number): Promise<void> => {
    while (countPending() < bytes && !isOver) {
      if (failure) throw failure;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      request.resume();
      await promise;
    }
  };
  const use = (bytes: number) => {
    usedBytes += bytes;
    for (let left = bytes; left > 0; ) {
      const [first] = pending;
      if (!first) throw new RangeError('more bytes are used than came');
      const done = first.subarray(0, left).fill(0).byteLength;
      left -= done;
      if (done === first.byteLength) pending.shift();
      else pending[0] = first.subarray(done);
    }
  };
  return {
    get usedBytes() {
      return usedBytes;
    },
    use,
    async look(bytes) {
      await wait(bytes);
      const copy = Buffer.alloc(Math.min(bytes, countPending()));
      let at = 0;
      // No more than was asked for: behind a header there is a photo.
      for (const chunk of pending) at += at < copy.byteLength ? chunk.copy(copy, at) : 0;
      return copy;
    },
    async piece() {
      await wait(1);
      const [first] = pending;
      if (!first) throw new EndOfBody();
      return first;
    },
    [Symbol.dispose]() {
      request.off('data', onData).off('end', onEnd).off('close', onGone);
      for (const chunk of pending) chunk.fill(0);
    },
  };
}
