// Owns how many pixels a job may open, and holds their room in memory until the job ends. Refuses photos past the limit.

import type { OpenLimits, OpenPhoto } from '../photo/open.ts';
import { openPhoto, readPhotoFacts } from '../photo/open.ts';
import type { JobContext, StudioParts } from './orders.ts';

/** Below this no face has the 40 pixels between its eyes that vision asks for. */
const minSidePixels = 64;

/** Bytes for each pixel of a photo in local work: opened RGB, the same cut to RGB and alpha, and the composed RGBA. */
const bytesPerPixel = 12;

/** Limits of opening; the room in memory is held by the job, not by the opening. */
export function openLimits(parts: Pick<StudioParts, 'maxPixels'>): OpenLimits {
  return { maxPixels: parts.maxPixels, minSidePixels };
}

/** A photo opened for local work, with its room in memory: `using opened = …`. */
export interface Opened extends Disposable {
  readonly photo: OpenPhoto;
}

/**
 * Open a photo at full size once there is room for its pixels.
 *
 * @throws {Problem} as `openPhoto`.
 */
export async function openForWork(
  parts: Pick<StudioParts, 'maxPixels' | 'pixelGate'>,
  bytes: Uint8Array<ArrayBuffer>,
  context: JobContext,
): Promise<Opened> {
  const limits = openLimits(parts);
  const facts = await readPhotoFacts(bytes, limits, context.vault, context.signal);
  const room = await context.step('wait', () => parts.pixelGate.acquire(facts.width * facts.height * bytesPerPixel, context.signal));
  try {
    const photo = await context.step('open', () => openPhoto(bytes, limits, context.vault, context.signal));
    return { photo, [Symbol.dispose]: () => room[Symbol.dispose]() };
  } catch (error) {
    room[Symbol.dispose]();
    throw error;
  }
}
