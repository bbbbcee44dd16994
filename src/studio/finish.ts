// Owns the last step of every job: a render becomes a file. Erases the pixels as soon as they are written.

import type { EngineName, Render } from '../engines/engine.ts';
import { encodePicture } from '../photo/encode.ts';
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
  const { pixels, source, faces, confidence, notes } = render;
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
  };
}
