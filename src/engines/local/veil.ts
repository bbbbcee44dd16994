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
  const [low, high] = [spread(look, Math.min), spread(look, Math.max)];
  const smooth = spread(low, Math.max);
  const crisp = measureCrispness(low, high);
  const { data, width, height } = alpha;
  const [row, keep] = [new Float32Array(width), new Float32Array(width)];
  for (let y = 0, at = 0; y < height; y++) {
    enlargePlaneRow(smooth, y, height, row);
    enlargePlaneRow(crisp, y, height, keep);
    for (let x = 0; x < width; x++, at++) {
      const value = data[at] ?? 0;
      if (value === 0 || value === 255) continue;
      const own = value / 255;
      const base = Math.min(own, row[x] ?? 0);
      const steep = steepen(base);
      // What stands out over the smooth part keeps its share of what is left to cover.
      const fine = base >= 1 ? 0 : (own - base) / (1 - base);
      const clear = steep + fine * (1 - steep);
      data[at] = Math.round(255 * (clear + (own - clear) * (keep[x] ?? 0)));
    }
  }
  for (const plane of [look, low, high, smooth, crisp]) plane.data.fill(0);
}

/** 1 where opacity falls within three points, as at the edge of a shoulder: that is a lens, not haze, and stays soft. */
function measureCrispness(low: Plane, high: Plane): Plane {
  const crisp = createPlane(low.width, low.height, Math.max(low.width, low.height));
  for (let at = 0; at < crisp.data.length; at++) crisp.data[at] = Math.max(0, Math.min(1, ((high.data[at] ?? 0) - (low.data[at] ?? 0) - 0.35) / 0.35));
  return crisp;
}

function steepen(opacity: number): number {
  const share = (opacity - hazeTop) / (solidFrom - hazeTop);
  return share <= 0 ? 0 : share >= 1 ? 1 : share * share * (3 - 2 * share);
}

/** Erosion or dilation by 3 × 3 points, along rows and then along columns; one after the other, what is thinner disappears and the rest keeps its height. */
function spread(plane: Plane, pick: Pick): Plane {
  const rows = spreadAlong(plane, 1, plane.width, pick);
  const both = spreadAlong(rows, plane.width, plane.height, pick);
  rows.data.fill(0);
  return both;
}

type Pick = (one: number, other: number) => number;

/** Three points in a line, `step` apart; at a line's end two. */
function spreadAlong({ data, width, height }: Plane, step: number, length: number, pick: Pick): Plane {
  const out = createPlane(width, height, Math.max(width, height));
  const isLeast = pick === Math.min;
  for (let at = 0; at < data.length; at++) {
    const place = step === 1 ? at % width : (at / width) | 0;
    const own = data[at]!;
    const before = place > 0 ? data[at - step]! : own;
    const after = place < length - 1 ? data[at + step]! : own;
    // Comparisons instead of calls: this runs over half a million points eight times over.
    const outer = before < after === isLeast ? before : after;
    out.data[at] = outer < own === isLeast ? outer : own;
  }
  return out;
}
