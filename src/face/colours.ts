// Owns the estimate of the person's and the background's own colour near an edge, as smooth planes. Refuses the final blend: see cut.ts.

import type { Plane } from './plane.ts';
import { createPlane, sumWindows } from './plane.ts';
import type { Scratch } from './scratch.ts';

// Blur fusion's two radii, by the shorter side: the first fills in far from the edge, the second keeps to it.
const farShare = 0.1;
const nearShare = 0.014;

/**
 * Estimate both colours by blur fusion, twice.
 *
 * @param colour - RGB, 0..1.
 * @param alpha - One channel of the same size.
 * @returns Six channels: the person's R G B, the background's R G B.
 * @see https://doi.org/10.1109/ICIP42928.2021.9506164
 */
export function estimateColours(colour: Plane, alpha: Plane, scratch: Scratch): Plane {
  const { width, height } = colour;
  const shorter = Math.min(width, height);
  const far = fuse(colour, colour, alpha, Math.max(2, Math.round(farShare * shorter)), scratch);
  const person = createPlane(width, height, 3, scratch);
  const behind = createPlane(width, height, 3, scratch);
  for (let from = 0; from < alpha.data.length; from += width) correctRow(colour.data, alpha.data, far.data, from, from + width, person.data, behind.data);
  scratch.drop(far.data);
  return fuse(person, behind, alpha, Math.max(1, Math.round(nearShare * shorter)), scratch);
}

/** Shift both colours so that their mixture is the picture's. */
function correctRow(colour: Float32Array, alpha: Float32Array, far: Float32Array, from: number, to: number, person: Float32Array, behind: Float32Array): void {
  for (let index = from; index < to; index++) {
    const opacity = alpha[index]!;
    for (let at = index * 3, place = index * 6; at < index * 3 + 3; at++, place++) {
      const own = far[place]!;
      const other = far[place + 3]!;
      const error = colour[at]! - opacity * own - (1 - opacity) * other;
      person[at] = Math.max(0, Math.min(1, own + opacity * error));
      behind[at] = Math.max(0, Math.min(1, other + (1 - opacity) * error));
    }
  }
}

/** Blur each colour over where it is seen. */
function fuse(person: Plane, behind: Plane, alpha: Plane, radius: number, scratch: Scratch): Plane {
  const { width, height, data } = alpha;
  const weighted = createPlane(width, height, 8, scratch);
  for (let from = 0; from < data.length; from += width) weighRow(person.data, behind.data, data, from, from + width, weighted.data);
  const sums = sumWindows(weighted, radius, scratch);
  scratch.drop(weighted.data);
  const out = createPlane(width, height, 6, scratch);
  for (let from = 0; from < data.length; from += width) divideRow(sums.data, from, from + width, out.data);
  scratch.drop(sums.data);
  return out;
}

function weighRow(person: Float32Array, behind: Float32Array, alpha: Float32Array, from: number, end: number, out: Float32Array): void {
  for (let index = from; index < end; index++) {
    // A trace of each everywhere, so that no window is empty.
    const own = alpha[index]! + 1e-4;
    const other = 1 - alpha[index]! + 1e-4;
    const at = index * 3;
    const to = index * 8;
    for (let channel = 0; channel < 3; channel++) {
      out[to + channel] = person[at + channel]! * own;
      out[to + 4 + channel] = behind[at + channel]! * other;
    }
    out[to + 3] = own;
    out[to + 7] = other;
  }
}

function divideRow(sums: Float32Array, from: number, end: number, out: Float32Array): void {
  for (let index = from; index < end; index++) {
    const at = index * 8;
    const to = index * 6;
    const own = 1 / sums[at + 3]!;
    const other = 1 / sums[at + 7]!;
    for (let channel = 0; channel < 3; channel++) {
      out[to + channel] = sums[at + channel]! * own;
      out[to + 3 + channel] = sums[at + 4 + channel]! * other;
    }
  }
}
