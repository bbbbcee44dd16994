// Owns what a picture with an alpha channel is made of: where something is seen, and its two halves. Refuses to change either.

import type { Vault } from '../retention/vault.ts';
import { type Box, createPixels, type CutOut, type Pixels } from './pixels.ts';

/** Fainter than this nobody sees it: 3 % of full cover. */
const faintest = 8;

/** The smallest box around all that is seen; undefined where nothing is. */
export function findSeen({ data, width, height }: Pixels<4>): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3]! < faintest) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top };
}

/** Colour and alpha on their own, owned by the vault; the picture is erased. */
export function splitAlpha(pixels: Pixels<4>, vault: Vault): CutOut {
  const { data, width, height } = pixels;
  const foreground = vault.ownPixels(createPixels(width, height, 3));
  const alpha = vault.ownPixels(createPixels(width, height, 1));
  for (let at = 0; at < width * height; at += 1) {
    foreground.data[at * 3] = data[at * 4]!;
    foreground.data[at * 3 + 1] = data[at * 4 + 1]!;
    foreground.data[at * 3 + 2] = data[at * 4 + 2]!;
    alpha.data[at] = data[at * 4 + 3]!;
  }
  vault.erase(data);
  return { foreground, alpha };
}
