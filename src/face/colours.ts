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
  const shorter = Math.min(colour.width, colour.height);
  const far = fuse(colour, colour, alpha, Math.max(2, Math.round(farShare * shorter)), scratch);
  const person = createPlane(colour.width, colour.height, 3, scratch);
  const behind = createPlane(colour.width, colour.height, 3, scratch);
  for (let index = 0; index < alpha.data.length; index++) {
    const opacity = alpha.data[index]!;
    for (let channel = 0; channel < 3; channel++) {
      const [own, other] = [far.data[index * 6 + channel]!, far.data[index * 6 + 3 + channel]!];
      const error = colour.data[index * 3 + channel]! - opacity * own - (1 - opacity) * other;
      person.data[index * 3 + channel] = Math.max(0, Math.min(1, own + opacity * error));
      behind.data[index * 3 + channel] = Math.max(0, Math.min(1, other + (1 - opacity) * error));
    }
  }
  return fuse(person, behind, alpha, Math.max(1, Math.round(nearShare * shorter)), scratch);
}

/** Blur each colour over where it is seen. */
function fuse(person: Plane, behind: Plane, alpha: Plane, radius: number, scratch: Scratch): Plane {
  const weighted = createPlane(alpha.width, alpha.height, 8, scratch);
  for (let index = 0, at = 0, to = 0; index < alpha.data.length; index++, at += 3, to += 8) {
    // A trace of each everywhere, so that no window is empty.
    const own = alpha.data[index]! + 1e-4;
    const other = 1 - alpha.data[index]! + 1e-4;
    for (let channel = 0; channel < 3; channel++) {
      weighted.data[to + channel] = person.data[at + channel]! * own;
      weighted.data[to + 4 + channel] = behind.data[at + channel]! * other;
    }
    weighted.data[to + 3] = own;
    weighted.data[to + 7] = other;
  }
  const sums = sumWindows(weighted, radius, scratch);
  const out = createPlane(alpha.width, alpha.height, 6, scratch);
  for (let at = 0, to = 0; at < sums.data.length; at += 8, to += 6) {
    const [own, other] = [1 / sums.data[at + 3]!, 1 / sums.data[at + 7]!];
    for (let channel = 0; channel < 3; channel++) {
      out.data[to + channel] = sums.data[at + channel]! * own;
      out.data[to + 3 + channel] = sums.data[at + 4 + channel]! * other;
    }
  }
  return out;
}
