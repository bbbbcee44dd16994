// Holds the arithmetic of colour to its definitions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGamma } from '../../src/photo/colour-space.ts';
import { clamp, cloudAt, encodeGamma, grainAt, hueOf, labOf, lightnessOf, linearOfByte, readHex } from '../../src/styles/colour.ts';

describe('colour', () => {
  it('returns every sRGB value through linear light', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => Math.abs(encodeGamma(decodeGamma(value)) - value) < 1e-6));
  });

  it('knows white, middle grey and the primaries', () => {
    expect(labOf(255, 255, 255)[0]).toBeCloseTo(100, 1);
    expect(labOf(119, 119, 119)[0]).toBeCloseTo(50, 0);
    expect(hueOf(labOf(255, 0, 0))).toBeCloseTo(40, 0);
    expect(lightnessOf(0)).toBeCloseTo(0, 6);
    expect(readHex('#ff0080')).toEqual([1, 0, linearOfByte[128]]);
  });

  it('calls every grey neutral', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (grey) => {
        const [, a, b] = labOf(grey, grey, grey);
        return Math.hypot(a, b) < 0.2;
      }),
    );
  });

  it('makes grain of mean 0 and deviation 1, the same every time', () => {
    const values = Array.from({ length: 40_000 }, (_, index) => grainAt(index % 200, Math.floor(index / 200), 3));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(deviation).toBeGreaterThan(0.95);
    expect(deviation).toBeLessThan(1.05);
    expect(grainAt(7, 9, 3)).toBe(grainAt(7, 9, 3));
  });

  it('makes clouds without seams', () => {
    const real = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(real, real, (x, y) => {
        const value = cloudAt(x, y, 1);
        return Math.abs(value) <= 1 && Math.abs(cloudAt(x + 1e-4, y, 1) - value) < 1e-3;
      }),
    );
  });

  it('keeps numbers inside bounds', () => {
    expect([clamp(-1, 0, 2), clamp(1, 0, 2), clamp(3, 0, 2)]).toEqual([0, 1, 2]);
  });
});
