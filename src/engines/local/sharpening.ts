// Owns crispness at final size: luminance only, less on skin, a little clarity in the eyes. Refuses colour fringes and halos.

import type { Pixels } from '../../photo/pixels.ts';
import { clamp } from '../../styles/colour.ts';
import { maskEyes, maskSkin, reachOf } from './marks.ts';
import type { FaceMarks } from './marks.ts';
import { enlargePlaneRow } from './plane.ts';

/** Gaussian of deviation 0.8 pixels, five taps. */
const [farTap, nearTap, middleTap] = [0.0219, 0.2285, 0.4992];

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
 * @param alpha - Where there is a person; the rest is left alone.
 * @param grain - Deviation of the photo's grain; a grainy photo is sharpened less.
 */
export function sharpen(picture: Pixels<3>, alpha: Pixels<1>, marks: FaceMarks, grain: number): void {
  const { width, height } = picture;
  const [skin, eyes] = [maskSkin(marks, width, height), maskEyes(marks, width, height)];
  const strength = amount * clamp(1.2 - grain / 3, 0.1, 1);
  const luma = readLuma(picture);
  const blur = blurRows(luma, width, height);
  const [skinRow, eyeRow, broad] = [new Float32Array(width), new Float32Array(width), new Float32Array(width)];
  const radius = Math.max(2, Math.round(reachOf(marks) * 0.06));
  const data = new Uint8ClampedArray(picture.data.buffer);
  for (let y = 0; y < height; y++) {
    enlargePlaneRow(skin, y, height, skinRow);
    enlargePlaneRow(eyes, y, height, eyeRow);
    averageRow(luma, width, height, y, radius, eyeRow, broad);
    sharpenRow(data, alpha.data, luma, y * width, strength, { fine: blur(y), broad, skin: skinRow, eyes: eyeRow });
  }
  for (const plane of [luma, skin.data, eyes.data]) plane.fill(0);
}

/** Around a row: the small blur and the broad means, and the masks of skin and eyes. */
interface Surroundings {
  readonly fine: Float32Array;
  readonly broad: Float32Array;
  readonly skin: Float32Array;
  readonly eyes: Float32Array;
}

function sharpenRow(data: Uint8ClampedArray, alpha: Uint8Array, luma: Float32Array, start: number, strength: number, { fine, broad, skin, eyes }: Surroundings): void {
  for (let x = 0, place = start; x < fine.length; x++, place++) {
    if (alpha[place] === 0) continue;
    const own = luma[place]!;
    const crisp = (own - fine[x]!) * strength * (1 - (1 - skinShare) * skin[x]!);
    const clear = (own - broad[x]!) * eyeClarity * eyes[x]!;
    const wanted = crisp + clear;
    const by = wanted > reachLimit ? reachLimit : wanted < -reachLimit ? -reachLimit : wanted;
    const at = place * 3;
    data[at] = data[at]! + by;
    data[at + 1] = data[at + 1]! + by;
    data[at + 2] = data[at + 2]! + by;
  }
}

function readLuma({ data, width, height }: Pixels<3>): Float32Array {
  const luma = new Float32Array(width * height);
  for (let from = 0; from < luma.length; from += width) readLumaRow(data, from, from + width, luma);
  return luma;
}

function readLumaRow(data: Uint8Array, start: number, end: number, luma: Float32Array): void {
  for (let at = start, from = start * 3; at < end; at++, from += 3) {
    luma[at] = 0.2126 * data[from]! + 0.7152 * data[from + 1]! + 0.0722 * data[from + 2]!;
  }
}

/** Rows of the small Gaussian, one after another from the top; past the edge the picture goes on as at the edge. */
function blurRows(luma: Float32Array, width: number, height: number): (y: number) => Float32Array {
  const ring = Array.from({ length: 5 }, () => new Float32Array(width));
  const out = new Float32Array(width);
  const rowAt = (y: number) => ring[((y % 5) + 5) % 5] ?? out;
  for (let y = -2; y < 2; y++) blurAcross(luma, clamp(y, 0, height - 1) * width, width, rowAt(y));
  return (y) => {
    blurAcross(luma, Math.min(y + 2, height - 1) * width, width, rowAt(y + 2));
    blurDown(rowAt(y - 2), rowAt(y - 1), rowAt(y), rowAt(y + 1), rowAt(y + 2), out);
    return out;
  };
}

function blurDown(a: Float32Array, b: Float32Array, c: Float32Array, d: Float32Array, e: Float32Array, out: Float32Array): void {
  for (let x = 0; x < out.length; x++) out[x] = farTap * (a[x]! + e[x]!) + nearTap * (b[x]! + d[x]!) + middleTap * c[x]!;
}

function blurAcross(luma: Float32Array, start: number, width: number, out: Float32Array): void {
  const last = start + width - 1;
  for (let x = 0, at = start; x < width; x++, at++) {
    const far = luma[at - 2 < start ? start : at - 2]! + luma[at + 2 > last ? last : at + 2]!;
    const near = luma[at - 1 < start ? start : at - 1]! + luma[at + 1 > last ? last : at + 1]!;
    out[x] = farTap * far + nearTap * near + middleTap * luma[at]!;
  }
}

/** Means of squares around the pixels that lie in the eyes; elsewhere nothing is computed. */
function averageRow(luma: Float32Array, width: number, height: number, y: number, radius: number, mask: Float32Array, out: Float32Array): void {
  // Some 80 of the square's pixels tell its mean as well as all of them.
  const stride = Math.max(1, Math.floor(radius / 4));
  for (let x = 0; x < width; x++) {
    if (mask[x]! >= 0.01) out[x] = meanAround(luma, width, height, x, y, radius, stride);
  }
}

function meanAround(luma: Float32Array, width: number, height: number, x: number, y: number, radius: number, stride: number): number {
  let sum = 0;
  let count = 0;
  for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v += stride) {
    for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u += stride, count++) sum += luma[v * width + u]!;
  }
  return sum / Math.max(1, count);
}
