// Owns turning a coarse mask into edges that follow the picture: matting where the mask is doubtful, coarse first, then fine. Refuses to find people.

import { weighColours } from './evidence.ts';
import { clearHaze } from './haze.ts';
import { solveMatting } from './matting.ts';
import type { Plane } from './plane.ts';
import { createPlane, shrinkPlane } from './plane.ts';
import { weighSamples } from './samples.ts';
import type { Scratch } from './scratch.ts';

/** Edges of a mask. */
export interface Edges {
  /** Red, green, blue, offset of alpha around each pixel. */
  readonly functions: Plane;
  /** Alpha on the same grid. */
  readonly alpha: Plane;
}

// Doubt: where the mask is neither nearly 0 nor nearly 1, and this far around it, in sizes of the head.
const doubt = 0.1;
const doubtShare = 0.04;
// How strongly the mask holds: inside, so that speckled hair keeps no holes; outside less, because single hairs are not in it.
const personWeight = 0.3;
const backgroundWeight = 0.15;
const leastWeight = 0.002;
// How far around a pixel the sure colours of both sides are gathered.
const colourShare = 0.2;
// How far beyond the mask's edge alpha may fade.
const fadeShare = 0.02;
const coarseRounds = 20;
const fineRounds = 8;
// The fine solve only sharpens what the coarse one found: a narrow band, near its answer.
const fineDoubt = 0.03;
const fineReach = 2;
const fineWeight = 0.01;

/**
 * Refine a mask.
 *
 * @param guide - RGB, 0..1, of the mask's size.
 * @param head - Size of the subject's head in pixels of the mask.
 */
export function refineMask(guide: Plane, mask: Plane, head: number, scratch: Scratch): Edges {
  const [smallGuide, prior] = [shrinkPlane(guide, 2, scratch), shrinkPlane(mask, 2, scratch)];
  const band = scratch.bytes(prior.data.length);
  for (let index = 0; index < band.length; index++) band[index] = isDoubted(prior.data[index]!, doubt) ? 1 : 0;
  growBand(band, prior.width, prior.height, Math.round(Math.max(2, (doubtShare * head) / 2)));
  const weights = scratch.floats(band.length);
  for (let index = 0; index < band.length; index++) {
    // The model's halves are a guess of its own; a quarter is mostly nobody, three quarters mostly somebody.
    prior.data[index] = Math.max(0, Math.min(1, 2 * prior.data[index]! - 0.5));
    const certainty = (2 * prior.data[index]! - 1) ** 2;
    weights[index] = leastWeight + certainty * (prior.data[index]! > 0.5 ? personWeight : backgroundWeight);
  }
  // Colours will overrule the prior; the veil is told by what the mask itself saw.
  const seen = { ...prior, data: scratch.keep(prior.data.slice()) };
  const alpha = { ...prior, data: scratch.keep(prior.data.slice()) };
  firm(alpha, band);
  weighColours(smallGuide, prior, weights, band, (colourShare * head) / 2, scratch);
  weighSamples(smallGuide, prior, weights, band, Math.round((colourShare * head) / 2), scratch);
  solveMatting({ guide: smallGuide, alpha, band, prior, weights, rounds: coarseRounds }, scratch);
  clearHaze(alpha, seen, Math.round(Math.max(2, (fadeShare * head) / 2)), scratch);
  scratch.step();
  return refineFine(guide, alpha, scratch);
}

function refineFine(guide: Plane, coarse: Plane, scratch: Scratch): Edges {
  const alpha = enlarge(coarse, guide.width, guide.height, scratch);
  const band = scratch.bytes(alpha.data.length);
  for (let index = 0; index < band.length; index++) band[index] = isDoubted(alpha.data[index]!, fineDoubt) ? 1 : 0;
  growBand(band, alpha.width, alpha.height, fineReach);
  const prior = { ...alpha, data: scratch.keep(alpha.data.slice()) };
  firm(alpha, band);
  const weights = scratch.floats(band.length).fill(fineWeight);
  const functions = solveMatting({ guide, alpha, band, prior, weights, rounds: fineRounds }, scratch);
  return { functions, alpha };
}

function isDoubted(value: number, margin: number): boolean {
  return value > margin && value < 1 - margin;
}

/** Outside the band a pixel is person or it is not. */
function firm({ data }: Plane, band: Uint8Array): void {
  for (let index = 0; index < band.length; index++) if (!band[index]) data[index] = data[index]! > 0.5 ? 1 : 0;
}

/** Double a plane's size, bilinear. */
function enlarge(plane: Plane, width: number, height: number, scratch: Scratch): Plane {
  const out = createPlane(width, height, 1, scratch);
  for (let y = 0, at = 0; y < height; y++) {
    const v = Math.max(0, Math.min(plane.height - 1, y / 2 - 0.25));
    const [top, partY] = [v | 0, v % 1];
    const below = Math.min(plane.height - 1, top + 1) * plane.width;
    for (let x = 0; x < width; x++, at++) {
      const u = Math.max(0, Math.min(plane.width - 1, x / 2 - 0.25));
      const [left, partX] = [u | 0, u % 1];
      const right = Math.min(plane.width - 1, left + 1);
      const upper = plane.data[top * plane.width + left]! * (1 - partX) + plane.data[top * plane.width + right]! * partX;
      const lower = plane.data[below + left]! * (1 - partX) + plane.data[below + right]! * partX;
      out.data[at] = upper * (1 - partY) + lower * partY;
    }
  }
  return out;
}

/** Grow marked pixels by a square of a radius, rows then columns. */
export function growBand(marks: Uint8Array, width: number, height: number, radius: number): void {
  for (let y = 0; y < height; y++) growLine(marks, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) growLine(marks, x, width, height, radius);
}

function growLine(marks: Uint8Array, start: number, step: number, length: number, radius: number): void {
  // 1 is a mark, 2 is grown from one: two sweeps, each counting how far the last mark is.
  for (let index = 0, far = radius + 1, at = start; index < length; index++, at += step) {
    far = marks[at] === 1 ? 0 : far + 1;
    if (far > 0 && far <= radius) marks[at] = 2;
  }
  for (let index = 0, far = radius + 1, at = start + (length - 1) * step; index < length; index++, at -= step) {
    far = marks[at] === 1 ? 0 : far + 1;
    if (far > 0 && far <= radius) marks[at] = 2;
  }
  for (let index = 0, at = start; index < length; index++, at += step) if (marks[at] === 2) marks[at] = 1;
}
