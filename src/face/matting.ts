// Owns closed-form matting of an unknown band between what is surely person and surely not. Refuses to choose the band.

import type { Plane } from './plane.ts';
import { createPlane } from './plane.ts';
import type { Scratch } from './scratch.ts';
import type { Windows } from './windows.ts';
import { collectWindows, fitWindow, perWindow, windowShare } from './windows.ts';

/** What is asked of one solve. */
export interface MattingProblem {
  /** RGB, 0..1. */
  readonly guide: Plane;
  /** Start, and truth outside the band; one channel, changed in place. */
  readonly alpha: Plane;
  /** 1 where alpha is unknown. */
  readonly band: Uint8Array<ArrayBuffer>;
  /** What alpha should stay near inside the band, and how strongly there: thousandths let it go, hundredths hold it. */
  readonly prior: Plane;
  readonly weights: Float32Array<ArrayBuffer>;
  readonly rounds: number;
}

/**
 * Solve alpha in the band, in place, so that around every pixel it is an affine function of colour.
 *
 * @returns The windows over which it is one, for `collectFunctions`.
 * @see https://doi.org/10.1109/TPAMI.2007.1177
 */
export function solveMatting(problem: MattingProblem, scratch: Scratch): Windows {
  const windows = collectWindows(problem.guide, problem.band, scratch);
  descend(problem, windows, scratch);
  return windows;
}

/** Conjugate gradients on the band's pixels, starting from the alpha there is. */
function descend({ guide, alpha, band, prior, weights, rounds }: MattingProblem, windows: Windows, scratch: Scratch): void {
  const { length } = alpha.data;
  const places = collectPlaces(band, guide.width, scratch);
  const [residual, direction, image] = [scratch.floats(length), scratch.floats(length), scratch.floats(length)];
  multiply(guide, windows, alpha.data, residual);
  let power = begin(places, alpha.data, prior.data, weights, residual, direction);
  for (let round = 0; round < rounds && power > 1e-7; round++) {
    scratch.step();
    image.fill(0);
    multiply(guide, windows, direction, image);
    const along = weighStep(places, weights, direction, image);
    const next = advance(places, along > 0 ? power / along : 0, direction, image, alpha.data, residual);
    turn(places, next / power, residual, direction);
    power = next;
  }
  bound(places, alpha.data);
  for (const array of [residual, direction, image]) scratch.drop(array);
}

/** Where the band is. */
function collectPlaces(band: Uint8Array, width: number, scratch: Scratch): Int32Array {
  const found = scratch.integers(band.length);
  let count = 0;
  for (let from = 0; from < band.length; from += width) count = collectRow(band, from, from + width, found, count);
  return found.subarray(0, count);
}

function collectRow(band: Uint8Array, from: number, to: number, found: Int32Array, before: number): number {
  let count = before;
  for (let at = from; at < to; at++) if (band[at]) found[count++] = at;
  return count;
}

/** The first residual, which is the first direction as well; returns its power. */
function begin(places: Int32Array, alpha: Float32Array, prior: Float32Array, weights: Float32Array, residual: Float32Array, direction: Float32Array): number {
  let power = 0;
  for (let index = 0; index < places.length; index++) {
    const at = places[index]!;
    residual[at] = weights[at]! * (prior[at]! - alpha[at]!) - residual[at]!;
    direction[at] = residual[at]!;
    power += residual[at]! ** 2;
  }
  return power;
}

/** Add the weights' part to the direction's image; returns how far the image goes along the direction. */
function weighStep(places: Int32Array, weights: Float32Array, direction: Float32Array, image: Float32Array): number {
  let along = 0;
  for (let index = 0; index < places.length; index++) {
    const at = places[index]!;
    along += direction[at]! * (image[at] = image[at]! + weights[at]! * direction[at]!);
  }
  return along;
}

/** One step; returns the new residual's power. */
function advance(places: Int32Array, step: number, direction: Float32Array, image: Float32Array, alpha: Float32Array, residual: Float32Array): number {
  let power = 0;
  for (let index = 0; index < places.length; index++) {
    const at = places[index]!;
    alpha[at] = alpha[at]! + step * direction[at]!;
    const left = residual[at]! - step * image[at]!;
    residual[at] = left;
    power += left * left;
  }
  return power;
}

function turn(places: Int32Array, keep: number, residual: Float32Array, direction: Float32Array): void {
  for (let index = 0; index < places.length; index++) {
    const at = places[index]!;
    direction[at] = residual[at]! + keep * direction[at]!;
  }
}

/** Into 0..1. */
function bound(places: Int32Array, values: Float32Array): void {
  for (let index = 0; index < places.length; index++) {
    const at = places[index]!;
    values[at] = Math.max(0, Math.min(1, values[at]!));
  }
}

/** Add the matting Laplacian times `values` to `out`, window by window. */
function multiply({ data, width }: Plane, { centres, statistics }: Windows, values: Float32Array, out: Float32Array): void {
  const fit = new Float64Array(4);
  for (let index = 0; index < centres.length; index++) {
    fitWindow(data, width, centres[index]!, statistics, index * perWindow, values, fit);
    addMisfit(data, width, centres[index]!, values, fit, out);
  }
}

/** What a window's function leaves unexplained of the values. */
function addMisfit(data: Float32Array, width: number, centre: number, values: Float32Array, fit: Float64Array, out: Float32Array): void {
  const red = fit[0]!;
  const green = fit[1]!;
  const blue = fit[2]!;
  const offset = fit[3]!;
  for (let row = centre - width - 1; row <= centre + width; row += width) {
    const colour = row * 3;
    out[row] = out[row]! + values[row]! - (red * data[colour]! + green * data[colour + 1]! + blue * data[colour + 2]! + offset);
    out[row + 1] = out[row + 1]! + values[row + 1]! - (red * data[colour + 3]! + green * data[colour + 4]! + blue * data[colour + 5]! + offset);
    out[row + 2] = out[row + 2]! + values[row + 2]! - (red * data[colour + 6]! + green * data[colour + 7]! + blue * data[colour + 8]! + offset);
  }
}


/** For every pixel the mean of its windows' functions, red, green, blue, offset; a window outside the band is constant. */
export function collectFunctions({ guide, alpha }: MattingProblem, { centres, statistics }: Windows, scratch: Scratch): Plane {
  const { data, width, height } = guide;
  const out = createPlane(width, height, 4, scratch);
  const counts = scratch.bytes(width * height);
  const fit = new Float64Array(4);
  for (let index = 0; index < centres.length; index++) {
    fitWindow(data, width, centres[index]!, statistics, index * perWindow, alpha.data, fit);
    addFunction(fit, width, centres[index]!, out.data, counts);
  }
  for (let from = 0; from < counts.length; from += width) addConstants(alpha.data, counts, from, from + width, out.data);
  return out;
}

function addFunction(fit: Float64Array, width: number, centre: number, out: Float32Array, counts: Uint8Array): void {
  for (let row = centre - width - 1; row <= centre + width; row += width) {
    for (let at = row, to = row * 4; at < row + 3; at++, to += 4) {
      counts[at] = counts[at]! + 1;
      out[to] = out[to]! + fit[0]! * windowShare;
      out[to + 1] = out[to + 1]! + fit[1]! * windowShare;
      out[to + 2] = out[to + 2]! + fit[2]! * windowShare;
      out[to + 3] = out[to + 3]! + fit[3]! * windowShare;
    }
  }
}

function addConstants(alpha: Float32Array, counts: Uint8Array, from: number, to: number, out: Float32Array): void {
  for (let at = from; at < to; at++) out[at * 4 + 3] = out[at * 4 + 3]! + alpha[at]! * (1 - counts[at]! * windowShare);
}
