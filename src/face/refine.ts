// Owns turning a coarse mask into edges that follow the picture: matting where the mask is doubtful, coarse first, then fine. Refuses to find people.

import { weighColours } from './evidence.ts';
import { clearHaze } from './haze.ts';
import { collectFunctions, solveMatting } from './matting.ts';
import type { Plane } from './plane.ts';
import { createPlane, gridShrink, shrinkPlane } from './plane.ts';
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
 * @param smallGuide - The same, shrunk by `gridShrink`.
 * @param head - Size of the subject's head in pixels of the mask.
 */
export function refineMask(guide: Plane, smallGuide: Plane, mask: Plane, head: number, scratch: Scratch): Edges {
  const prior = shrinkPlane(mask, gridShrink, scratch);
  const band = markBand(prior, doubt, Math.round(Math.max(2, (doubtShare * head) / 2)), scratch);
  const weights = scratch.floats(band.length);
  for (let from = 0; from < band.length; from += prior.width) weighRow(prior.data, weights, from, from + prior.width);
  // Colours will overrule the prior; the veil is told by what the mask itself saw.
  const [seen, alpha] = [copyPlane(prior, scratch), copyPlane(prior, scratch)];
  firm(alpha, band);
  weighColours(smallGuide, prior, weights, band, (colourShare * head) / 2, scratch);
  weighSamples(smallGuide, prior, weights, band, Math.round((colourShare * head) / 2), scratch);
  solveMatting({ guide: smallGuide, alpha, band, prior, weights, rounds: coarseRounds }, scratch);
  clearHaze(alpha, seen, Math.round(Math.max(2, (fadeShare * head) / 2)), scratch);
  scratch.step();
  return refineFine(guide, alpha, scratch);
}

/** What a mask says, and how strongly to hold to it. */
function weighRow(prior: Float32Array, weights: Float32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    // The model's halves are a guess of its own; a quarter is mostly nobody, three quarters mostly somebody.
    prior[at] = Math.max(0, Math.min(1, 2 * prior[at]! - 0.5));
    const certainty = (2 * prior[at]! - 1) ** 2;
    weights[at] = leastWeight + certainty * (prior[at]! > 0.5 ? personWeight : backgroundWeight);
  }
}

function refineFine(guide: Plane, coarse: Plane, scratch: Scratch): Edges {
  const alpha = enlarge(coarse, guide.width, guide.height, scratch);
  const band = markBand(alpha, fineDoubt, fineReach, scratch);
  const prior = copyPlane(alpha, scratch);
  firm(alpha, band);
  const weights = scratch.floats(band.length).fill(fineWeight);
  const problem = { guide, alpha, band, prior, weights, rounds: fineRounds };
  const windows = solveMatting(problem, scratch);
  for (const array of [prior.data, weights]) scratch.drop(array);
  return { functions: collectFunctions(problem, windows, scratch), alpha };
}

function copyPlane({ data, width, height, channels }: Plane, scratch: Scratch): Plane {
  return { data: scratch.keep(data.slice()), width, height, channels };
}

/** Marks the pixels that are neither nearly 0 nor nearly 1, and this far around. */
function markBand({ data, width, height }: Plane, margin: number, reach: number, scratch: Scratch): Uint8Array<ArrayBuffer> {
  const band = scratch.bytes(data.length);
  for (let from = 0; from < data.length; from += width) markRow(data, band, margin, from, from + width);
  growBand(band, width, height, reach);
  return band;
}

function markRow(data: Float32Array, band: Uint8Array, margin: number, from: number, to: number): void {
  for (let at = from; at < to; at++) band[at] = data[at]! > margin && data[at]! < 1 - margin ? 1 : 0;
}

/** Outside the band a pixel is person or it is not. */
function firm({ data, width }: Plane, band: Uint8Array): void {
  for (let from = 0; from < data.length; from += width) firmRow(data, band, from, from + width);
}

function firmRow(data: Float32Array, band: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) if (!band[at]) data[at] = data[at]! > 0.5 ? 1 : 0;
}

/** Double a plane's size, bilinear. */
function enlarge({ data, width: from, height: rows }: Plane, width: number, height: number, scratch: Scratch): Plane {
  const out = createPlane(width, height, 1, scratch);
  for (let y = 0; y < height; y++) {
    const v = Math.max(0, Math.min(rows - 1, y / 2 - 0.25));
    const top = v | 0;
    enlargeRow(data, from, top * from, Math.min(rows - 1, top + 1) * from, v % 1, out.data, y * width, width);
  }
  return out;
}

function enlargeRow(data: Float32Array, columns: number, top: number, below: number, partY: number, out: Float32Array, to: number, width: number): void {
  for (let x = 0; x < width; x++) {
    const u = Math.max(0, Math.min(columns - 1, x / 2 - 0.25));
    const left = u | 0;
    const partX = u - left;
    const right = Math.min(columns - 1, left + 1);
    const upper = data[top + left]! * (1 - partX) + data[top + right]! * partX;
    const lower = data[below + left]! * (1 - partX) + data[below + right]! * partX;
    out[to + x] = upper * (1 - partY) + lower * partY;
  }
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
