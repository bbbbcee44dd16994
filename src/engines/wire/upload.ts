// Owns the request's body: the SDK's small text with pictures put in as they are sent. Refuses to hold a picture's copy or a whole base64 text.

import { randomBytes } from 'node:crypto';
import { encodeBase64, encodedLength } from '../base64.ts';
import type { EncodedPicture } from '../engine.ts';

/** How pictures stand in the body: as text within JSON, or as they are within parts of a form. */
export type PictureEncoding = 'base64' | 'bytes';

/** 48 KiB of picture are 64 KiB of base64: one write. A multiple of 3, so that only a picture's last slice is padded. */
const sliceBytes = 48 * 1024;

/** Stands for a picture in the text that the SDK writes. */
export interface Placeholder {
  readonly token: string;
  readonly picture: EncodedPicture;
}

/** A body of known length, sent piece by piece. */
export interface Upload {
  readonly byteLength: number;
  readonly pieces: readonly (Buffer | Uint8Array)[];
  /** Which of the pieces are pictures, still to be cut into slices. */
  readonly pictures: ReadonlySet<Uint8Array>;
  readonly encoding: PictureEncoding;
}

/**
 * Give every picture a token for the SDK to send in its place.
 * Random for each request: a fixed one inside somebody's words would be replaced too.
 */
export function createPlaceholders(pictures: readonly EncodedPicture[]): readonly Placeholder[] {
  const secret = randomBytes(16).toString('hex');
  return pictures.map((picture, index) => ({ token: `${secret}-${index}-`, picture }));
}

/**
 * Split the SDK's body at the tokens.
 *
 * @param text - Each token is in it once, in order.
 */
export function planUpload(text: string, placeholders: readonly Placeholder[], encoding: PictureEncoding): Upload {
  const pieces: Uint8Array[] = [];
  let rest = text;
  let byteLength = 0;
  for (const { token, picture } of placeholders) {
    const at = rest.indexOf(token);
    if (at === -1) throw new RangeError('a picture has no place in the body');
    const before = Buffer.from(rest.slice(0, at));
    pieces.push(before, picture.bytes);
    byteLength += before.length + (encoding === 'base64' ? encodedLength(picture.bytes.length) : picture.bytes.length);
    rest = rest.slice(at + token.length);
  }
  const last = Buffer.from(rest);
  pieces.push(last);
  return { byteLength: byteLength + last.length, pieces, pictures: new Set(placeholders.map((each) => each.picture.bytes)), encoding };
}

/**
 * The body's bytes in order. One buffer serves all slices of base64: each must be sent before the
 * next is asked for. It is zero-filled at the end.
 */
export function* readSlices({ pieces, pictures, encoding }: Upload): Generator<Uint8Array> {
  const text = new Uint8Array(encoding === 'base64' ? encodedLength(sliceBytes) : 0);
  try {
    for (const piece of pieces) {
      if (!pictures.has(piece)) yield piece;
      else {
        for (let at = 0; at < piece.length; at += sliceBytes) {
          const slice = piece.subarray(at, at + sliceBytes);
          yield encoding === 'base64' ? text.subarray(0, encodeBase64(slice, text)) : slice;
        }
      }
    }
  } finally {
    text.fill(0);
  }
}
