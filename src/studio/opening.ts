// Owns how many pixels a job may open, and holds their room in memory until the job ends. Refuses photos past the limit.

import type { FrameRequest } from '../engines/engine.ts';
import type { OpenLimits, OpenPhoto } from '../photo/open.ts';
import { openPhoto, readPhotoFacts } from '../photo/open.ts';
import type { JobContext, StudioParts } from './orders.ts';

/** Below this no face has the 40 pixels between its eyes that vision asks for. */
const minSidePixels = 64;

/** Bytes for each pixel of a photo in local work: opened RGB, the same cut to RGB and alpha, and the composed RGBA. */
const bytesPerPixel = 12;

/** Pixels of the picture that is asked for; none where it takes the photo's own size. */
function countFramePixels({ width, height, aspect = 1 }: FrameRequest): number {
  if (width && height) return width * height;
  if (width) return (width * width) / aspect;
  return height ? height * height * aspect : 0;
}

/** Limits of opening a photo of a person; the room in memory is held by the job, not by the opening. */
export function openLimits(parts: Pick<StudioParts, 'maxPixels'>): OpenLimits {
  return { maxPixels: parts.maxPixels, minSidePixels };
}

/** Photos opened for local work, with their room in memory: `using opened = …`. */
export interface Opened extends Disposable {
  readonly photos: readonly OpenPhoto[];
}

/**
 * Open the photos of one job at full size once there is room for all their pixels. One wait for all of them: a job that
 * held one photo while it waited for room for the next could wait for itself.
 *
 * @param files - The photo first; what stands behind it may be as small as it likes.
 * @param frame - The picture that will be made, for which room is held as well.
 * @throws {Problem} as `openPhoto`.
 */
export async function openForWork(
  parts: Pick<StudioParts, 'maxPixels' | 'pixelGate'>,
  files: readonly Uint8Array<ArrayBuffer>[],
  frame: FrameRequest,
  context: JobContext,
): Promise<Opened> {
  const { vault, signal, step } = context;
  const limitsOf = (index: number) => (index === 0 ? openLimits(parts) : { maxPixels: parts.maxPixels, minSidePixels: 1 });
  let pixels = countFramePixels(frame);
  for (const [index, file] of files.entries()) {
    const { width, height } = await readPhotoFacts(file, limitsOf(index), vault, signal);
    pixels += width * height;
  }
  const room = await step('wait', () => parts.pixelGate.acquire(pixels * bytesPerPixel, signal));
  try {
    const photos = await step('open', () => Promise.all(files.map((file, index) => openPhoto(file, limitsOf(index), vault, signal))));
    return { photos, [Symbol.dispose]: () => room[Symbol.dispose]() };
  } catch (error) {
    room[Symbol.dispose]();
    throw error;
  }
}
