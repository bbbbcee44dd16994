// Owns crispness at final size: luminance only, less on skin, a little clarity in the eyes. Refuses colour fringes and halos.

import type { Pixels } from '../../photo/pixels.ts';
import { clamp } from '../../styles/colour.ts';
import { lumaOf } from './light-reading.ts';
import { maskEyes, maskSkin } from './marks.ts';
import type { FaceMarks } from './marks.ts';
import { enlargePlaneRow } from './plane.ts';

/** Gaussian of deviation 0.8 pixels, five taps. */
const taps = [0.0219, 0.2285, 0.4992, 0.2285, 0.0219] as const;

/** Share of the fine detail that is added again. */
const amount = 0.5;

/** Of that, what skin gets: pores stay, none is carved. */
const skinShare = 0.35;

/** Share of the eyes' own contrast that is added again. */
const eyeClarity = 0.1;

/** No pixel moves further than this, so that no edge rings. */
const reachLimit = 14;

/**
 * Sharpen in place.
 *
 * @param grain - Deviation of the photo's grain; a grainy photo is sharpened less.
 */
export function sharpen(picture: Pixels<3>, marks: FaceMarks, grain: number): void {
  const { width, height } = picture;
  const [skin, eyes] = [maskSkin(marks, width, height), maskEyes(marks, width, height)];
  const strength = amount * clamp(1.25 - grain / 4, 0.2, 1);
  const luma = readLuma(picture);
  const [skinRow, eyeRow] = [new Float32Array(width), new Float32Array(width)];
  const [fine, broad] = [new Float32Array(width), new Float32Array(width)];
  const radius = Math.max(2, Math.round(Math.hypot(marks.chin.x - marks.eyes.x, marks.chin.y - marks.eyes.y) * 0.06));
  for (let y = 0; y < height; y++) {
    enlargePlaneRow(skin, y, height, skinRow);
    enlargePlaneRow(eyes, y, height, eyeRow);
    blurRow(luma, width, height, y, fine);
    averageRow(luma, width, height, y, radius, eyeRow, broad);
    for (let x = 0; x < width; x++) {
      const own = luma[y * width + x] ?? 0;
      const crisp = (own - (fine[x] ?? 0)) * strength * (1 - (1 - skinShare) * (skinRow[x] ?? 0));
      const clear = (own - (broad[x] ?? 0)) * eyeClarity * (eyeRow[x] ?? 0);
      lift(picture.data, (y * width + x) * 3, clamp(crisp + clear, -reachLimit, reachLimit));
    }
  }
  luma.fill(0);
  skin.data.fill(0);
  eyes.data.fill(0);
}

function readLuma({ data, width, height }: Pixels<3>): Float32Array {
  const luma = new Float32Array(width * height);
  for (let at = 0, from = 0; at < luma.length; at++, from += 3) luma[at] = lumaOf(data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0);
  return luma;
}

/** One row of the small Gaussian; rows and columns past the edge equal the edge. */
function blurRow(luma: Float32Array, width: number, height: number, y: number, out: Float32Array): void {
  const rows = [-2, -1, 0, 1, 2].map((step) => clamp(y + step, 0, height - 1) * width);
  const column = (x: number) => {
    let sum = 0;
    for (let tap = 0; tap < 5; tap++) sum += (taps[tap] ?? 0) * (luma[(rows[tap] ?? 0) + x] ?? 0);
    return sum;
  };
  let [a, b, c, d] = [column(0), column(0), column(0), column(Math.min(1, width - 1))];
  for (let x = 0; x < width; x++) {
    const e = column(Math.min(width - 1, x + 2));
    out[x] = taps[0] * (a + e) + taps[1] * (b + d) + taps[2] * c;
    [a, b, c, d] = [b, c, d, e];
  }
}

/** Means of squares around the pixels that lie in the eyes; elsewhere nothing is computed. */
function averageRow(luma: Float32Array, width: number, height: number, y: number, radius: number, mask: Float32Array, out: Float32Array): void {
  // Every other pixel of the square tells its mean as well.
  const stride = Math.max(1, Math.floor(radius / 4));
  for (let x = 0; x < width; x++) {
    if ((mask[x] ?? 0) < 0.01) continue;
    let [sum, count] = [0, 0];
    for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v += stride) {
      for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u += stride, count++) sum += luma[v * width + u] ?? 0;
    }
    out[x] = sum / Math.max(1, count);
  }
}

function lift(data: Uint8Array, at: number, by: number): void {
  for (let channel = 0; channel < 3; channel++) data[at + channel] = clamp(Math.round((data[at + channel] ?? 0) + by), 0, 255);
}
