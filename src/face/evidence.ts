// Owns what colours alone say in the doubtful band: pixels that can only be what is behind. Refuses to decide where colours are alike.

import type { Plane } from './plane.ts';
import { createPlane, sumWindows } from './plane.ts';
import type { Scratch } from './scratch.ts';

// The colours on both sides change slowly: a coarse grid is enough.
const coarse = 2;
// Smallest spread of a side's colour, for noise and for blur of the lens.
const leastSpread = 0.025;
// In spreads: this near to one side and this far from the other is evidence.
const near = 2;
const far = 3;
// Where the mask is surer of the person it is believed: white hair before a white wall.
const sureMask = 0.9;
const evidenceWeight = 0.15;

/**
 * Where a pixel's colour can only be what is behind, overrule a mask that hesitates.
 *
 * @param reach - How far around a pixel the two sides' sure colours are gathered.
 */
export function weighColours(guide: Plane, prior: Plane, weights: Float32Array, band: Uint8Array, reach: number, scratch: Scratch): void {
  const sides = gatherSides(guide, prior, band, Math.max(2, Math.round(reach / coarse)), scratch);
  for (let y = 0; y < guide.height; y++) {
    const side = Math.floor(y / coarse) * sides.width * sides.channels;
    weighRow(guide.data, y * guide.width, guide.width, sides.data, side, prior.data, weights, band);
  }
  scratch.drop(sides.data);
}

function weighRow(guide: Float32Array, from: number, width: number, sides: Float32Array, row: number, prior: Float32Array, weights: Float32Array, band: Uint8Array): void {
  for (let x = 0, at = from; x < width; x++, at++) {
    if (!band[at] || prior[at]! > sureMask) continue;
    const side = row + ((x / coarse) | 0) * perPlace;
    if (!(distance(guide, at * 3, sides, side + perSide) < near && distance(guide, at * 3, sides, side) > far)) continue;
    prior[at] = 0;
    weights[at] = evidenceWeight;
  }
}

const perSide = 5;
const perPlace = 10;

/** For each place the sure colours around it: weight, R, G, B, sum of squares; the person's, then what is behind. */
function gatherSides(guide: Plane, prior: Plane, band: Uint8Array, radius: number, scratch: Scratch): Plane {
  const { width, height } = guide;
  const known = createPlane(Math.ceil(width / coarse), Math.ceil(height / coarse), perPlace, scratch);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / coarse);
    gatherRow(guide.data, prior.data, band, y * width, width, Math.min(coarse, height - row * coarse), known.data, row * known.width * perPlace);
  }
  const sums = sumWindows(known, radius, scratch);
  scratch.drop(known.data);
  return sums;
}

/** @param rows - That share a place; at the lower edge it may be one. */
function gatherRow(guide: Float32Array, prior: Float32Array, band: Uint8Array, from: number, width: number, rows: number, known: Float32Array, row: number): void {
  for (let x = 0, at = from; x < width; x++, at++) {
    if (band[at]) continue;
    const column = (x / coarse) | 0;
    const share = 1 / (rows * Math.min(coarse, width - column * coarse));
    const to = row + column * perPlace + (prior[at]! > 0.5 ? 0 : perSide);
    const red = guide[at * 3]!;
    const green = guide[at * 3 + 1]!;
    const blue = guide[at * 3 + 2]!;
    known[to] = known[to]! + share;
    known[to + 1] = known[to + 1]! + red * share;
    known[to + 2] = known[to + 2]! + green * share;
    known[to + 3] = known[to + 3]! + blue * share;
    known[to + 4] = known[to + 4]! + Math.fround(red * red + green * green + blue * blue) * share;
  }
}

/** From a pixel's colour to the mean of a side, in spreads of that side; NaN, which nothing is nearer or farther than, where nothing is known of it. */
function distance(colour: Float32Array, at: number, sums: Float32Array, from: number): number {
  const count = sums[from]!;
  if (count < 1) return NaN;
  const red = sums[from + 1]! / count;
  const green = sums[from + 2]! / count;
  const blue = sums[from + 3]! / count;
  const spread = Math.sqrt(Math.max(0, sums[from + 4]! / count - red * red - green * green - blue * blue)) + leastSpread;
  return Math.hypot(colour[at]! - red, colour[at + 1]! - green, colour[at + 2]! - blue) / spread;
}
