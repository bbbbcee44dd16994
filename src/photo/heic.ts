// Owns HEIC: asks a worker thread of its own to decode one, so that nothing blocks and its heap dies. Refuses sequences beyond the primary picture.

import { Worker } from 'node:worker_threads';
import { Problem } from '../problem.ts';
import { compileCache } from '../retention/compile-cache.ts';
import type { Vault } from '../retention/vault.ts';

/** What the decoding thread answers: a TIFF of the primary picture, or where it failed. */
export type HeicAnswer = { readonly tiff: Uint8Array<ArrayBuffer> } | { readonly failure: string };

/** What the decoding thread is asked; the bytes are its own copy and transferred to it. */
export interface HeicQuestion {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly maxPixels: number;
}

/**
 * Decode a HEIC's primary picture into an uncompressed TIFF that keeps its colour profile, for libvips to go on with.
 * Rotation and mirroring stored in the file are applied by the decoder; the TIFF has no orientation.
 *
 * @param maxPixels - Width × height at most, held by the decoder against what the stream says, not only the header.
 * @returns The TIFF in a buffer owned by the vault.
 * @throws {Problem} `photo-unreadable`; the signal's reason when aborted, the thread ends with it.
 */
export async function decodeHeic(bytes: Uint8Array, maxPixels: number, vault: Vault, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  signal.throwIfAborted();
  const question: HeicQuestion = { bytes: vault.own(Uint8Array.from(bytes)), maxPixels };
  const worker = new Worker(new URL('./heic-worker.ts', import.meta.url), {
    workerData: question,
    transferList: [question.bytes.buffer],
    env: compileCache,
  });
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    const answer = await vault.during(firstAnswer(worker));
    if ('tiff' in answer) return vault.own(answer.tiff);
    throw unreadableHeic(new Error(answer.failure));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Problem ? error : unreadableHeic(error);
  } finally {
    signal.removeEventListener('abort', end);
    await worker.terminate();
    vault.erase(question.bytes);
  }
}

function firstAnswer(worker: Worker): Promise<HeicAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HeicAnswer>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the decoding thread ended early')));
  return promise;
}

function unreadableHeic(cause: unknown): Problem {
  const remedy = 'On an iPhone: Settings, Camera, Formats, Most Compatible; or share the photo by mail, which makes it a JPEG.';
  return new Problem('photo-unreadable', `The HEIC file cannot be decoded. ${remedy}`, { cause });
}
