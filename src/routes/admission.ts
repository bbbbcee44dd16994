// Owns the door: what is known of a request before its body is read. Refuses a body that has no length, no room or the wrong type.

import type { Request } from 'express';
import type { Config } from '../config.ts';
import { Problem } from '../problem.ts';
import type { BudgetDoor } from '../retention/budget.ts';
import type { Reservation } from '../retention/vault.ts';

/** Room for boundaries, part headers and text fields around the files. */
const formOverheadBytes = 256 * 1024;

/**
 * Memory for each byte of an upload: the chunks as they arrive, the file they are joined into, and the
 * encoded copy that goes out again. Pixels are counted on their own, when the picture's size is known.
 */
export const bytesPerUploadByte = 3;

/**
 * Reserve a request's memory from its `Content-Length`, before a byte of the body is read.
 *
 * @param maxFiles - Files that the route takes.
 * @param otherTypes - Media types that the route reads beside forms of parts.
 * @returns The reservation, to be released when the request is over.
 * @throws {Problem} `media-type-unsupported`, `length-required`, `upload-too-large`, `budget-full`.
 */
export function admitUpload(
  request: Request,
  maxFiles: number,
  config: Pick<Config, 'maxUploadBytes'>,
  budget: BudgetDoor,
  otherTypes: readonly string[] = [],
): Reservation | Promise<Reservation> {
  if (!request.is(['multipart/form-data', ...otherTypes])) {
    const types = otherTypes.length > 0 ? `multipart/form-data, ${otherTypes.join(' or ')}` : 'multipart/form-data, in a file field called `photo`';
    throw new Problem('media-type-unsupported', `Send the photo as ${types}.`);
  }
  const contentLength = readContentLength(request);
  const maxBytes = config.maxUploadBytes * maxFiles + formOverheadBytes;
  if (contentLength > maxBytes) {
    throw refuseSize(config.maxUploadBytes);
  }
  return budget.reserve(contentLength * bytesPerUploadByte);
}

function readContentLength(request: Request): number {
  const header = request.headers['content-length'];
  if (header === undefined) {
    throw new Problem('length-required', 'Send a Content-Length header; a body of unknown length is not read.');
  }
  return Number(header);
}

/** The refusal of a file that is too large, whether its length was announced or counted. */
export function refuseSize(maxUploadBytes: number): Problem {
  // Megabytes as people write them: 1 000 000 bytes, at most one decimal.
  const megabytes = Math.round(maxUploadBytes / 1e5) / 10;
  return new Problem('upload-too-large', `A file may have up to ${megabytes} MB. Send a smaller one.`, { members: { maxUploadBytes } });
}
