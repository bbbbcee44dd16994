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
  const found = { person: scratch.floats(perSide * 3), behind: scratch.floats(perSide * 3), persons: 0, behinds: 0 };
  for (let at = 0; at < band.length; at++) {
    if (!band[at] || before[at]! > sureMask) continue;
    gatherSamples(guide, before, band, at, reach, found);
    const answer = explain(guide.data, at * 3, found);
    if (!answer) continue;
    const weight = sampleWeight * answer.trust;
    const whole = weights[at]! + weight;
    prior.data[at] = (prior.data[at]! * weights[at]! + answer.alpha * weight) / whole;
    weights[at] = whole;
  }
}

interface Samples {
  readonly person: Float32Array;
  readonly behind: Float32Array;
  persons: number;
  behinds: number;
}

/** Walk outwards until each ray has met a sure pixel of either side. */
function gatherSamples({ data, width, height }: Plane, sure: Float32Array, band: Uint8Array, at: number, reach: number, found: Samples): void {
  const x = at % width;
  const y = (at - x) / width;
  // Neighbours look in different directions, so that together they see more.
  const turn = ((x & 1) + 2 * (y & 1)) / 4;
  found.persons = found.behinds = 0;
  for (let ray = 0; ray < rays; ray++) {
    const angle = ((ray + turn) * 2 * Math.PI) / rays;
    const [stepX, stepY] = [Math.cos(angle), Math.sin(angle)];
    let [hasPerson, hasBehind] = [false, false];
    for (let far = 1; far <= reach && !(hasPerson && hasBehind); far++) {
      const u = Math.round(x + far * stepX);
      const v = Math.round(y + far * stepY);
      if (u < 0 || v < 0 || u >= width || v >= height) break;
      const place = v * width + u;
      if (band[place]) continue;
      const isPerson = sure[place]! > 0.5;
      if (isPerson ? hasPerson : hasBehind) continue;
      if (isPerson) hasPerson = true;
      else hasBehind = true;
      takeSample(data, place, isPerson, found);
      const [deepX, deepY] = [Math.round(x + (far + deeper) * stepX), Math.round(y + (far + deeper) * stepY)];
      if (deepX < 0 || deepY < 0 || deepX >= width || deepY >= height) continue;
      const deep = deepY * width + deepX;
      if (!band[deep] && sure[deep]! > 0.5 === isPerson) takeSample(data, deep, isPerson, found);
    }
  }
}

function takeSample(data: Float32Array, place: number, isPerson: boolean, found: Samples): void {
  const list = isPerson ? found.person : found.behind;
  const to = 3 * (isPerson ? found.persons++ : found.behinds++);
  for (let channel = 0; channel < 3; channel++) list[to + channel] = data[place * 3 + channel]!;
}

/** The mean alpha of the pairs that explain a colour, weighted by how well; undefined when there is no pair at all. */
function explain(data: Float32Array, at: number, { person, behind, persons, behinds }: Samples): { alpha: number; trust: number } | undefined {
  let [sum, sumAlpha, sumSquares, best] = [0, 0, 0, 0];
  for (let own = 0; own < persons * 3; own += 3) {
    for (let other = 0; other < behinds * 3; other += 3) {
      const [r, g, b] = [person[own]! - behind[other]!, person[own + 1]! - behind[other + 1]!, person[own + 2]! - behind[other + 2]!];
      const contrast = r * r + g * g + b * b;
      if (contrast < leastContrast ** 2) {
        // Alike: such a pair cannot tell, and where it explains the pixel no other should be believed.
        const near = Math.sqrt((data[at]! - behind[other]!) ** 2 + (data[at + 1]! - behind[other + 1]!) ** 2 + (data[at + 2]! - behind[other + 2]!) ** 2);
        if (near < leastContrast / 2) return undefined;
        continue;
      }
      const [fromR, fromG, fromB] = [data[at]! - behind[other]!, data[at + 1]! - behind[other + 1]!, data[at + 2]! - behind[other + 2]!];
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
  if (sum < 1e-6) return undefined;
  const alpha = sumAlpha / sum;
  const spread = Math.sqrt(Math.max(0, sumSquares / sum - alpha * alpha));
  return { alpha, trust: best * Math.max(0, 1 - 4 * spread) };
}
