// Holds sizes to what was asked, and to the photo's own pixels where nothing was.

import { describe, expect, it } from 'vitest';
import { aspectOf, sizeFrame } from '../../../src/engines/local/frame-size.ts';

describe('a frame’s size', () => {
  it('is exactly what both sides say', () => {
    expect(sizeFrame({ width: 3840, height: 2160 }, 16 / 9, 3000)).toEqual({ width: 3840, height: 2160, notes: [] });
  });

  it('follows one side and the shape', () => {
    expect(sizeFrame({ width: 800, aspect: 0.8 }, 0.8, 2000)).toEqual({ width: 800, height: 1000, notes: [] });
    expect(sizeFrame({ height: 1000, aspect: 0.8 }, 0.8, 2000)).toEqual({ width: 800, height: 1000, notes: [] });
  });

  it('is the photo’s own where no pixels were asked for, and never more than a large print needs', () => {
    expect(sizeFrame({ aspect: 0.8 }, 0.8, 500)).toEqual({ width: 400, height: 500, notes: [] });
    expect(sizeFrame({}, 0.8, 9000)).toEqual({ width: 2400, height: 3000, notes: [] });
    expect(sizeFrame({}, 1.5, 4000, Infinity)).toEqual({ width: 6000, height: 4000, notes: [] });
  });

  it('tells when it had to enlarge more than one and a half times', () => {
    expect(sizeFrame({ height: 1500 }, 0.8, 1000).notes).toEqual([]);
    expect(sizeFrame({ height: 1501 }, 0.8, 1000).notes).toEqual(['enlarged']);
  });

  it('stays within 4K and tells', () => {
    expect(sizeFrame({ height: 4000 }, 2, 8000)).toEqual({ width: 4096, height: 2048, notes: ['smaller-than-asked'] });
  });

  it('takes the shape from two sides, from the request, or the usual one', () => {
    expect(aspectOf({ width: 300, height: 200, aspect: 9 }, 1)).toBe(1.5);
    expect(aspectOf({ aspect: 0.75 }, 1)).toBe(0.75);
    expect(aspectOf({ width: 300 }, 0.8)).toBe(0.8);
  });
});
