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

/**
 * The format asked for, or else the first that suits the work and that `Accept` takes.
 *
 * @param seeThrough - The picture has an alpha channel or is one: PNG first, instead of JPEG.
 * @throws {Problem} `not-acceptable` when `Accept` takes no picture, or not the format that was asked for.
 */
export function pickFormat(request: Request, fields: { readonly format?: PictureFormat | undefined }, seeThrough: boolean): { format: PictureFormat } {
  const order: readonly PictureFormat[] = fields.format ? [fields.format] : seeThrough ? ['png', 'webp', 'avif'] : ['jpeg', 'png', 'webp', 'avif'];
  const type = request.accepts(order.map((format) => `image/${format}`));
  if (!type) throw new Problem('not-acceptable', `The answer is ${order.map((format) => `image/${format}`).join(' or ')}: accept it, or \`*/*\`.`);
  return { format: type.slice('image/'.length) as PictureFormat };
}
