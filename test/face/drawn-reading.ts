// Owns reading drawn portraits with the real engine, for the tests of vision. Refuses photographs.

import type { Affine, CutOut } from '../../src/photo/pixels.ts';
import type { Portrait, Vision } from '../../src/face/portrait.ts';
import type { Drawing } from '../drawn-portrait.ts';
import { renderAlpha, renderPixels } from '../drawn-portrait.ts';

export const same: Affine = { a: 1, b: 0, tx: 0, c: 0, d: 1, ty: 0 };

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** Read a drawing. */
export async function readDrawing(vision: Vision, drawing: Drawing, matte = false): Promise<Portrait> {
  return vision.read(await renderPixels(drawing), { matte }, never);
}

/** Read and cut a drawing at its own size. */
export async function cutDrawing(vision: Vision, drawing: Drawing): Promise<{ portrait: Portrait; cut: CutOut }> {
  const portrait = await readDrawing(vision, drawing, true);
  if (!portrait.matte) throw new Error('No person was found');
  return { portrait, cut: await vision.cut(await renderPixels(drawing), portrait.matte, same, never) };
}

/** How well an alpha agrees with a drawing's own: intersection over union at one half, and mean error of 0..1. */
export async function compareAlpha(drawing: Drawing, alpha: Uint8Array): Promise<{ overlap: number; error: number }> {
  const truth = (await renderAlpha(drawing)).data;
  let [shared, either, error] = [0, 0, 0];
  for (let index = 0; index < truth.length; index++) {
    const [isTrue, isFound] = [truth[index]! > 127, alpha[index]! > 127];
    if (isTrue && isFound) shared++;
    if (isTrue || isFound) either++;
    error += Math.abs(truth[index]! - alpha[index]!) / 255;
  }
  return { overlap: shared / either, error: error / truth.length };
}
