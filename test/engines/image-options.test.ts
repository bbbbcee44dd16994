// Shows that any shape finds the nearest one that the model paints.

import { describe, expect, it } from 'vitest';
import { findNearestRatio } from '../../src/engines/gemini/image-options.ts';

describe('findNearestRatio', () => {
  it.each([
    ['4:5', '4:5'],
    ['800:1000', '4:5'],
    ['1.91:1', '16:9'],
    ['1050:1000', '1:1'],
    ['35:45', '4:5'],
    ['2.39:1', '21:9'],
    ['1:7', '1:8'],
  ])('%s → %s', (wanted, found) => {
    expect(findNearestRatio(wanted, 'gemini-nano-banana-2.1')).toBe(found);
  });

  it('knows that the other models have no extreme shapes', () => {
    expect(findNearestRatio('1:7', 'gemini-3-pro-image')).toBe('9:16');
  });

  it.each(['', '4', '0:5', 'a:b', '4:-5', '4:0'])('refuses %j', (wanted) => {
    expect(() => findNearestRatio(wanted, 'gemini-3-pro-image')).toThrow(RangeError);
  });
});
