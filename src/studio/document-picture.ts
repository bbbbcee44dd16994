// Owns the pixels of an identity photo: taken from the whole photo in one map, and set on a plain background where that is allowed. Refuses to touch the face.

import type { LocalEngine } from '../engines/local/local.ts';
import type { OutputSize } from '../documents/output-size.ts';
import type { DocumentPlacement } from '../documents/placement.ts';
import { setOnBackground } from '../photo/composite.ts';
import type { Colour } from '../photo/css-colour.ts';
import type { Affine, Pixels } from '../photo/pixels.ts';
import { warpPixels } from '../photo/warp.ts';
import type { SeenPerson } from './document-reading.ts';
import type { JobContext } from './orders.ts';

/** From pixels of the finished photo to pixels of the upright photo: level, crop and scale in one. */
export function mapPlacement({ corners: [topLeft, topRight, bottomLeft] }: DocumentPlacement, { width, height }: OutputSize): Affine {
  return {
    a: (topRight.x - topLeft.x) / width,
    b: (bottomLeft.x - topLeft.x) / height,
    tx: topLeft.x,
    c: (topRight.y - topLeft.y) / width,
    d: (bottomLeft.y - topLeft.y) / height,
    ty: topLeft.y,
  };
}

/**
 * Take the photo's pixels, each once. The photo is erased.
 *
 * @param colour - Painted behind the person; the photo's own background stays without it.
 * @returns RGB of exactly the size, in a buffer of the vault.
 */
export async function takePicture(local: LocalEngine, seen: SeenPerson, map: Affine, size: OutputSize, colour: Colour | undefined, context: JobContext): Promise<Pixels> {
  const { vault, signal } = context;
  const taken = await context.step('crop', () => warpPixels(seen.pixels, map, size.width, size.height, 'clamp', vault, signal));
  vault.erase(seen.pixels.data);
  return colour ? paintBehind(local, taken, seen, map, colour, context) : taken;
}

async function paintBehind(local: LocalEngine, taken: Pixels<3>, { reading }: SeenPerson, map: Affine, colour: Colour, context: JobContext): Promise<Pixels> {
  const { vault, signal } = context;
  const cut = await context.step('cut', () => local.separate(taken, reading, map, context));
  const pixels = await context.step('compose', () => setOnBackground(cut, { kind: 'colour', colour }, { original: undefined, picture: undefined }, vault, signal));
  vault.erase(cut.foreground.data);
  vault.erase(cut.alpha.data);
  return pixels;
}
