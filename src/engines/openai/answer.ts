// Owns the reading of a complete answer: its one picture. Refuses an answer without.

import type { ImagesResponse } from 'openai/resources/images';
import type { EncodedPicture, Painting } from '../engine.ts';
import { WireFault } from '../wire/fault.ts';

const mimeTypes: Readonly<Record<string, EncodedPicture['mimeType']>> = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' };

/**
 * Take the picture out of an answer. One was asked for.
 *
 * @param answer - As the SDK read it; `b64_json` is an index into `pictures`.
 * @param model - The name to report: the answer has none.
 * @throws {WireFault} `unreadable`.
 */
export function readAnswer(answer: ImagesResponse, pictures: readonly Uint8Array<ArrayBuffer>[], model: string): Painting {
  const bytes = pictures[Number(answer.data?.[0]?.b64_json)];
  // Not every compatible service says which format came; PNG was asked for.
  const mimeType = mimeTypes[answer.output_format ?? 'png'];
  if (!bytes || bytes.length === 0 || pictures.length !== 1 || !mimeType) throw new WireFault('unreadable');
  return { picture: { bytes, mimeType }, model };
}
