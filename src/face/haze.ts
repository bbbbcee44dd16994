// Owns the removal of veils: broad, faint alpha beyond the mask's edge, which is never hair. Refuses to touch thin strands and the mask's own edge.

import type { Plane } from './plane.ts';
import { createPlane, sumWindows, windowCounts } from './plane.ts';
import type { Scratch } from './scratch.ts';

// Hair beyond the mask is thinner than twice this, in pixels of the coarse grid; what is wider is a veil.
const strandRadius = 2;
// With this part of a window inside the mask the place is at its edge and left alone.
const edgeShare = 0.4;

/**
 * Take away from alpha whatever is broad beyond the mask.
 *
 * @param mask - What alpha was solved from.
 * @param reach - How far beyond the mask's edge alpha may fade as it likes, in pixels.
 */
export function clearHaze(alpha: Plane, mask: Plane, reach: number, scratch: Scratch): void {
  const { width, height, data } = alpha;
  const broad = sweep(sweep(alpha, Math.min, scratch), Math.max, scratch);
  const inside = sumWindows(mask, reach, scratch);
  const [across, down] = [windowCounts(width, reach), windowCounts(height, reach)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (data[at] === 0) continue;
      const share = inside.data[at]! / (across[x]! * down[y]!);
      if (share < edgeShare) data[at] = Math.max(0, data[at]! - (1 - share / edgeShare) * broad.data[at]!);
    }
  }
}

/** The least or greatest value around each pixel, along rows and then along columns. */
function sweep(plane: Plane, choose: (one: number, other: number) => number, scratch: Scratch): Plane {
  const rows = createPlane(plane.width, plane.height, 1, scratch);
  sweepLines(plane.data, rows.data, plane.height, plane.width, plane.width, 1, choose);
  const out = createPlane(plane.width, plane.height, 1, scratch);
  sweepLines(rows.data, out.data, plane.width, 1, plane.height, plane.width, choose);
  return out;
}

function sweepLines(from: Float32Array, to: Float32Array, lines: number, lineStep: number, length: number, step: number, choose: (one: number, other: number) => number): void {
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < length; place++) {
      const first = Math.max(0, place - strandRadius);
      const last = Math.min(length - 1, place + strandRadius);
      let value = from[line * lineStep + first * step]!;
      for (let near = first + 1; near <= last; near++) value = choose(value, from[line * lineStep + near * step]!);
      to[line * lineStep + place * step] = value;
    }
  }
}
