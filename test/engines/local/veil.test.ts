// Holds the cleaning of edges: haze goes, strands and solid parts stay.

import { describe, expect, it } from 'vitest';
import { clearVeil } from '../../../src/engines/local/veil.ts';
import { createPixels } from '../../../src/photo/pixels.ts';

/** Solid on the left, haze of a fifth in the middle, nothing on the right, and one strand across the middle. */
function drawEdge() {
  const alpha = createPixels(1200, 60, 1);
  for (let y = 0; y < 60; y++) {
    for (let x = 0; x < 800; x++) alpha.data[y * 1200 + x] = x < 400 ? 255 : 51;
    if (y === 30) alpha.data.fill(200, y * 1200 + 400, y * 1200 + 800);
  }
  return alpha;
}

describe('a cleaned edge', () => {
  const alpha = drawEdge();
  clearVeil(alpha);
  const at = (x: number, y: number) => alpha.data[y * 1200 + x] ?? 0;

  it('keeps what is solid and what is empty', () => {
    expect([at(200, 10), at(390, 50), at(1000, 10)]).toEqual([255, 255, 0]);
  });

  it('loses smooth haze', () => {
    expect(at(600, 10)).toBe(0);
  });

  it('keeps strands', () => {
    expect(at(600, 30)).toBeGreaterThan(150);
  });

  it('lets a soft edge fall without a jump', () => {
    const ramp = createPixels(1200, 30, 1);
    for (let y = 0; y < 30; y++) for (let x = 0; x < 1200; x++) ramp.data[y * 1200 + x] = Math.max(0, Math.min(255, 255 - (x - 400) * 0.8));
    clearVeil(ramp);
    const row = [...ramp.data.subarray(15 * 1200, 16 * 1200)];
    const falls = row.slice(1).map((value, x) => (row[x] ?? 0) - value);
    expect(Math.min(...falls)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...falls)).toBeLessThan(8);
  });
});
