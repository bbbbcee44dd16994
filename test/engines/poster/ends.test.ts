// Shows that a person who goes on beyond the photo ends in a rounded shoulder, and that nothing is left standing beside it.

import { describe, expect, it } from 'vitest';
import { softenEnds } from '../../../src/engines/poster/ends.ts';
import type { Stance } from '../../../src/engines/poster/stance.ts';
import type { CutOut } from '../../../src/photo/pixels.ts';

const [width, height, shoulder] = [120, 160, 40];

/** A body from one column to another, as wide as the photo; the cut keeps a pixel of which the photo covers any part up to half. */
function drawBody(from: number, to: number): CutOut {
  const alpha = new Uint8Array(width * height);
  for (let y = shoulder; y < height; y++) alpha.fill(255, y * width + Math.round(from - 0.5), y * width + Math.round(to + 0.5));
  return { foreground: { data: new Uint8Array(width * height * 3), width, height, channels: 3 }, alpha: { data: alpha, width, height, channels: 1 } };
}

function stanceOf(ends: Stance['ends']): Stance {
  const box = { x: 7, y: 3, width, height };
  return { scale: 1, eyes: { x: 67, y: 20 }, head: { x: 57, y: 3, width: 20, height: 30 }, box, map: { a: 1, b: 0, tx: 0, c: 0, d: 1, ty: 0 }, ends };
}

describe('a shoulder at the photo’s side', () => {
  it.each([0, 0.25, 0.5, 0.6, 0.75, 0.9])('leaves no line beyond its curve when the photo ends %f into a pixel', (part) => {
    const [from, to] = [12 + part, 108 - part];
    const cut = drawBody(from, to);
    softenEnds(cut, stanceOf({ left: 7 + from, right: 7 + to }));
    for (let y = 0; y < height; y++) {
      const row = [...cut.alpha.data.subarray(y * width, (y + 1) * width)];
      const [left, right] = [row.slice(0, width / 2), row.slice(width / 2).reverse()];
      for (const side of [left, right]) expect(side, `row ${y}`).toEqual(side.toSorted((one, other) => one - other));
      expect(row[width / 2]).toBe(y < shoulder ? 0 : 255);
    }
    // Rounded: the corner is gone, and further down the arm hangs just inside of the photo's end.
    expect([cut.alpha.data[(shoulder + 1) * width + 20], cut.alpha.data[(height - 1) * width + 20]]).toEqual([0, 255]);
  });
});
