// Owns what every photo route reads in the same way: the one photo, and the format of the answer.

import type { Request } from 'express';
import type { PictureFormat } from '../photo/encode.ts';
import { Problem } from '../problem.ts';
import type { Upload } from './upload.ts';

/** The request's photo. @throws {Problem} `photo-missing`. */
export function onlyPhoto(upload: Upload): Uint8Array<ArrayBuffer> {
  const photo = upload.files['photo']?.[0];
  if (!photo) throw new Problem('photo-missing', 'Send the photo as a file in the field `photo`.');
  return photo;
}

/** @throws {Problem} `not-acceptable` when `Accept` takes none of these types. */
export function acceptOnly(request: Request, types: readonly string[]): string {
  const type = request.accepts([...types]);
  if (!type) throw new Problem('not-acceptable', `The answer is ${types.join(' or ')}: accept it, or \`*/*\`.`);
  return type;
}

/** Formats of a picture, the usual one first. */
export const opaqueFormats = ['jpeg', 'png', 'webp', 'avif'] as const satisfies readonly PictureFormat[];

/** The same for a picture that has an alpha channel or is one. */
export const seeThroughFormats = ['png', 'webp', 'avif'] as const satisfies readonly PictureFormat[];

/**
 * The format asked for, or else the first that suits the work and that `Accept` takes.
 *
 * @throws {Problem} `not-acceptable` when `Accept` takes no picture, or not the format that was asked for.
 */
export function pickFormat<F extends PictureFormat>(request: Request, wanted: F | undefined, suitable: readonly F[]): F {
  const order = wanted ? [wanted] : suitable;
  const type = acceptOnly(request, order.map((format) => `image/${format}`));
  return type.slice('image/'.length) as F;
}
