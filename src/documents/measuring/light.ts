// Owns what is measured of the light on a face: its amount, its evenness, its colour. Refuses to judge.

import { cheekPoints, faceOval } from '../../face/landmarks.ts';
import { labOf, lightnessOf, linearOfByte } from '../../styles/colour.ts';
import type { Triple } from '../../styles/colour.ts';
import type { LightMeasures } from '../measures.ts';
import type { FacePatch } from './patch.ts';
import { pointOf } from './patch.ts';
import { eachInside, squareAround } from './polygon.ts';

/** Levels of luminance, as in ISO/IEC 29794-5: linear light in 256 steps. */
const levels = 256;

/** The upper end of the range there: 247–255. */
const overexposedFrom = 247;

/** Steps of the histograms that are compared, half stops: steps of equal light would make dark skin even by itself. */
const [stepsPerStop, darkestStop] = [2, -9];

/** Natural skin in CIELAB, ISO/IEC 29794-5 7.3.10. */
const [naturalA, naturalB] = [[5, 25], [5, 35]] as const;

/** Measure the light on an aligned face. */
export function measureLight(patch: FacePatch): Omit<LightMeasures, 'sharpness'> {
  const histogram = countFace(patch);
  const total = histogram.reduce((sum, count) => sum + count, 0) || 1;
  const measured = {
    mean: histogram.reduce((sum, count, level) => sum + count * level, 0) / total / (levels - 1),
    overexposed: histogram.subarray(overexposedFrom).reduce((sum, count) => sum + count, 0) / total,
    highlight: lightnessOf(rankOf(histogram, 0.99 * total) / (levels - 1)),
    entropyBits: entropyOf(histogram, total),
    uniformity: compareSides(patch),
    colourDistance: distanceFromSkin(meanSkin(patch)),
  };
  histogram.fill(0);
  return measured;
}

function countFace(patch: FacePatch): Float64Array {
  const histogram = new Float64Array(levels);
  const { picture: { data, width, height } } = patch;
  eachInside(faceOval.map((index) => pointOf(patch, index)), width, height, (index) => {
    const level = Math.round(luminanceAt(data, index) * (levels - 1));
    histogram[level] = histogram[level]! + 1;
  });
  return histogram;
}

/** Relative luminance 0..1 of a pixel, on linear light. */
export function luminanceAt(data: Uint8Array, index: number): number {
  return 0.2126 * linearOfByte[data[index * 3]!]! + 0.7152 * linearOfByte[data[index * 3 + 1]!]! + 0.0722 * linearOfByte[data[index * 3 + 2]!]!;
}

function rankOf(histogram: Float64Array, count: number): number {
  let sum = 0;
  for (let level = 0; level < histogram.length; level++) if ((sum += histogram[level]!) >= count) return level;
  return histogram.length - 1;
}

function entropyOf(histogram: Float64Array, total: number): number {
  return histogram.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log2(count / total)), 0);
}

/** Overlap of the two cheeks' histograms, in squares of 0.3 inter-eye distances as in ISO/IEC 29794-5. */
function compareSides(patch: FacePatch): number {
  const [left, right] = cheekPoints.map((points) => countStops(patch, points)) as [Float64Array, Float64Array];
  const overlap = left.reduce((sum, share, step) => sum + Math.min(share, right[step]!), 0);
  left.fill(0);
  right.fill(0);
  return overlap;
}

/** Shares of a cheek's pixels in each half stop; each pixel counts in its two nearest, so that a step's edge is none. */
function countStops(patch: FacePatch, points: readonly number[]): Float64Array {
  const shares = new Float64Array(-darkestStop * stepsPerStop + 2);
  const { picture: { data, width, height } } = patch;
  let count = 0;
  for (const point of points) {
    eachInside(squareAround(pointOf(patch, point), 0.3 * patch.interEyePixels), width, height, (index) => {
      const place = Math.max(0, (Math.log2(luminanceAt(data, index) + 1e-6) - darkestStop) * stepsPerStop);
      const step = Math.floor(place);
      shares[step] = shares[step]! + 1 - (place - step);
      shares[step + 1] = shares[step + 1]! + place - step;
      count++;
    });
  }
  return count === 0 ? shares : shares.map((share) => share / count);
}

/** Mean CIELAB of both cheeks. */
function meanSkin(patch: FacePatch): Triple {
  const { picture: { data, width, height } } = patch;
  const sums = [0, 0, 0];
  let count = 0;
  for (const point of cheekPoints.flat()) {
    eachInside(squareAround(pointOf(patch, point), 0.2 * patch.interEyePixels), width, height, (index) => {
      for (let channel = 0; channel < 3; channel++) sums[channel] = sums[channel]! + data[index * 3 + channel]!;
      count++;
    });
  }
  const [red, green, blue] = sums.map((sum) => sum / Math.max(1, count)) as [number, number, number];
  return labOf(red, green, blue);
}

function distanceFromSkin([, a, b]: Triple): number {
  const outside = (value: number, [least, most]: readonly [number, number]) => Math.max(least - value, value - most, 0);
  return Math.hypot(outside(a, naturalA), outside(b, naturalB));
}
