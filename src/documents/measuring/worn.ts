// Owns hints of what is worn on the face: a frame around the eyes. Refuses to tell what cannot be told: rimless glasses, scarves.

import { lightnessOf } from '../../styles/colour.ts';
import { luminanceAt } from './light.ts';
import type { FacePatch } from './patch.ts';
import { pointOf } from './patch.ts';

/**
 * A bridge of glasses is this much darker than the nose above and below it, in CIE lightness. Bare noses have 0–4. Of frames
 * drawn on six portraits, thick dark ones were told 6 times above half of it, thin dark ones 5 times, gold ones 3, rimless never.
 */
const sureContrast = 16;

/** Hint of a frame across the nose, 0..1. */
export function hintGlasses(patch: FacePatch): number {
  return Math.min(1, bridgeContrast(patch) / sureContrast);
}

/** The darkest bar across the nose between the eyes against the skin above and below it. */
function bridgeContrast(patch: FacePatch): number {
  const { picture: { data, width, height } } = patch;
  const [top, bottom] = [pointOf(patch, 9), pointOf(patch, 195)];
  const half = Math.max(1, Math.round(0.07 * patch.interEyePixels));
  const rows: number[] = [];
  for (let y = Math.round(top.y); y < bottom.y; y++) {
    const middle = top.x + ((y - top.y) / (bottom.y - top.y)) * (bottom.x - top.x);
    let sum = 0;
    for (let x = Math.round(middle) - half; x <= Math.round(middle) + half; x++) {
      if (x >= 0 && y >= 0 && x < width && y < height) sum += luminanceAt(data, y * width + x);
    }
    rows.push(lightnessOf(sum / (2 * half + 1)));
  }
  const reach = Math.max(2, Math.round(0.12 * patch.interEyePixels));
  let most = 0;
  for (let at = reach; at + reach < rows.length; at++) most = Math.max(most, Math.min(rows[at - reach]!, rows[at + reach]!) - rows[at]!);
  return most;
}
