// Owns the last step of every job: a render becomes a file. Erases the pixels as soon as they are written.

import type { EngineName, Placement, Render } from '../engines/engine.ts';
import { encodePicture } from '../photo/encode.ts';
import type { Pixels } from '../photo/pixels.ts';
import type { Encoding, FinishedPicture, JobContext } from './orders.ts';

/**
 * Encode a render and mark where it comes from.
 *
 * @throws {Problem} `parameter-invalid` when `maxKB` cannot be met.
 */
export async function finishPicture(
  render: Render,
  engine: { readonly name: EngineName; readonly retention: { readonly days: number } },
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
    engine: engine.name,
    retentionDays: engine.retention.days,
    faces,
    confidence,
    notes,
    window: placement && locateCorners(placement, pixels),
  };
}

function locateCorners({ map, photoWidth, photoHeight }: Placement, { width, height }: Pixels): number[] {
  const corners = [[0, 0], [width, 0], [0, height]] as const;
  return corners.flatMap(([x, y]) => [(map.a * x + map.b * y + map.tx) / photoWidth, (map.c * x + map.d * y + map.ty) / photoHeight]);
}
