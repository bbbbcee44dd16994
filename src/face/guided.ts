// Owns the colour guided filter: a mask made to follow a picture's edges, as four numbers a pixel that work at any size. Refuses to choose the mask.

import type { Plane } from './plane.ts';
import { createPlane, sumWindows, windowCounts } from './plane.ts';
import type { Scratch } from './scratch.ts';

/**
 * Solve `alpha ≈ red·R + green·G + blue·B + offset` around every pixel.
 *
 * @param guide - RGB, 0..1.
 * @param mask - One channel, 0..1, of the same size.
 * @param radius - Of the window, in pixels.
 * @param softness - Variance of colour below which an edge is not followed.
 * @returns Four channels: red, green, blue, offset.
 * @see https://doi.org/10.1109/TPAMI.2012.213
 */
export function solveGuided(guide: Plane, mask: Plane, radius: number, softness: number, scratch: Scratch): Plane {
  const moments = collectMoments(guide, mask, scratch);
  const sums = sumWindows(moments, radius, scratch);
  scratch.drop(moments.data);
  const local = solveWindows(sums, radius, softness, scratch);
  scratch.drop(sums.data);
  const total = sumWindows(local, radius, scratch);
  scratch.drop(local.data);
  averageInPlace(total, radius);
  return total;
}

// R G B, mask, RR RG RB GG GB BB, R·mask G·mask B·mask.
const momentChannels = 13;

function collectMoments(guide: Plane, mask: Plane, scratch: Scratch): Plane {
  const moments = createPlane(guide.width, guide.height, momentChannels, scratch);
  const [from, to] = [guide.data, moments.data];
  for (let index = 0, at = 0, place = 0; index < mask.data.length; index++, at += 3, place += momentChannels) {
    const [red, green, blue, value] = [from[at]!, from[at + 1]!, from[at + 2]!, mask.data[index]!];
    to[place] = red;
    to[place + 1] = green;
    to[place + 2] = blue;
    to[place + 3] = value;
    to[place + 4] = red * red;
    to[place + 5] = red * green;
    to[place + 6] = red * blue;
    to[place + 7] = green * green;
    to[place + 8] = green * blue;
    to[place + 9] = blue * blue;
    to[place + 10] = red * value;
    to[place + 11] = green * value;
    to[place + 12] = blue * value;
  }
  return moments;
}

// A window with a mask this even has no edge to follow.
const evenShare = 0.004;

function solveWindows(sums: Plane, radius: number, softness: number, scratch: Scratch): Plane {
  const { width, height, data } = sums;
  const out = createPlane(width, height, 4, scratch);
  const [across, down] = [windowCounts(width, radius), windowCounts(height, radius)];
  for (let y = 0, at = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += momentChannels, to += 4) {
      const share = 1 / (across[x]! * down[y]!);
      const value = data[at + 3]! * share;
      if (value < evenShare) continue;
      if (value > 1 - evenShare) out.data[to + 3] = 1;
      else solveWindow(data, at, share, softness, out.data, to);
    }
  }
  return out;
}

/** Ordinary least squares in one window: the inverse of the colours' covariance times their covariance with the mask. */
function solveWindow(data: Float32Array, at: number, share: number, softness: number, out: Float32Array, to: number): void {
  const [red, green, blue, value] = [data[at]! * share, data[at + 1]! * share, data[at + 2]! * share, data[at + 3]! * share];
  const rr = data[at + 4]! * share - red * red + softness;
  const rg = data[at + 5]! * share - red * green;
  const rb = data[at + 6]! * share - red * blue;
  const gg = data[at + 7]! * share - green * green + softness;
  const gb = data[at + 8]! * share - green * blue;
  const bb = data[at + 9]! * share - blue * blue + softness;
  const withRed = data[at + 10]! * share - red * value;
  const withGreen = data[at + 11]! * share - green * value;
  const withBlue = data[at + 12]! * share - blue * value;
  const [c00, c01, c02] = [gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb];
  const [c11, c12, c22] = [rr * bb - rb * rb, rg * rb - rr * gb, rr * gg - rg * rg];
  const scale = 1 / (rr * c00 + rg * c01 + rb * c02);
  const a = (c00 * withRed + c01 * withGreen + c02 * withBlue) * scale;
  const b = (c01 * withRed + c11 * withGreen + c12 * withBlue) * scale;
  const c = (c02 * withRed + c12 * withGreen + c22 * withBlue) * scale;
  out[to] = a;
  out[to + 1] = b;
  out[to + 2] = c;
  out[to + 3] = value - a * red - b * green - c * blue;
}

function averageInPlace(total: Plane, radius: number): void {
  const { width, height, data, channels } = total;
  const [across, down] = [windowCounts(width, radius), windowCounts(height, radius)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = 1 / (across[x]! * down[y]!);
      for (let channel = 0; channel < channels; channel++, at++) data[at] = data[at]! * share;
    }
  }
}
