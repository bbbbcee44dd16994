// Shows that numbers of one's own give a rule that a photo can meet, or a problem that says which of them to change.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCustomRule, hasPlacement } from '../../src/documents/custom.ts';
import type { CustomRequest } from '../../src/documents/custom.ts';
import { Problem } from '../../src/problem.ts';

function refuse(request: CustomRequest): Problem {
  try {
    createCustomRule(request);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was made');
}

describe('a size of one’s own', () => {
  it('in millimetres leaves the pixels to the print', () => {
    expect(createCustomRule({ widthMm: 30, heightMm: 40 })).toMatchObject({ id: 'custom', country: 'custom', widthMm: 30, heightMm: 40, digital: null, minDpi: 300, submission: 'print' });
    expect(createCustomRule({ widthMm: 30, heightMm: 40, dpi: 600 }).minDpi).toBe(600);
  });

  it('in pixels is as large as its dots per inch make it', () => {
    const rule = createCustomRule({ width: 600, height: 600 });
    expect(rule).toMatchObject({ widthMm: 50.8, heightMm: 50.8, minDpi: 300, submission: 'digital' });
    expect(rule.digital).toMatchObject({ minPixels: { width: 600, height: 600 }, maxPixels: { width: 600, height: 600 }, formats: ['jpeg', 'png'] });
    expect(createCustomRule({ width: 600, height: 600, dpi: 600 }).widthMm).toBeCloseTo(25.4, 9);
  });

  it('in both takes rounded pixels and knows their dots per inch', () => {
    expect(createCustomRule({ widthMm: 35, heightMm: 45, width: 413, height: 531 })).toMatchObject({ widthMm: 35, heightMm: 45, minDpi: 299 });
    expect(createCustomRule({ widthMm: 35, heightMm: 45, width: 413, height: 531, dpi: 300 }).minDpi).toBe(300);
  });

  it('keeps bands and background as they are given', () => {
    const rule = createCustomRule({ widthMm: 35, heightMm: 45, headMinMm: 31, headMaxMm: 36, eyeMinMm: 20, eyeMaxMm: 30, background: 'light-blue' });
    expect(rule).toMatchObject({ headMm: { min: 31, max: 36 }, eyeFromBottomMm: { min: 20, max: 30 }, background: ['light-blue'] });
    expect(createCustomRule({ widthMm: 35, heightMm: 45 })).toMatchObject({ headMm: null, eyeFromBottomMm: null, background: ['white', 'plain'] });
  });

  it.each<[string, CustomRequest, readonly string[], RegExp]>([
    ['nothing', {}, ['widthMm', 'heightMm', 'width', 'height'], /Give `widthMm`/],
    ['a width without a height', { widthMm: 35 }, ['widthMm', 'heightMm'], /go together/],
    ['pixels one way', { height: 600 }, ['width', 'height'], /go together/],
    ['a stamp too small', { widthMm: 12, heightMm: 20 }, ['widthMm'], /from 15 to 200 mm/],
    ['a poster', { widthMm: 100, heightMm: 300 }, ['heightMm'], /from 15 to 200 mm/],
    ['too many pixels', { width: 5000, height: 600 }, ['width'], /up to 4096/],
    ['half a pixel', { width: 600.5, height: 600 }, ['width'], /whole number/],
    ['dots too few', { widthMm: 35, heightMm: 45, dpi: 50 }, ['dpi'], /from 72 to 1200/],
    ['pixels that are tiny at 300 dpi', { width: 100, height: 120 }, ['width', 'height', 'dpi'], /`dpi` from 72 to 169/],
    ['pixels that are huge at 300 dpi', { width: 3000, height: 4000 }, ['width', 'height', 'dpi'], /`dpi` from 508 to 1200/],
    ['pixels that no dpi can help', { width: 40, height: 4000 }, ['width', 'height', 'dpi'], /No `dpi`/],
    ['shapes that differ', { widthMm: 35, heightMm: 45, width: 600, height: 600 }, ['widthMm', 'heightMm', 'width', 'height'], /need 467 of width/],
    ['dpi that contradicts', { widthMm: 35, heightMm: 45, width: 413, height: 531, dpi: 600 }, ['dpi', 'height', 'heightMm'], /300 dots per inch/],
    ['pixels too coarse for the millimetres', { widthMm: 100, heightMm: 100, width: 200, height: 200 }, ['width', 'height', 'widthMm', 'heightMm'], /51 dots/],
    ['half a band', { widthMm: 35, heightMm: 45, headMinMm: 30 }, ['headMinMm', 'headMaxMm'], /go together/],
    ['a band upside down', { widthMm: 35, heightMm: 45, headMinMm: 36, headMaxMm: 30 }, ['headMinMm', 'headMaxMm'], /exchange/],
    ['a head taller than the photo', { widthMm: 35, heightMm: 45, headMinMm: 40, headMaxMm: 50 }, ['headMaxMm'], /below the photo’s height of 45 mm/],
    ['eyes above the photo', { widthMm: 35, heightMm: 45, eyeMinMm: 30, eyeMaxMm: 60 }, ['eyeMaxMm'], /below the photo/],
    ['eyes where the head would be cut', { widthMm: 35, heightMm: 45, headMinMm: 32, headMaxMm: 36, eyeMinMm: 35, eyeMaxMm: 40 }, ['eyeMinMm', 'eyeMaxMm', 'headMinMm'], /16 to 29 mm/],
    ['a head wider than the photo', { widthMm: 20, heightMm: 60, headMinMm: 40, headMaxMm: 45 }, ['headMinMm', 'widthMm'], /wider/],
    ['a sliver without a band', { widthMm: 20, heightMm: 60 }, ['widthMm', 'heightMm'], /wider/],
    ['no number', { widthMm: Number.NaN, heightMm: 45 }, ['widthMm'], /above 0/],
    ['less than nothing', { widthMm: 35, heightMm: -45 }, ['heightMm'], /above 0/],
  ])('refuses %s and names the fields', (_what, request, parameters, advice) => {
    const problem = refuse(request);
    expect(problem).toMatchObject({ code: 'size-impossible', status: 400, members: { parameters } });
    expect(problem.detail).toMatch(advice);
  });

  it('from any numbers gives a rule that a head can meet, or a problem that names fields that were or may be sent', () => {
    const anyNumber = fc.oneof(fc.double({ min: 0.1, max: 250, noNaN: true }), fc.integer({ min: 1, max: 5000 }), fc.double());
    const names = ['widthMm', 'heightMm', 'width', 'height', 'dpi', 'headMinMm', 'headMaxMm', 'eyeMinMm', 'eyeMaxMm'] as const;
    const anyRequest = fc.record(Object.fromEntries(names.map((name) => [name, anyNumber])), { requiredKeys: [] });
    fc.assert(fc.property(anyRequest, holds), { numRuns: 2000 });
  });

  it('from likely numbers gives both', () => {
    const side = fc.integer({ min: 14, max: 205 });
    const likely = fc.record({ widthMm: side, heightMm: side, headMinMm: side, headMaxMm: side, eyeMinMm: side, eyeMaxMm: side }, { requiredKeys: ['widthMm', 'heightMm'] });
    const made = fc.sample(likely, { numRuns: 500, seed: 7 }).map((request) => {
      expect(holds(request)).toBe(true);
      return isMade(request);
    });
    expect(new Set(made)).toEqual(new Set([true, false]));
  });
});

function isMade(request: CustomRequest): boolean {
  try {
    createCustomRule(request);
    return true;
  } catch {
    return false;
  }
}

/** A rule that can be met, or a problem of this kind. */
function holds(request: CustomRequest): boolean {
  if (!isMade(request)) {
    const { code, members, detail } = refuse(request);
    return code === 'size-impossible' && (members['parameters'] as readonly string[]).length > 0 && !/NaN|Infinity|undefined/.test(detail);
  }
  const rule = createCustomRule(request);
  const sides = [rule.widthMm, rule.heightMm].every((side) => side >= 15 && side <= 200);
  const bands = [rule.headMm, rule.eyeFromBottomMm].every((band) => band === null || (band.min <= band.max && band.max < rule.heightMm));
  return sides && bands && hasPlacement(rule) && rule.minDpi >= 72 && rule.minDpi <= 1200;
}
