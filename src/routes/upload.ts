// Owns the reading of a body: files into the vault, text fields as they came. Refuses more than the limits say, and waiting for ever.

import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import type { StorageEngine } from 'multer';
import type { Config } from '../config.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../retention/vault.ts';
import { refuseSize } from './admission.ts';
import { decodePart, longestEncoded, presentAsFile } from './encoded-part.ts';

/** File fields that a route takes, and how many files each. */
export type FileFields = Readonly<Record<string, number>>;

/** A body in memory; every file belongs to the vault. */
export interface Upload {
  readonly files: Readonly<Record<string, readonly Uint8Array<ArrayBuffer>[]>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Longest text field: a `note` of a few sentences. Longest name: `maxRetentionDays` several times over. */
const textLimits = { fields: 32, fieldSize: 2000, fieldNameSize: 100, fieldNestingDepth: 1, headerPairs: 20 };

/**
 * Read a multipart body into the vault.
 *
 * @param encoded - The file field that comes as base64, in a text or in a file.
 * @throws {Problem} `upload-too-large`, `photo-unexpected`, `photo-too-many`, `body-too-complex`, `body-malformed`,
 * `upload-too-slow`, `photo-unreadable` for base64 that is none; the signal's reason when the client hangs up.
 */
export async function receiveUpload(
  request: Request,
  response: Response,
  taken: FileFields,
  config: Pick<Config, 'maxUploadBytes' | 'uploadTimeoutMs'>,
  vault: Vault,
  signal: AbortSignal,
  encoded?: string,
): Promise<Upload> {
  if (request.headers.expect === '100-continue') response.writeContinue();
  const maxFiles = Object.values(taken).reduce((sum, count) => sum + count, 0);
  const form = encoded === undefined ? request : presentAsFile(request, encoded);
  const parse = multer({
    storage: createVaultStorage(vault, encoded),
    limits: { ...textLimits, fileSize: encoded === undefined ? config.maxUploadBytes : longestEncoded(config.maxUploadBytes), files: maxFiles + 1, parts: maxFiles + 1 + textLimits.fields },
  }).fields(Object.entries(taken).map(([name, maxCount]) => ({ name, maxCount })));
  await withinTime(config.uploadTimeoutMs, signal, (resolve, reject) => {
    parse(form, response, (error: unknown) => (error ? reject(explainMulter(error, taken, config)) : resolve()));
  });
  return readParts(form, config);
}

function readParts(request: Request, { maxUploadBytes }: Pick<Config, 'maxUploadBytes'>): Upload {
  const groups = (request.files ?? {}) as Record<string, Express.Multer.File[]>;
  const files = Object.fromEntries(
    Object.entries(groups).map(([name, list]) => [name, list.map((file) => file.buffer as Uint8Array<ArrayBuffer>)]),
  );
  if (Object.values(files).flat().some(({ length }) => length > maxUploadBytes)) throw refuseSize(maxUploadBytes);
  return { files, fields: (request.body ?? {}) as Record<string, unknown> };
}

/** multer's memory storage, whose chunks and files belong to the vault; the chunks are erased once they are joined. */
function createVaultStorage(vault: Vault, encoded: string | undefined): StorageEngine {
  const memory = multer.memoryStorage();
  return {
    _handleFile(request, file, done) {
      if (file.fieldname === encoded) return decodePart(file.stream, vault, (error, bytes) => done(error, bytes && { buffer: bytes, size: bytes.length }));
      const chunks: Buffer[] = [];
      file.stream.on('data', (chunk: Buffer) => chunks.push(vault.own(chunk)));
      memory._handleFile(request, file, (error, info) => {
        if (info?.buffer) vault.own(info.buffer);
        for (const chunk of chunks) vault.erase(chunk);
        done(error, info);
      });
    },
    _removeFile(request, file, done) {
      if (file.buffer) vault.erase(file.buffer);
      memory._removeFile(request, file, done);
    },
  };
}

/**
 * Run callback-style work that must end in time or with the signal.
 *
 * @throws {Problem} `upload-too-slow`; the signal's reason.
 */
export async function withinTime(
  timeoutMs: number,
  signal: AbortSignal,
  start: (resolve: () => void, reject: (reason: unknown) => void) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(() => reject(slowUpload(timeoutMs)), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    start(resolve, reject);
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function slowUpload(timeoutMs: number): Problem {
  return new Problem('upload-too-slow', `The upload did not end within ${timeoutMs / 1000} s. Send a smaller photo or use a faster line.`);
}

function explainMulter(error: unknown, taken: FileFields, config: Pick<Config, 'maxUploadBytes'>): unknown {
  if (error instanceof Problem) return error;
  if (!(error instanceof MulterError)) {
    return new Problem('body-malformed', 'The body could not be read as multipart/form-data. Let your HTTP library build it.', { cause: error });
  }
  const allowed = Object.keys(taken);
  if (error.code === 'LIMIT_FILE_SIZE') return refuseSize(config.maxUploadBytes);
  if (error.code === 'LIMIT_UNEXPECTED_FILE' && !allowed.includes(error.field ?? '')) {
    return new Problem('photo-unexpected', `Files are taken in the field ${allowed.join(' or ')} only.`, { members: { allowed } });
  }
  if (error.code === 'LIMIT_UNEXPECTED_FILE' || error.code === 'LIMIT_FILE_COUNT') {
    return new Problem('photo-too-many', `This work takes ${listCounts(taken)}.`, { members: { allowed } });
  }
  if (error.code.startsWith('LIMIT_')) {
    return new Problem('body-too-complex', `At most ${textLimits.fields} fields of ${textLimits.fieldSize} bytes are read.`, { cause: error });
  }
  return new Problem('body-malformed', 'The body could not be read as multipart/form-data. Let your HTTP library build it.', { cause: error });
}

/** "one file in `photo`", "at most 20 files in `photo`". */
function listCounts(taken: FileFields): string {
  return Object.entries(taken).map(([name, count]) => `${count === 1 ? 'one file' : `at most ${count} files`} in \`${name}\``).join(' and ');
}
