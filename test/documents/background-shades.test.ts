// Holds the shades of backgrounds to what an officer would call them, and their distances to geometry.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeShade, distanceToShade } from '../../src/documents/background-shades.ts';
import { documentRules } from '../../src/documents/catalogue.ts';
import type { BackgroundShade } from '../../src/documents/rule.ts';
import { labOf } from '../../src/styles/colour.ts';

const shades: readonly BackgroundShade[] = ['white', 'off-white', 'cream', 'light-grey', 'light-blue', 'red', 'plain-light', 'plain-light-not-white', 'plain'];

function labOfHex(hex: string) {
  const value = Number.parseInt(hex.slice(1), 16);
  const [lightness, a, b] = labOf(value >> 16, (value >> 8) & 255, value & 255);
  return { lightness, a, b };
}

const takes = (shade: BackgroundShade, hex: string): boolean => {
  const { lightness, a, b } = labOfHex(hex);
  return describeShade(shade).accepts(lightness, a, b);
};

const anyColour = fc.record({
  lightness: fc.double({ min: 0, max: 100, noNaN: true }),
  a: fc.double({ min: -100, max: 100, noNaN: true }),
  b: fc.double({ min: -100, max: 100, noNaN: true }),
});

describe('a shade', () => {
  it.each(shades)('%s takes the colour that is painted for it, with room for what a camera or JPEG changes', (shade) => {
    const paint = labOfHex(describeShade(shade).paint);
    for (const step of [-1.5, 0, 1.5]) expect(distanceToShade(shade, { lightness: paint.lightness + Math.min(step, 0), a: paint.a + step, b: paint.b - step })).toBe(0);
  });

  it.each<[BackgroundShade, readonly string[], readonly string[]]>([
    ['white', ['#ffffff', '#e6e6e4', '#d9dadb', '#f2efe9'], ['#c0c0c0', '#f5e6c8', '#cfe2f3', '#808080', '#cc2222']],
    ['off-white', ['#ffffff', '#faf6ea', '#e2ddd2'], ['#b0a890', '#cfe2ff', '#9a9a9a']],
    ['cream', ['#f5eedc', '#ede3c8', '#fdf3dc'], ['#ffffff', '#d9dadb', '#cfe2f3', '#f2d24b', '#8a7f66']],
    ['light-grey', ['#d9dadb', '#c8c8c8', '#b4b6b8', '#e0e0e0'], ['#ffffff', '#808080', '#cfe2f3', '#e8d8b8']],
    ['light-blue', ['#cfe2f3', '#b8d4f0', '#a9c8e8'], ['#ffffff', '#d9dadb', '#1f4e9a', '#d8f0d0', '#f5eedc']],
    ['red', ['#c8141e', '#b01020', '#e02020'], ['#ffffff', '#e8a0a0', '#d08050', '#7a3b2e', '#2040c0']],
    ['plain-light', ['#ffffff', '#d9dadb', '#cfe2f3', '#f5eedc', '#d8f0d0'], ['#808080', '#c8141e', '#f2d24b']],
    ['plain-light-not-white', ['#d9dadb', '#cfe2f3', '#dcd6c4'], ['#ffffff', '#f4f4f4', '#808080']],
    ['plain', ['#ffffff', '#000000', '#c8141e', '#0000ff'], []],
  ])('%s takes what is called that and nothing else', (shade, inside, outside) => {
    expect(inside.filter((hex) => !takes(shade, hex))).toEqual([]);
    expect(outside.filter((hex) => takes(shade, hex))).toEqual([]);
  });

  it('is known for every background of the catalogue', () => {
    for (const { background } of documentRules) for (const shade of background) expect(describeShade(shade).title).not.toBe('');
  });
});

describe('the distance to a shade', () => {
  it('is 0 inside and grows by ΔE outside', () => {
    expect(distanceToShade('white', { lightness: 80, a: 0, b: 0 })).toBe(5);
    expect(distanceToShade('white', { lightness: 82, a: 0, b: 10 })).toBeCloseTo(5, 9);
    expect(distanceToShade('light-blue', { lightness: 80, a: 0, b: 0 })).toBeCloseTo(5, 9);
  });

  it('is no shorter than the way to any colour that is taken, and never jumps', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shades), anyColour, anyColour, (shade, one, other) => {
        const apart = Math.hypot(one.lightness - other.lightness, one.a - other.a, one.b - other.b);
        return Math.abs(distanceToShade(shade, one) - distanceToShade(shade, other)) <= apart + 1e-9;
      }),
      { numRuns: 2000 },
    );
  });
});
