// Owns closed-form matting of an unknown band between what is surely person and surely not. Refuses to choose the band.

import type { Plane } from './plane.ts';
import { createPlane } from './plane.ts';
import type { Scratch } from './scratch.ts';

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

// Variance of colour in a window below which colours do not tell apart; above a JPEG's noise.
const softness = 5e-5;

/**
 * Solve alpha in the band so that around every pixel it is an affine function of colour.
 *
 * @returns Those functions, averaged over the windows of each pixel: red, green, blue, offset.
 * @see https://doi.org/10.1109/TPAMI.2007.1177
 */
export function solveMatting(problem: MattingProblem, scratch: Scratch): Plane {
  const windows = collectWindows(problem, scratch);
  descend(problem, windows, scratch);
  return collectFunctions(problem, windows, scratch);
}

/** 3 × 3 windows that touch the band: centre, mean colour, inverse covariance. */
interface Windows {
  readonly centres: Int32Array;
  /** For each window R G B and the six numbers of the inverse. */
  readonly statistics: Float32Array;
}

const perWindow = 9;
const share = 1 / 9;

function collectWindows({ guide, band }: MattingProblem, scratch: Scratch): Windows {
  const { width, height } = guide;
  const found: number[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const touched = band[at - width - 1]! | band[at - width]! | band[at - width + 1]! | band[at - 1]! | band[at]! | band[at + 1]! | band[at + width - 1]! | band[at + width]! | band[at + width + 1]!;
      if (touched) found.push(at);
    }
  }
  const centres = scratch.keep(Int32Array.from(found));
  const statistics = scratch.floats(centres.length * perWindow);
  for (let index = 0; index < centres.length; index++) describeWindow(guide, centres[index]!, statistics, index * perWindow);
  return { centres, statistics };
}

function describeWindow({ data, width }: Plane, centre: number, out: Float32Array, to: number): void {
  let [red, green, blue, rr, rg, rb, gg, gb, bb] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
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
  const [r, g, b] = [red * share, green * share, blue * share];
  const [a00, a01, a02] = [rr * share - r * r + softness, rg * share - r * g, rb * share - r * b];
  const [a11, a12, a22] = [gg * share - g * g + softness, gb * share - g * b, bb * share - b * b + softness];
  const [c00, c01, c02] = [a11 * a22 - a12 * a12, a12 * a02 - a01 * a22, a01 * a12 - a11 * a02];
  const scale = 1 / (a00 * c00 + a01 * c01 + a02 * c02);
  out.set([r, g, b, c00 * scale, c01 * scale, c02 * scale, (a00 * a22 - a02 * a02) * scale, (a01 * a02 - a00 * a12) * scale, (a00 * a11 - a01 * a01) * scale], to);
}

/** Conjugate gradients on the band's pixels, starting from the alpha there is. */
function descend({ guide, alpha, band, prior, weights, rounds }: MattingProblem, windows: Windows, scratch: Scratch): void {
  const length = alpha.data.length;
  const [residual, direction, image] = [scratch.floats(length), scratch.floats(length), scratch.floats(length)];
  multiply(guide, windows, alpha.data, residual);
  let power = 0;
  for (let index = 0; index < length; index++) {
    residual[index] = band[index] ? weights[index]! * (prior.data[index]! - alpha.data[index]!) - residual[index]! : 0;
    direction[index] = residual[index]!;
    power += residual[index]! ** 2;
  }
  for (let round = 0; round < rounds && power > 1e-7; round++) {
    scratch.step();
    image.fill(0);
    multiply(guide, windows, direction, image);
    power = advance(alpha.data, band, weights, residual, direction, image, power);
  }
  for (let index = 0; index < length; index++) {
    if (band[index]) alpha.data[index] = Math.max(0, Math.min(1, alpha.data[index]!));
  }
  for (const array of [residual, direction, image]) scratch.drop(array);
}

/** One round; returns the new residual's power. */
function advance(alpha: Float32Array, band: Uint8Array, weights: Float32Array, residual: Float32Array, direction: Float32Array, image: Float32Array, power: number): number {
  const length = alpha.length;
  let along = 0;
  for (let index = 0; index < length; index++) {
    if (band[index]) along += direction[index]! * (image[index] = image[index]! + weights[index]! * direction[index]!);
  }
  const step = along > 0 ? power / along : 0;
  let next = 0;
  for (let index = 0; index < length; index++) {
    if (!band[index]) continue;
    alpha[index] = alpha[index]! + step * direction[index]!;
    const left = residual[index]! - step * image[index]!;
    residual[index] = left;
    next += left * left;
  }
  const keep = next / power;
  for (let index = 0; index < length; index++) if (band[index]) direction[index] = residual[index]! + keep * direction[index]!;
  return next;
}

/** Add the matting Laplacian times `values` to `out`, window by window. */
function multiply(guide: Plane, { centres, statistics }: Windows, values: Float32Array, out: Float32Array): void {
  const fit = new Float64Array(4);
  const { data, width } = guide;
  for (let index = 0; index < centres.length; index++) {
    const centre = centres[index]!;
    fitWindow(data, width, centre, statistics, index * perWindow, values, fit);
    const [red, green, blue, offset] = [fit[0]!, fit[1]!, fit[2]!, fit[3]!];
    for (let row = centre - width - 1; row <= centre + width; row += width) {
      for (let at = row, colour = row * 3; at < row + 3; at++, colour += 3) {
        out[at] = out[at]! + values[at]! - (red * data[colour]! + green * data[colour + 1]! + blue * data[colour + 2]! + offset);
      }
    }
  }
}

/** The affine function of colour that is nearest to the values in one window. */
function fitWindow(data: Float32Array, width: number, centre: number, statistics: Float32Array, from: number, values: Float32Array, fit: Float64Array): void {
  let [mean, withRed, withGreen, withBlue] = [0, 0, 0, 0];
  for (let row = centre - width - 1; row <= centre + width; row += width) {
    for (let at = row, colour = row * 3; at < row + 3; at++, colour += 3) {
      const value = values[at]!;
      mean += value;
      withRed += value * data[colour]!;
      withGreen += value * data[colour + 1]!;
      withBlue += value * data[colour + 2]!;
    }
  }
  const [r, g, b] = [statistics[from]!, statistics[from + 1]!, statistics[from + 2]!];
  mean *= share;
  const [cr, cg, cb] = [withRed * share - mean * r, withGreen * share - mean * g, withBlue * share - mean * b];
  const red = statistics[from + 3]! * cr + statistics[from + 4]! * cg + statistics[from + 5]! * cb;
  const green = statistics[from + 4]! * cr + statistics[from + 6]! * cg + statistics[from + 7]! * cb;
  const blue = statistics[from + 5]! * cr + statistics[from + 7]! * cg + statistics[from + 8]! * cb;
  fit[0] = red;
  fit[1] = green;
  fit[2] = blue;
  fit[3] = mean - red * r - green * g - blue * b;
}

/** For every pixel the mean of its windows' functions; a window outside the band is constant. */
function collectFunctions({ guide, alpha }: MattingProblem, { centres, statistics }: Windows, scratch: Scratch): Plane {
  const { data, width, height } = guide;
  const out = createPlane(width, height, 4, scratch);
  const counts = scratch.bytes(width * height);
  const fit = new Float64Array(4);
  for (let index = 0; index < centres.length; index++) {
    const centre = centres[index]!;
    fitWindow(data, width, centre, statistics, index * perWindow, alpha.data, fit);
    for (let row = centre - width - 1; row <= centre + width; row += width) {
      for (let at = row; at < row + 3; at++) {
        counts[at] = counts[at]! + 1;
        for (let channel = 0; channel < 4; channel++) out.data[at * 4 + channel] = out.data[at * 4 + channel]! + fit[channel]! * share;
      }
    }
  }
  for (let at = 0; at < counts.length; at++) {
    out.data[at * 4 + 3] = out.data[at * 4 + 3]! + alpha.data[at]! * (1 - counts[at]! * share);
  }
  return out;
}
