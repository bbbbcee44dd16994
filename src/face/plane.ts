// Owns the small pictures on which a matte is solved: one or a few floats for each pixel. Refuses 8-bit pixels.
//
// Here and in its neighbours the loop over a row, a window or a sample is a function of its own, given arrays and numbers. A
// process lives for a few pictures: V8 compiles what is called often once and small, but a function that is called once a
// picture and loops over all of it several times over, whole, in the middle of its loops.

import type { Scratch } from './scratch.ts';

/** Floats on a grid, interleaved by channel. */
export interface Plane {
  readonly data: Float32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** How much coarser the grid is on which colours are gathered and a matte is solved first. */
export const gridShrink = 2;

export function createPlane(width: number, height: number, channels: number, scratch: Scratch): Plane {
  return { data: scratch.floats(width * height * channels), width, height, channels };
}

/** Shrink by a whole number by averaging; a last row or column that does not fill a cell is averaged over what there is. */
export function shrinkPlane(plane: Plane, by: number, scratch: Scratch): Plane {
  const { width, height, channels, data } = plane;
  const small = createPlane(Math.ceil(width / by), Math.ceil(height / by), channels, scratch);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / by);
    const rows = Math.min(by, height - row * by);
    shrinkRow(data, y * width * channels, width, channels, by, rows, small.data, row * small.width * channels);
  }
  return small;
}

function shrinkRow(data: Float32Array, start: number, width: number, channels: number, by: number, rows: number, small: Float32Array, row: number): void {
  for (let x = 0, from = start, to = row; x < width; x += by, to += channels) {
    const columns = Math.min(by, width - x);
    const share = 1 / (rows * columns);
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < channels; channel++, from++) small[to + channel] = small[to + channel]! + data[from]! * share;
    }
  }
}

/** Sum over a square window of 2·radius+1, cut at the edges; running sums, so the radius costs nothing. */
export function sumWindows(plane: Plane, radius: number, scratch: Scratch): Plane {
  const { width, height, channels, data } = plane;
  const out = createPlane(width, height, channels, scratch);
  const columns = new Float64Array(width * channels);
  const running = new Float64Array(channels);
  const stride = width * channels;
  for (let y = -radius; y < height; y++) {
    addRow(columns, data, y + radius < height ? (y + radius) * stride : -1, 1);
    addRow(columns, data, y - radius - 1 >= 0 ? (y - radius - 1) * stride : -1, -1);
    if (y >= 0) slideRow(columns, running, out.data, y * stride, width, channels, radius);
  }
  columns.fill(0);
  running.fill(0);
  return out;
}

function addRow(columns: Float64Array, data: Float32Array, from: number, sign: 1 | -1): void {
  if (from < 0) return;
  const length = columns.length;
  if (sign === 1) for (let index = 0; index < length; index++) columns[index] = columns[index]! + data[from + index]!;
  else for (let index = 0; index < length; index++) columns[index] = columns[index]! - data[from + index]!;
}

function slideRow(columns: Float64Array, running: Float64Array, out: Float32Array, to: number, width: number, channels: number, radius: number): void {
  running.fill(0);
  for (let x = -radius; x < width; x++) {
    const enter = (x + radius) * channels;
    const leave = (x - radius - 1) * channels;
    const enters = x + radius < width;
    const leaves = leave >= 0;
    for (let channel = 0; channel < channels; channel++) {
      const change = (enters ? columns[enter + channel]! : 0) - (leaves ? columns[leave + channel]! : 0);
      running[channel] = running[channel]! + change;
      if (x >= 0) out[to + x * channels + channel] = running[channel]!;
    }
  }
}

/** How many pixels a cut window holds at each place along one side. */
export function windowCounts(length: number, radius: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.min(length - 1, index + radius) - Math.max(0, index - radius) + 1);
}
