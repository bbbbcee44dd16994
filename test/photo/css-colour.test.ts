// Owns the facts about reading CSS colours, against values of CSS Color 4 and of browsers.

import { describe, expect, it } from 'vitest';
import { readColour } from '../../src/photo/css-colour.ts';
import { colourNames } from '../../src/photo/css-colour-names.ts';

/** Bytes and alpha, as a browser's computed value prints them. */
function bytesOf(text: string): number[] | undefined {
  const colour = readColour(text);
  if (colour === undefined) return undefined;
  const { red, green, blue, alpha } = colour;
  return [...[red, green, blue].map((part) => Math.round(part * 255)), Math.round(alpha * 1000) / 1000];
}

describe('readColour', () => {
  it.each([
    ['red', [255, 0, 0, 1]],
    ['  RebeccaPurple ', [102, 51, 153, 1]],
    ['transparent', [0, 0, 0, 0]],
    ['#abc', [170, 187, 204, 1]],
    ['#abcd', [170, 187, 204, 0.867]],
    ['#A1B2C3', [161, 178, 195, 1]],
    ['#a1b2c380', [161, 178, 195, 0.502]],
    ['rgb(10 20 30)', [10, 20, 30, 1]],
    ['rgb(10, 20, 30)', [10, 20, 30, 1]],
    ['rgba(10,20,30,.5)', [10, 20, 30, 0.5]],
    ['rgba(10,20,30,50%)', [10, 20, 30, 0.5]],
    ['rgb(10% 20% 30% / 40%)', [26, 51, 77, 0.4]],
    ['rgb(10%, 20%, 30%)', [26, 51, 77, 1]],
    ['rgb(none 20 30)', [0, 20, 30, 1]],
    ['rgb(300 -5 1e1)', [255, 0, 10, 1]],
    ['hsl(120 100% 25%)', [0, 128, 0, 1]],
    ['hsl(120deg, 100%, 25%)', [0, 128, 0, 1]],
    ['hsl(-240 100 25 / 0.5)', [0, 128, 0, 0.5]],
    ['hsl(0.5turn 50% 50%)', [64, 191, 191, 1]],
    ['hwb(90 10% 20%)', [115, 204, 26, 1]],
    ['hwb(90 60% 60%)', [128, 128, 128, 1]],
    ['lab(46.2775% -47.5621 48.5837)', [0, 128, 0, 1]],
    ['lab(100% 0 0)', [255, 255, 255, 1]],
    ['lch(46.2775% 67.9892 134.3912)', [0, 128, 0, 1]],
    ['oklab(51.975% -0.1403 0.10768)', [0, 128, 0, 1]],
    ['oklch(51.975% 0.17686 142.495)', [0, 128, 0, 1]],
    ['oklch(0.7 0 none)', [158, 158, 158, 1]],
    ['color(srgb 0.1 20% 0.3 / 0.5)', [26, 51, 77, 0.5]],
    ['color(srgb-linear 0.5 0.5 0.5)', [188, 188, 188, 1]],
    ['color(display-p3 0.21604 0.49418 0.13151)', [0, 128, 0, 1]],
    ['color(a98-rgb 0.281363 0.498012 0.116746)', [0, 128, 0, 1]],
    ['color(prophoto-rgb 0.230479 0.395789 0.129968)', [0, 128, 0, 1]],
    ['color(rec2020 0.235202 0.431704 0.085432)', [0, 128, 0, 1]],
    ['color(xyz 0.95047 1 1.08883)', [255, 255, 255, 1]],
    ['color(xyz-d50 0.9643 1 0.8251)', [255, 255, 255, 1]],
  ])('reads %s', (text, expected) => {
    const bytes = bytesOf(text);
    expect(bytes).toBeDefined();
    expected.forEach((part, index) => expect(Math.abs((bytes?.[index] ?? -99) - part), `${text} gave ${bytes}`).toBeLessThanOrEqual(index < 3 ? 1 : 0.001));
  });

  it('brings what a screen cannot show into its gamut, keeping the hue', () => {
    const [red = 0, green = 0, blue = 0] = bytesOf('color(display-p3 0 1 0)') ?? [];
    expect(green).toBeGreaterThan(240);
    expect(Math.max(red, blue)).toBeLessThan(90);
    expect(bytesOf('oklch(1.2 0.3 30)')).toEqual([255, 255, 255, 1]);
    expect(bytesOf('lab(-10 50 50)')?.slice(0, 3)).toEqual([0, 0, 0]);
  });

  it.each([
    '', 'notacolour', '#12', '#12345', '#ggg', 'rgb()', 'rgb(1,2)', 'rgb(1 2 3 4)', 'rgb(1,2,3 / 4)', 'rgb(10%,20,30)', 'rgb(1 2 3',
    'rgb(1 2 3))', 'rgb(a b c)', 'hsl(10,20,30)', 'hsl(10% 20% 30%)', 'lab(50,20,30)', 'lch(50 20 30% )', 'color(foo 1 1 1)', 'color(srgb 1 1)', 'currentcolor',
    'url(http://example.com/)', 'calc(1)', 'var(--x)', 'rgb(1deg 2 3)', 'constructor', '__proto__',
  ])('refuses %j', (text) => {
    expect(readColour(text)).toBeUndefined();
  });

  it('knows all 148 names', () => {
    expect(colourNames.size).toBe(148);
    for (const name of colourNames.keys()) expect(readColour(name)?.alpha).toBe(1);
  });
});
