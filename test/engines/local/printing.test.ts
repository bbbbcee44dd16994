// Holds black and white prints to their promise: a full scale of greys, skin neither lightened nor darkened.

import { describe, expect, it } from 'vitest';
import { printBlackAndWhite } from '../../../src/engines/local/printing.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import { labOf } from '../../../src/styles/colour.ts';
import type { Triple } from '../../../src/styles/colour.ts';

const [side, contrast] = [64, 1.26];

function print(colour: Triple, skin: Triple, grain = 0): readonly number[] {
  const picture = createPixels(side, side, 3);
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = colour[(at % 3) as 0 | 1 | 2];
  printBlackAndWhite(picture, { contrast, grain }, skin);
  return [...picture.data];
}

describe('a black and white print', () => {
  it.each<Triple>([[244, 214, 198], [229, 186, 158], [208, 158, 124], [176, 122, 88], [134, 88, 62], [96, 60, 42], [62, 39, 29]])('leaves skin of %i, %i, %i as light as it was', (...skin) => {
    const [grey = 0, second, third] = print(skin, skin);
    expect([second, third]).toEqual([grey, grey]);
    expect(Math.abs(labOf(grey, grey, grey)[0] - labOf(...skin)[0])).toBeLessThan(4);
  });

  it('keeps black black and white white, and parts what lies between', () => {
    const skin: Triple = [208, 158, 124];
    expect([print([0, 0, 0], skin)[0], print([255, 255, 255], skin)[0]]).toEqual([0, 255]);
    expect(print([90, 90, 90], skin)[0]).toBeLessThan(86);
  });

  it('has grain that is strongest in the middle and does not shift the tone', () => {
    const skin: Triple = [208, 158, 124];
    const [middle, light] = [print([110, 110, 110], skin, 2), print([245, 245, 245], skin, 2)];
    const plain = print([110, 110, 110], skin)[0] ?? 0;
    expect(spread(middle)).toBeGreaterThan(spread(light));
    expect(Math.abs(mean(middle) - plain)).toBeLessThan(0.5);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
