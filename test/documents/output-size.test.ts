// Shows how many pixels an identity photo gets: what a portal takes, or a whole number of dots per inch.

import { describe, expect, it } from 'vitest';
import { chooseOutputSize, leastDpi } from '../../src/documents/output-size.ts';
import type { DigitalLimits, PixelSize } from '../../src/documents/rule.ts';
import { plainRule, squareRule } from './rules.ts';

const mm = (dpi: number) => dpi / 25.4;
const portal = (minPixels: PixelSize | null, maxPixels: PixelSize | null): DigitalLimits => ({ minPixels, maxPixels, minKB: null, maxKB: null, formats: ['jpeg'] });

describe('a print', () => {
  it.each([
    [900, 600, 827, 1063],
    [600, 600, 827, 1063],
    [480, 300, 413, 531],
    [300, 300, 413, 531],
  ])('of a photo with %i dots per inch gets %i', (natural, dpi, width, height) => {
    expect(chooseOutputSize(plainRule, mm(natural))).toMatchObject({ dpi, width, height });
  });

  it('is enlarged to the least that is printed, and says by how much', () => {
    const size = chooseOutputSize(plainRule, mm(200));
    expect(size).toMatchObject({ dpi: 300, width: 413, height: 531 });
    expect(size.enlargement).toBeCloseTo(1.5, 2);
  });

  it('has the dots per inch that are asked for', () => {
    expect(chooseOutputSize(squareRule, mm(900), 400)).toMatchObject({ dpi: 400, width: 800, height: 800 });
  });

  it('needs more where the authority does', () => {
    expect(chooseOutputSize({ ...plainRule, minDpi: 400 }, mm(480)).dpi).toBe(400);
    expect(leastDpi({ ...plainRule, minDpi: 400 })).toBe(400);
  });
});

describe('a portal’s photo', () => {
  it('has exactly the pixels that it takes', () => {
    const exact = { ...plainRule, digital: portal({ width: 630, height: 810 }, { width: 630, height: 810 }) };
    expect(chooseOutputSize(exact, mm(1000))).toMatchObject({ width: 630, height: 810, dpi: 457 });
    expect(chooseOutputSize(exact, mm(200)).enlargement).toBeGreaterThan(2);
    expect(leastDpi(exact)).toBeCloseTo(457.2, 1);
  });

  it.each([
    [200, 600],
    [400, 800],
    [900, 1200],
  ])('of %i dots per inch keeps its own pixels inside the range', (natural, side) => {
    const range = { ...squareRule, digital: portal({ width: 600, height: 600 }, { width: 1200, height: 1200 }) };
    const { width, height, dpi } = chooseOutputSize(range, mm(natural));
    expect(Math.abs(width - side)).toBeLessThanOrEqual(1);
    expect(height).toBe(width);
    expect(dpi).toBe(Math.round(height / 2));
  });

  it('has the shape of the pixels where the print’s is another', () => {
    const other = { ...plainRule, widthMm: 33, heightMm: 48, digital: portal({ width: 354, height: 472 }, { width: 420, height: 560 }) };
    for (const natural of [100, 260, 270, 500]) {
      const { width, height } = chooseOutputSize(other, mm(natural));
      expect(Math.abs(width / height - 0.75)).toBeLessThan(0.002);
      expect(height).toBeGreaterThanOrEqual(472);
      expect(height).toBeLessThanOrEqual(560);
    }
  });

  it('without a greatest size has no more pixels than a fine print', () => {
    const open = { ...plainRule, digital: portal({ width: 300, height: 386 }, null) };
    expect(chooseOutputSize(open, mm(2400))).toMatchObject({ height: 1063 });
  });

  it('without any pixels named is a print', () => {
    expect(chooseOutputSize({ ...plainRule, digital: portal(null, null) }, mm(700))).toMatchObject({ dpi: 600, width: 827, height: 1063 });
  });
});
