// Owns the bodies of `POST /v1.0/removebg` that are no form of parts: JSON and escaped forms, with a picture in base64. Refuses to make a string of it.

import type { Request } from 'express';
import { AnswerScanner } from '../../engines/wire/answer-scanner.ts';
import { Problem } from '../../problem.ts';
import type { Vault } from '../../retention/vault.ts';
import { refuseSize } from '../admission.ts';
import type { OtherBodies } from '../photo-work.ts';
import { withinTime } from '../upload.ts';
import type { Upload } from '../upload.ts';
import { FormScanner } from './form-scanner.ts';

/** The field of a picture in base64. */
export const encodedField = 'image_file_b64';

/** Addresses are the longest text. */
const maxStringBytes = 4096;

/** What the two kinds of body have in common. */
interface Scanner {
  push(chunk: Uint8Array): void;
  end(): { readonly fields: Readonly<Record<string, unknown>>; readonly pictures: readonly Uint8Array<ArrayBuffer>[] };
  erase(): void;
}

/** JSON and `application/x-www-form-urlencoded`. */
export const removebgBodies: OtherBodies = {
  types: ['application/json', 'application/x-www-form-urlencoded'],
  async receive(request, response, _files, config, vault, signal) {
    if (request.headers.expect === '100-continue') response.writeContinue();
    const scanner = request.is('application/json') ? scanJson() : scanForm();
    try {
      await withinTime(config.uploadTimeoutMs, signal, (resolve, reject) => readAll(request, scanner, resolve, reject));
      return readUpload(scanner, config.maxUploadBytes, vault);
    } catch (error) {
      scanner.erase();
      if (error instanceof RangeError) throw new Problem('body-too-complex', 'The body has more text than any request needs.', { cause: error });
      if (error instanceof SyntaxError) throw new Problem('photo-unreadable', `\`${encodedField}\` is not base64 of a picture. Send the bytes of the file, encoded.`, { cause: error });
      throw error;
    }
  },
};

/** By events: who stops a loop over a request also ends its connection, and the client reads no answer. */
function readAll(request: Request, scanner: Scanner, resolve: () => void, reject: (reason: unknown) => void): void {
  const onData = (chunk: Buffer) => {
    try {
      scanner.push(chunk);
    } catch (error) {
      request.off('data', onData);
      reject(error);
    } finally {
      chunk.fill(0);
    }
  };
  request.on('data', onData);
  request.once('end', resolve);
  request.once('error', reject);
}

function readUpload(scanner: Scanner, maxUploadBytes: number, vault: Vault): Upload {
  const { fields, pictures } = scanner.end();
  for (const picture of pictures) vault.own(picture);
  if (pictures.some(({ length }) => length > maxUploadBytes)) throw refuseSize(maxUploadBytes);
  const { [encodedField]: _taken, ...others } = fields;
  return { files: pictures.length > 0 ? { image_file: pictures } : {}, fields: others };
}

function scanJson(): Scanner {
  const scanner = new AnswerScanner(encodedField, maxStringBytes);
  return {
    push: (chunk) => scanner.push(chunk),
    end() {
      const { json, pictures } = scanner.finish();
      return { fields: readObject(json), pictures: pictures.filter(({ length }) => length > 0) };
    },
    erase: () => scanner.erase(),
  };
}

function scanForm(): Scanner {
  const scanner = new FormScanner(encodedField);
  return { push: (chunk) => scanner.push(chunk), end: () => scanner.finish(), erase: () => scanner.erase() };
}

function readObject(json: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parseJson(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new Problem('body-malformed', 'Send one JSON object, or a form.');
}

function parseJson(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}
