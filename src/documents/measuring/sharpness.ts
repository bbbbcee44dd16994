// Owns how sharp a face is at the size that counts on a print. Refuses to judge.

import { faceOval } from '../../face/landmarks.ts';
import type { ReadContext } from '../../face/reading.ts';
import type { Box } from '../../photo/pixels.ts';
import type { FacePatch } from './patch.ts';
import { luminanceAt } from './light.ts';
import { pointOf } from './patch.ts';
import { eachInside } from './polygon.ts';

/** The strongest edges of eyes, brows, nostrils and lips: this share of the face's pixels. */
const strongest = 0.03;

/**
 * Measure how sharp a face's strongest edges are. An edge of deviation s falls to s / √(s² + b²) of its steepness when
 * it is blurred by b; so the fall tells s whatever the edge's contrast. Slopes are taken along the blurred edge's own
 * direction, with their sign, so that grain adds up to nothing.
 *
 * @returns b² / (s² + b²): 0.5 is an edge as soft as a blur of 1.15 pixels, at 96 pixels or fewer between the eyes.
 */
export function measureSharpness(patch: FacePatch, { vault }: ReadContext): number {
  const box = boxOf(patch);
  const { width, height } = box;
  const sharp = vault.own(new Float32Array(width * height));
  for (let y = 0, at = 0; y < height; y++) {
    // The cube root is about lightness: an edge in the shade counts as an edge in the light.
    for (let x = 0; x < width; x++, at++) sharp[at] = Math.cbrt(luminanceAt(patch.picture.data, (box.y + y) * patch.picture.width + box.x + x));
  }
  const soft = vault.own(blurTwice(sharp, width, height));
  const slopes = vault.own(new Float32Array(width * height));
  const oval = faceOval.map((index) => pointOf(patch, index)).map(({ x, y }) => ({ x: x - box.x, y: y - box.y }));
  eachInside(oval, width, height, (index, x, y) => {
    if (x > 0 && y > 0 && x + 1 < width && y + 1 < height) slopes[index] = Math.sqrt((soft[index + 1]! - soft[index - 1]!) ** 2 + (soft[index + width]! - soft[index - width]!) ** 2);
  });
  const ratio = compareSlopes(sharp, soft, slopes, width, leastSlope(slopes, vault));
  for (const plane of [sharp, soft, slopes]) vault.erase(plane);
  return 1 - ratio ** 2;
}

function boxOf(patch: FacePatch): Box {
  const points = faceOval.map((index) => pointOf(patch, index));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.max(0, Math.floor(Math.min(...xs))), Math.max(0, Math.floor(Math.min(...ys)))];
  const { width, height } = patch.picture;
  return { x, y, width: Math.max(1, Math.min(width, Math.ceil(Math.max(...xs))) - x), height: Math.max(1, Math.min(height, Math.ceil(Math.max(...ys))) - y) };
}

/** The slope from which on a place belongs to the strongest edges. */
function leastSlope(slopes: Float32Array, vault: ReadContext['vault']): number {
  const sorted = vault.own(slopes.filter((slope) => slope > 0)).sort();
  const least = sorted[Math.floor(sorted.length * (1 - strongest))] ?? Infinity;
  vault.erase(sorted);
  return least;
}

/** How much of their steepness the strongest edges keep when they are blurred, 0..1. */
function compareSlopes(sharp: Float32Array, soft: Float32Array, slopes: Float32Array, width: number, least: number): number {
  let [before, after] = [0, 1e-9];
  for (let index = 0; index < slopes.length; index++) {
    const slope = slopes[index]!;
    if (slope < least) continue;
    const [across, down] = [soft[index + 1]! - soft[index - 1]!, soft[index + width]! - soft[index - width]!];
    before += ((sharp[index + 1]! - sharp[index - 1]!) * across + (sharp[index + width]! - sharp[index - width]!) * down) / slope;
    after += slope;
  }
  return Math.min(1, after / Math.max(after, before));
}

function blurTwice(plane: Float32Array, width: number, height: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(plane);
  for (let round = 0; round < 2; round++) {
    average(out, width, height, 1);
    average(out, width, height, width);
  }
  return out;
}

/** Mean of three neighbours along one direction, in place; the plane's first and last stay. */
function average(plane: Float32Array, width: number, height: number, step: number): void {
  const lines = step === 1 ? height : width;
  const [length, jump] = step === 1 ? [width, width] : [height, 1];
  for (let line = 0; line < lines; line++) {
    let [at, before] = [line * jump, plane[line * jump]!];
    for (let place = 1; place + 1 < length; place++) {
      at += step;
      const own = plane[at]!;
      plane[at] = (before + own + plane[at + step]!) / 3;
      before = own;
    }
  }
}
