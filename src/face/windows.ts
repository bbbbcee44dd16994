// Owns the 3 × 3 windows around a band: their colours, and the affine function of colour nearest to values in one. Refuses to solve for the values.

import type { Plane } from './plane.ts';
import type { Scratch } from './scratch.ts';

// Variance of colour in a window below which colours do not tell apart; above a JPEG's noise.
const softness = 5e-5;

/** 3 × 3 windows that touch the band: centre, mean colour, inverse covariance. */
export interface Windows {
  readonly centres: Int32Array;
  /** For each window R G B and the six numbers of the inverse. */
  readonly statistics: Float32Array;
}

/** Numbers of a window in `statistics`. */
export const perWindow = 9;
/** Of a pixel in a window. */
export const windowShare = 1 / 9;

/** Find the windows that touch a band, and what their colours are like. */
export function collectWindows(guide: Plane, band: Uint8Array, scratch: Scratch): Windows {
  const { data, width, height } = guide;
  const found = scratch.integers(band.length);
  let count = 0;
  for (let y = 1; y < height - 1; y++) count = collectTouched(band, y * width + 1, (y + 1) * width - 1, width, found, count);
  const centres = found.subarray(0, count);
  const statistics = scratch.floats(count * perWindow);
  for (let index = 0; index < count; index++) describeWindow(data, width, centres[index]!, statistics, index * perWindow);
  return { centres, statistics };
}

function collectTouched(band: Uint8Array, from: number, to: number, width: number, found: Int32Array, before: number): number {
  let count = before;
  for (let at = from; at < to; at++) {
    const above = at - width;
    const below = at + width;
    const touched = band[above - 1]! | band[above]! | band[above + 1]! | band[at - 1]! | band[at]! | band[at + 1]! | band[below - 1]! | band[below]! | band[below + 1]!;
    if (touched) found[count++] = at;
  }
  return count;
}

function describeWindow(data: Float32Array, width: number, centre: number, out: Float32Array, to: number): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  let rr = 0;
  let rg = 0;
  let rb = 0;
  let gg = 0;
  let gb = 0;
  let bb = 0;
  for (let row = centre - width - 1; row <= centre + width; row += width) {
    for (let at = row * 3; at < row * 3 + 9; at += 3) {
      const r = data[at]!;
      const g = data[at + 1]!;
      const b = data[at + 2]!;
      red += r;
      green += g;
      blue += b;
      rr += r * r;
      rg += r * g;
      rb += r * b;
      gg += g * g;
      gb += g * b;
      bb += b * b;
    }
  }
  const r = red * windowShare;
  const g = green * windowShare;
  const b = blue * windowShare;
  out[to] = r;
  out[to + 1] = g;
  out[to + 2] = b;
  invert(rr * windowShare - r * r + softness, rg * windowShare - r * g, rb * windowShare - r * b, gg * windowShare - g * g + softness, gb * windowShare - g * b, bb * windowShare - b * b + softness, out, to + 3);
}

/** The inverse of a symmetric 3 × 3 matrix, both by their upper halves. */
function invert(a00: number, a01: number, a02: number, a11: number, a12: number, a22: number, out: Float32Array, to: number): void {
  const c00 = a11 * a22 - a12 * a12;
  const c01 = a12 * a02 - a01 * a22;
  const c02 = a01 * a12 - a11 * a02;
  const scale = 1 / (a00 * c00 + a01 * c01 + a02 * c02);
  out[to] = c00 * scale;
  out[to + 1] = c01 * scale;
  out[to + 2] = c02 * scale;
  out[to + 3] = (a00 * a22 - a02 * a02) * scale;
  out[to + 4] = (a01 * a02 - a00 * a12) * scale;
  out[to + 5] = (a00 * a11 - a01 * a01) * scale;
}

/** The affine function of colour that is nearest to the values in one window: red, green, blue, offset, left in `fit`. */
export function fitWindow(data: Float32Array, width: number, centre: number, statistics: Float32Array, from: number, values: Float32Array, fit: Float64Array): void {
  let mean = 0;
  let withRed = 0;
  let withGreen = 0;
  let withBlue = 0;
  for (let row = centre - width - 1; row <= centre + width; row += width) {
    const colour = row * 3;
    const left = values[row]!;
    const middle = values[row + 1]!;
    const right = values[row + 2]!;
    mean = mean + left + middle + right;
    withRed = withRed + left * data[colour]! + middle * data[colour + 3]! + right * data[colour + 6]!;
    withGreen = withGreen + left * data[colour + 1]! + middle * data[colour + 4]! + right * data[colour + 7]!;
    withBlue = withBlue + left * data[colour + 2]! + middle * data[colour + 5]! + right * data[colour + 8]!;
  }
  const r = statistics[from]!;
  const g = statistics[from + 1]!;
  const b = statistics[from + 2]!;
  mean *= windowShare;
  const cr = withRed * windowShare - mean * r;
  const cg = withGreen * windowShare - mean * g;
  const cb = withBlue * windowShare - mean * b;
  const red = statistics[from + 3]! * cr + statistics[from + 4]! * cg + statistics[from + 5]! * cb;
  const green = statistics[from + 4]! * cr + statistics[from + 6]! * cg + statistics[from + 7]! * cb;
  const blue = statistics[from + 5]! * cr + statistics[from + 7]! * cg + statistics[from + 8]! * cb;
  fit[0] = red;
  fit[1] = green;
  fit[2] = blue;
  fit[3] = mean - red * r - green * g - blue * b;
}
