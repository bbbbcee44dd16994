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
  const thin = sweep(alpha, false, scratch);
  const broad = sweep(thin, true, scratch);
  const inside = sumWindows(mask, reach, scratch);
  const [across, down] = [windowCounts(width, reach), windowCounts(height, reach)];
  for (let y = 0; y < height; y++) clearRow(data, y * width, width, inside.data, across, down[y]!, broad.data);
  for (const plane of [thin, broad, inside]) scratch.drop(plane.data);
}

function clearRow(data: Float32Array, from: number, width: number, inside: Float32Array, across: Float32Array, down: number, broad: Float32Array): void {
  for (let x = 0, at = from; x < width; x++, at++) {
    if (data[at] === 0) continue;
    const share = inside[at]! / (across[x]! * down);
    if (share < edgeShare) data[at] = Math.max(0, data[at]! - (1 - share / edgeShare) * broad[at]!);
  }
}

/** The least or greatest value around each pixel, along rows and then along columns. */
function sweep({ data, width, height }: Plane, isGreatest: boolean, scratch: Scratch): Plane {
  const rows = createPlane(width, height, 1, scratch);
  for (let y = 0; y < height; y++) sweepLine(data, rows.data, y * width, 1, width, isGreatest);
  const out = createPlane(width, height, 1, scratch);
  for (let x = 0; x < width; x++) sweepLine(rows.data, out.data, x, width, height, isGreatest);
  scratch.drop(rows.data);
  return out;
}

function sweepLine(from: Float32Array, to: Float32Array, start: number, step: number, length: number, isGreatest: boolean): void {
  for (let place = 0; place < length; place++) {
    const last = Math.min(length - 1, place + strandRadius);
    let value = from[start + place * step]!;
    for (let near = Math.max(0, place - strandRadius); near <= last; near++) {
      const other = from[start + near * step]!;
      if (isGreatest ? other > value : other < value) value = other;
    }
    to[start + place * step] = value;
  }
}
