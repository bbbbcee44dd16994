// Owns the last step of every job: a render becomes a file. Erases the pixels as soon as they are written.

import type { Placement, Render } from '../engines/engine.ts';
import { movePoint } from '../photo/affine.ts';
import { encodePicture } from '../photo/encode.ts';
import type { Pixels } from '../photo/pixels.ts';
import type { Encoding, FinishedPicture, JobContext, MadeBy } from './orders.ts';

/**
 * Encode a render and mark where it comes from.
 *
 * @throws {Problem} `parameter-invalid` when `maxKB` cannot be met.
 */
export async function finishPicture(
  render: Render,
  made: MadeBy,
  encoding: Encoding,
  context: JobContext,
): Promise<FinishedPicture> {
  const { pixels, source, faces, confidence, notes, placement } = render;
  const { bytes, mimeType } = await context.step('encode', () =>
    encodePicture(pixels, { ...encoding, source }, context.vault, context.signal),
  );
  context.vault.erase(pixels.data);
  return {
    bytes,
    mimeType,
    width: pixels.width,
    height: pixels.height,
    ...made,
    faces,
    confidence,
    notes,
    window: placement && locateCorners(placement, pixels),
  };
}

/** Top left, top right and bottom left corner of a picture on its photo, in fractions of the photo. */
export function locateCorners({ map, photoWidth, photoHeight }: Placement, { width, height }: Pick<Pixels, 'width' | 'height'>): number[] {
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: 0, y: height }];
  return corners.map((corner) => movePoint(map, corner)).flatMap(({ x, y }) => [x / photoWidth, y / photoHeight]);
}
