// Shows that paths become exact masks, that masks grow and soften, and that contrast is measured on what is really there.

import { describe, expect, it } from 'vitest';
import { paintMask } from '../../src/photo/canvas.ts';
import { measureContrast, readBehind } from '../../src/photo/contrast.ts';
import { coverPath } from '../../src/photo/coverage.ts';
import type { PathStep } from '../../src/photo/coverage.ts';
import { growMask, intersectMask, softenMask } from '../../src/photo/mask.ts';
import { createPixels } from '../../src/photo/pixels.ts';
import { Vault } from '../../src/retention/vault.ts';

const { signal } = new AbortController();
const square = (from: number, to: number, turn = 1): PathStep[] => {
  const corners = [[from, from], [to, from], [to, to], [from, to]];
  const ordered = turn === 1 ? corners : corners.toReversed();
  return [...ordered.map((args, index): PathStep => ({ command: index === 0 ? 'moveTo' : 'lineTo', args })), { command: 'closePath', args: [] }];
};
const whole = { x: 0, y: 0, width: 20, height: 20 };

describe('a mask', () => {
  it('covers pixels by the share that lies inside', async () => {
    await using vault = new Vault();
    const { pixels: { data } } = coverPath(square(4.5, 10.25), whole, vault);
    expect([data[7 * 20 + 7], data[7 * 20 + 4], data[7 * 20 + 10], data[4 * 20 + 4], data[7 * 20 + 12]]).toEqual([255, 128, 64, 64, 0]);
  });

  it('keeps a hole, fills what overlaps once, and is cut at its bounds', async () => {
    await using vault = new Vault();
    const ring = coverPath([...square(2, 18), ...square(6, 14, -1)], whole, vault).pixels.data;
    expect([ring[10 * 20 + 4], ring[10 * 20 + 10]]).toEqual([255, 0]);
    const twice = coverPath([...square(2, 12), ...square(6, 18)], whole, vault).pixels.data;
    expect(twice[8 * 20 + 8]).toBe(255);
    const cut = coverPath(square(-30, 60), whole, vault).pixels.data;
    expect(cut.every((share) => share === 255)).toBe(true);
  });

  it('has the area of its curves', async () => {
    await using vault = new Vault();
    const k = 0.5522847498 * 8;
    const disc: PathStep[] = [
      { command: 'moveTo', args: [18, 10] },
      { command: 'bezierCurveTo', args: [18, 10 + k, 10 + k, 18, 10, 18] },
      { command: 'bezierCurveTo', args: [10 - k, 18, 2, 10 + k, 2, 10] },
      { command: 'bezierCurveTo', args: [2, 10 - k, 10 - k, 2, 10, 2] },
      { command: 'bezierCurveTo', args: [10 + k, 2, 18, 10 - k, 18, 10] },
      { command: 'closePath', args: [] },
    ];
    const area = coverPath(disc, whole, vault).pixels.data.reduce((sum, share) => sum + share / 255, 0);
    expect(Math.abs(area - Math.PI * 64)).toBeLessThan(1);
  });

  it('grows by a radius, softens, and is cut by another', async () => {
    await using vault = new Vault();
    const mask = coverPath(square(4, 14), whole, vault);
    const grown = await growMask(mask, 5, { vault, signal });
    const at = (x: number) => grown.pixels.data[(9 - grown.y) * grown.pixels.width + x - grown.x] ?? 0;
    expect([at(9) > 250, at(16) > 200, at(22) < 30]).toEqual([true, true, true]);
    const soft = await softenMask(mask, 3, { vault, signal });
    expect(soft.pixels.data[(4 - soft.y) * soft.pixels.width + 9 - soft.x]).toBeGreaterThan(90);
    intersectMask(mask, coverPath(square(10, 30), whole, vault));
    expect([mask.pixels.data[8 * 20 + 8], mask.pixels.data[12 * 20 + 12]]).toEqual([0, 255]);
  });
});

describe('contrast', () => {
  it('is WCAG’s: grey #767676 on white is 4.54', async () => {
    await using vault = new Vault();
    const canvas = createPixels(20, 20, 3);
    canvas.data.fill(255);
    const mask = coverPath(square(2, 18), whole, vault);
    expect(measureContrast([0x76, 0x76, 0x76], readBehind(canvas, mask))).toBeCloseTo(4.54, 1);
    expect(measureContrast([0, 0, 0], readBehind(canvas, mask))).toBeGreaterThan(20.5);
  });

  it('is decided by the worst tenth of what is behind, not by a few pixels', async () => {
    await using vault = new Vault();
    const canvas = createPixels(20, 20, 3);
    const all = coverPath(square(0, 20), whole, vault);
    const paintRows = (rows: number) => paintMask(canvas, coverPath([...square(0, 20)], { ...whole, height: rows }, vault), [255, 255, 255], 1, signal);
    await paintRows(1);
    expect(measureContrast([255, 255, 255], readBehind(canvas, all))).toBeGreaterThan(20);
    await paintRows(4);
    expect(measureContrast([255, 255, 255], readBehind(canvas, all))).toBeLessThan(1.1);
  });
});
