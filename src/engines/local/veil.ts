// Owns the last look at an edge before it is shown on another background: smooth haze goes, strands stay. Refuses to invent hair.

import type { Pixels } from '../../photo/pixels.ts';
import { createPlane, enlargePlaneRow, shrinkAlpha } from './plane.ts';
import type { Plane } from './plane.ts';

/** Smooth opacity up to here is the old background showing through… */
const hazeTop = 0.38;

/** …and from here the person. */
const solidFrom = 0.88;

/** The mask is looked at in this size; what is thinner than two of its points is a strand. */
const lookSide = 768;

/**
 * Steepen the smooth part of an alpha channel in place and keep its fine part: a matte leaves a veil of half-transparent
 * background around hair, which no one sees before the background it was taken from, and everyone before another.
 */
export function clearVeil(alpha: Pixels<1>): void {
  const look = shrinkAlpha(alpha, lookSide);
  const [low, high] = [spread(look, true), spread(look, false)];
  const smooth = spread(low, false);
  const crisp = measureCrispness(low, high);
  const { data, width, height } = alpha;
  const [row, keep] = [new Float32Array(width), new Float32Array(width)];
  for (let y = 0; y < height; y++) {
    enlargePlaneRow(smooth, y, height, row);
    enlargePlaneRow(crisp, y, height, keep);
    clearRow(data, y * width, row, keep);
  }
  for (const plane of [look, low, high, smooth, crisp]) plane.data.fill(0);
}

function clearRow(data: Uint8Array, start: number, smooth: Float32Array, keep: Float32Array): void {
  for (let x = 0, at = start; x < smooth.length; x++, at++) {
    const value = data[at]!;
    if (value === 0 || value === 255) continue;
    const own = value / 255;
    const base = Math.min(own, smooth[x]!);
    const steep = steepen(base);
    // What stands out over the smooth part keeps its share of what is left to cover.
    const fine = base >= 1 ? 0 : (own - base) / (1 - base);
    const clear = steep + fine * (1 - steep);
    data[at] = Math.round(255 * (clear + (own - clear) * keep[x]!));
  }
}

/** 1 where opacity falls within three points, as at the edge of a shoulder: that is a lens, not haze, and stays soft. */
function measureCrispness(low: Plane, high: Plane): Plane {
  const crisp = createPlane(low.width, low.height, Math.max(low.width, low.height));
  for (let from = 0; from < crisp.data.length; from += crisp.width) measureRow(low.data, high.data, from, from + crisp.width, crisp.data);
  return crisp;
}

function measureRow(low: Float32Array, high: Float32Array, from: number, to: number, crisp: Float32Array): void {
  for (let at = from; at < to; at++) crisp[at] = Math.max(0, Math.min(1, (high[at]! - low[at]! - 0.35) / 0.35));
}

function steepen(opacity: number): number {
  const share = (opacity - hazeTop) / (solidFrom - hazeTop);
  return share <= 0 ? 0 : share >= 1 ? 1 : share * share * (3 - 2 * share);
}

/** Erosion or dilation by 3 × 3 points, along rows and then along columns; one after the other, what is thinner disappears and the rest keeps its height. */
function spread({ data, width, height }: Plane, isLeast: boolean): Plane {
  const longest = Math.max(width, height);
  const [rows, both] = [createPlane(width, height, longest), createPlane(width, height, longest)];
  for (let y = 0; y < height; y++) spreadLine(data, y * width, 1, width, isLeast, rows.data);
  for (let x = 0; x < width; x++) spreadLine(rows.data, x, width, height, isLeast, both.data);
  rows.data.fill(0);
  return both;
}

/** Three points in a line, `step` apart; at a line's end two. */
function spreadLine(data: Float32Array, start: number, step: number, length: number, isLeast: boolean, out: Float32Array): void {
  for (let place = 0, at = start; place < length; place++, at += step) {
    const own = data[at]!;
    const before = place > 0 ? data[at - step]! : own;
    const after = place < length - 1 ? data[at + step]! : own;
    const outer = before < after === isLeast ? before : after;
    out[at] = outer < own === isLeast ? outer : own;
  }
}
