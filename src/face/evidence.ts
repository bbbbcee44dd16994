// Owns what colours alone say in the doubtful band: pixels that can only be what is behind. Refuses to decide where colours are alike.

import type { Plane } from './plane.ts';
import { createPlane, shrinkPlane, sumWindows } from './plane.ts';
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
  for (let y = 0, at = 0; y < guide.height; y++) {
    const row = Math.floor(y / coarse) * sides.width;
    for (let x = 0; x < guide.width; x++, at++) {
      if (!band[at] || prior.data[at]! > sureMask) continue;
      const side = (row + ((x / coarse) | 0)) * sides.channels;
      const fromPerson = distance(guide.data, at * 3, sides.data, side);
      const fromBehind = distance(guide.data, at * 3, sides.data, side + 5);
      if (!(fromBehind < near && fromPerson > far)) continue;
      prior.data[at] = 0;
      weights[at] = evidenceWeight;
    }
  }
}

/** For each place the sure colours around it: weight, R, G, B, sum of squares; the person's, then what is behind. */
function gatherSides(guide: Plane, prior: Plane, band: Uint8Array, radius: number, scratch: Scratch): Plane {
  const known = createPlane(guide.width, guide.height, 10, scratch);
  for (let index = 0, at = 0; index < band.length; index++, at += 3) {
    if (band[index]) continue;
    const to = index * 10 + (prior.data[index]! > 0.5 ? 0 : 5);
    const [red, green, blue] = [guide.data[at]!, guide.data[at + 1]!, guide.data[at + 2]!];
    known.data[to] = 1;
    known.data[to + 1] = red;
    known.data[to + 2] = green;
    known.data[to + 3] = blue;
    known.data[to + 4] = red * red + green * green + blue * blue;
  }
  const small = shrinkPlane(known, coarse, scratch);
  scratch.drop(known.data);
  return sumWindows(small, radius, scratch);
}

/** From a pixel's colour to the mean of a side, in spreads of that side; infinite where nothing is known of it. */
function distance(colour: Float32Array, at: number, sums: Float32Array, from: number): number {
  const count = sums[from]!;
  if (count < 1) return NaN;
  const [red, green, blue] = [sums[from + 1]! / count, sums[from + 2]! / count, sums[from + 3]! / count];
  const spread = Math.sqrt(Math.max(0, sums[from + 4]! / count - red * red - green * green - blue * blue)) + leastSpread;
  return Math.hypot(colour[at]! - red, colour[at + 1]! - green, colour[at + 2]! - blue) / spread;
}
