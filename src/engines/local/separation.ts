// Owns cutting the person out of a window for a plain background of another colour: no haze of the old one, nothing from past the photo's edges. Refuses to touch the person's light.

import { toWorking } from '../../face/reading.ts';
import type { PhotoReading } from '../../face/reading.ts';
import type { Affine, CutOut, Pixels } from '../../photo/pixels.ts';
import { Problem } from '../../problem.ts';
import type { RenderContext } from '../engine.ts';
import type { LocalParts } from './headshot.ts';

/**
 * Separate the person from what stands behind.
 *
 * @param window - Becomes the foreground.
 * @param map - From pixels of the window to pixels of the photo that was read.
 * @returns Foreground and alpha of the window's size, owned by the vault.
 * @throws {Problem} `person-not-found`, `vision-unavailable`; the signal's reason when aborted.
 */
export async function separatePerson({ vision, pool }: LocalParts, window: Pixels<3>, reading: PhotoReading, map: Affine, context: RenderContext): Promise<CutOut> {
  const { matte, width, height } = reading.portrait;
  if (!matte) throw new Problem('person-not-found', 'No person was found that could be told from the background. Send a photo of a person before a plain wall.');
  const toMatte = toWorking(map, reading);
  const { foreground, alpha } = await vision.cut(window, matte, toMatte, context.signal);
  context.vault.ownPixels(foreground);
  context.vault.ownPixels(alpha);
  return pool.run({ task: 'bound', foreground, alpha, map: toMatte, width, height, dividers: [], clearsVeil: true }, context);
}
