// Owns what the nearest sure colours on both sides say of a doubtful pixel: the mixture of two of them that explains it best. Refuses where they are alike or none explains it.

import type { Plane } from './plane.ts';
import type { Scratch } from './scratch.ts';

const rays = 8;
// A second sample lies this much deeper on each ray: the first may still be an edge's mixture.
const deeper = 3;
const perSide = rays * 2;
// How far a mixture may be from the pixel's colour and still explain it.
const tolerance = 0.03;
const mostError = (4 * tolerance) ** 2;
// Colours of both sides that are nearer than this say nothing; from twice this on they say all they can.
const leastContrast = 0.12;
const sampleWeight = 0.1;
// Where the mask is surer of the person it is believed.
const sureMask = 0.9;

/**
 * Move the prior of doubtful pixels towards the mixture of a person's and a background's colour that explains them, as far as it does.
 *
 * @param reach - How far a sample may lie, in pixels.
 */
export function weighSamples(guide: Plane, prior: Plane, weights: Float32Array, band: Uint8Array, reach: number, scratch: Scratch): void {
  const before = scratch.keep(prior.data.slice());
  const found = { person: scratch.floats(perSide * 3), behind: scratch.floats(perSide * 3), persons: 0, behinds: 0, alpha: 0.5 };
  const sure = { colours: guide.data, alpha: before, band, width: guide.width, height: guide.height };
  for (let y = 0; y < guide.height; y++) weighRow(sure, y, reach, found, prior.data, weights);
}

/** What is told apart already: the mask's word outside the band. */
interface Sure {
  readonly colours: Float32Array;
  readonly alpha: Float32Array;
  readonly band: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function weighRow(sure: Sure, y: number, reach: number, found: Samples, prior: Float32Array, weights: Float32Array): void {
  const { colours, alpha, band, width } = sure;
  for (let x = 0, at = y * width; x < width; x++, at++) {
    if (!band[at] || alpha[at]! > sureMask) continue;
    gatherSamples(sure, x, y, reach, found);
    const trust = explain(colours, at * 3, found);
    if (trust === unexplained) continue;
    const weight = sampleWeight * trust;
    const whole = weights[at]! + weight;
    prior[at] = (prior[at]! * weights[at]! + found.alpha * weight) / whole;
    weights[at] = whole;
  }
}

interface Samples {
  readonly person: Float32Array;
  readonly behind: Float32Array;
  persons: number;
  behinds: number;
  /** Of the mixtures that explain a pixel. */
  alpha: number;
}

// Neighbours look in different directions, so that together they see more: by columns and rows, even and odd.
const directions = Float64Array.from({ length: 4 * rays * 2 }, (_, index) => {
  const [turn, ray] = [Math.floor(index / (2 * rays)) / 4, (index >> 1) % rays];
  const angle = ((ray + turn) * 2 * Math.PI) / rays;
  return index % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
});

/** Walk outwards until each ray has met a sure pixel of either side. */
function gatherSamples(sure: Sure, x: number, y: number, reach: number, found: Samples): void {
  found.persons = 0;
  found.behinds = 0;
  const first = ((x & 1) + 2 * (y & 1)) * rays * 2;
  for (let at = first; at < first + rays * 2; at += 2) followRay(sure, x, y, directions[at]!, directions[at + 1]!, reach, found);
}

function followRay(sure: Sure, x: number, y: number, stepX: number, stepY: number, reach: number, found: Samples): void {
  const { alpha, band, width, height } = sure;
  let hasPerson = false;
  let hasBehind = false;
  for (let far = 1; far <= reach && !(hasPerson && hasBehind); far++) {
    const u = Math.round(x + far * stepX);
    const v = Math.round(y + far * stepY);
    if (u < 0 || v < 0 || u >= width || v >= height) return;
    const place = v * width + u;
    if (band[place]) continue;
    const isPerson = alpha[place]! > 0.5;
    if (isPerson ? hasPerson : hasBehind) continue;
    if (isPerson) hasPerson = true;
    else hasBehind = true;
    takeSample(sure.colours, place, isPerson, found);
    takeDeeper(sure, Math.round(x + (far + deeper) * stepX), Math.round(y + (far + deeper) * stepY), isPerson, found);
  }
}

function takeDeeper({ colours, alpha, band, width, height }: Sure, u: number, v: number, isPerson: boolean, found: Samples): void {
  if (u < 0 || v < 0 || u >= width || v >= height) return;
  const place = v * width + u;
  if (!band[place] && alpha[place]! > 0.5 === isPerson) takeSample(colours, place, isPerson, found);
}

function takeSample(colours: Float32Array, place: number, isPerson: boolean, found: Samples): void {
  const list = isPerson ? found.person : found.behind;
  const to = 3 * (isPerson ? found.persons++ : found.behinds++);
  for (let channel = 0; channel < 3; channel++) list[to + channel] = colours[place * 3 + channel]!;
}

const unexplained = -1;

/**
 * Leave in `alpha` the mean of the pairs that explain a colour, weighted by how well.
 *
 * @returns How far it is to be trusted, 0..1; `unexplained` when there is no pair at all.
 */
function explain(data: Float32Array, at: number, found: Samples): number {
  const { person, behind, persons, behinds } = found;
  let sum = 0;
  let sumAlpha = 0;
  let sumSquares = 0;
  let best = 0;
  for (let own = 0; own < persons * 3; own += 3) {
    for (let other = 0; other < behinds * 3; other += 3) {
      const r = person[own]! - behind[other]!;
      const g = person[own + 1]! - behind[other + 1]!;
      const b = person[own + 2]! - behind[other + 2]!;
      const fromR = data[at]! - behind[other]!;
      const fromG = data[at + 1]! - behind[other + 1]!;
      const fromB = data[at + 2]! - behind[other + 2]!;
      const contrast = r * r + g * g + b * b;
      if (contrast < leastContrast ** 2) {
        // Alike: such a pair cannot tell, and where it explains the pixel no other should be believed.
        if (Math.sqrt(fromR ** 2 + fromG ** 2 + fromB ** 2) < leastContrast / 2) return unexplained;
        continue;
      }
      const alpha = Math.max(0, Math.min(1, (fromR * r + fromG * g + fromB * b) / contrast));
      const error = (fromR - alpha * r) ** 2 + (fromG - alpha * g) ** 2 + (fromB - alpha * b) ** 2;
      if (error > mostError) continue;
      const fit = Math.exp(-error / (2 * tolerance * tolerance)) * Math.min(1, Math.sqrt(contrast) / (2 * leastContrast));
      sum += fit;
      sumAlpha += fit * alpha;
      sumSquares += fit * alpha * alpha;
      best = Math.max(best, fit);
    }
  }
  return sum < 1e-6 ? unexplained : best * agreement(found, sum, sumAlpha, sumSquares);
}

/** How little the pairs' alphas are spread. */
function agreement(found: Samples, sum: number, sumAlpha: number, sumSquares: number): number {
  found.alpha = sumAlpha / sum;
  const spread = Math.sqrt(Math.max(0, sumSquares / sum - found.alpha * found.alpha));
  return Math.max(0, 1 - 4 * spread);
}
