// Shows the checks of where the head stands on the print: what passes, what fails, and what they say to do.

import { describe, expect, it } from 'vitest';
import type { AssessChoice } from '../../../src/documents/assess.ts';
import type { Check } from '../../../src/documents/check.ts';
import { checkFileSize } from '../../../src/documents/checks/file-size.ts';
import { checkGeometry } from '../../../src/documents/checks/geometry.ts';
import type { PhotoMeasures } from '../../../src/documents/measures.ts';
import { placePhoto } from '../../../src/documents/placement.ts';
import type { DocumentPlacement } from '../../../src/documents/placement.ts';
import type { DocumentRule } from '../../../src/documents/rule.ts';
import { plainRule, squareRule } from '../rules.ts';

const lines = { eyes: { x: 1000, y: 1000 }, crown: { x: 1000, y: 790 }, chin: { x: 1000, y: 1190 }, rollDegrees: 0, interEyePixels: 130 };
const uncut = { top: false, right: false, bottom: false, left: false };

/** What geometry looks at of a photo's measures. */
type Seen = Pick<PhotoMeasures, 'cut' | 'confidence'>;

function checkAll(rule: DocumentRule, change: { readonly seen?: Partial<Seen>; readonly placement?: Partial<DocumentPlacement>; readonly mode?: AssessChoice['mode'] } = {}): Map<string, Check> {
  const photo = { width: 2000, height: 2600, hairTop: lines.crown };
  const placement = { ...placePhoto(lines, photo, rule), ...change.placement };
  const measures = { ...photo, lines, cut: uncut, confidence: 0.9, ...change.seen } as unknown as PhotoMeasures;
  return new Map(checkGeometry({ measures, rule, placement, choice: { mode: change.mode ?? 'crop' } }).map((check) => [check.name, check]));
}

const failing = (checks: ReadonlyMap<string, Check>) => [...checks.values()].filter(({ result }) => result !== 'pass').map(({ name }) => name);

describe('a head with room around it', () => {
  it('passes, with its millimetres and the rule’s limits', () => {
    const checks = checkAll(squareRule);
    expect(failing(checks)).toEqual([]);
    expect(checks.get('HeadHeight')).toMatchObject({ value: 30, unit: 'mm', limits: { min: 25, max: 35 }, basis: 'document', advice: '' });
    expect(checks.get('EyeLine')).toMatchObject({ value: 31.5, limits: { min: 28, max: 35 }, basis: 'document' });
    expect(checks.get('Resolution')).toMatchObject({ unit: 'dpi', limits: { min: 300, max: null }, basis: 'print' });
  });

  it('is measured by practice where the rule says nothing', () => {
    const checks = checkAll({ ...plainRule, headMm: null });
    expect(checks.get('HeadHeight')?.basis).toBe('practice');
    expect(checks.get('EyeLine')).toMatchObject({ basis: 'practice', result: 'pass' });
  });
});

describe('each fault', () => {
  it.each<[string, Parameters<typeof checkAll>[1], string]>([
    ['a head too large', { placement: { headMm: 37.2 } }, 'HeadHeight'],
    ['eyes too low', { placement: { eyeFromBottomMm: 26 } }, 'EyeLine'],
    ['a face beside the middle', { placement: { offCentreMm: 4 } }, 'HeadCentred'],
    ['a head too near the edge', { placement: { topMarginMm: 0.2 } }, 'TopMargin'],
    ['too little photo on the left', { placement: { missingMm: { top: 0, right: 0, bottom: 0, left: 1.4 } } }, 'LeftwardCropOfTheFaceImage'],
    ['too little photo below', { placement: { missingMm: { top: 0, right: 0, bottom: 2, left: 0 } } }, 'MarginBelowOfTheFaceImage'],
    ['an ear that the photo cuts', { seen: { cut: { ...uncut, right: true } } }, 'RightwardCropOfTheFaceImage'],
    ['too few pixels', { placement: { pixelsPerMm: 6 } }, 'Resolution'],
  ])('%s is told by its own check, with advice', (_fault, change, name) => {
    const checks = checkAll(squareRule, change);
    expect(failing(checks)).toEqual([name]);
    expect(checks.get(name)?.advice).toMatch(/\.$/);
  });

  it('of a crown that the photo cuts is told of crown and upper edge', () => {
    expect(failing(checkAll(squareRule, { seen: { cut: { ...uncut, top: true } } }))).toEqual(['CrownNotCut', 'MarginAboveOfTheFaceImage']);
  });

  it('outside practice warns, outside a rule fails', () => {
    expect(checkAll(squareRule, { placement: { eyeFromBottomMm: 26 } }).get('EyeLine')?.result).toBe('fail');
    expect(checkAll(plainRule, { placement: { eyeFromBottomMm: 20 } }).get('EyeLine')?.result).toBe('warn');
  });

  it('of a few pixels too few warns: a photo may be enlarged a little', () => {
    expect(checkAll(squareRule, { placement: { pixelsPerMm: 270 / 25.4 } }).get('Resolution')).toMatchObject({ result: 'warn', value: 270 });
  });
});

it('a missing wall is painted with mode=studio, a missing chest is not', () => {
  const missing = (side: string) => ({ missingMm: { top: 0, right: 0, bottom: 0, left: 0, [side]: 3 } });
  expect(failing(checkAll(squareRule, { mode: 'studio', placement: missing('top') }))).toEqual([]);
  expect(failing(checkAll(squareRule, { mode: 'studio', placement: missing('bottom') }))).toEqual(['MarginBelowOfTheFaceImage']);
});

it('a doubtful outline leaves the head’s height to the person', () => {
  expect(checkAll(squareRule, { seen: { confidence: 0.3 } }).get('HeadHeight')).toMatchObject({ result: 'unknown' });
});

it('a file’s size is held against both kilobytes, of 1000 and of 1024 bytes', () => {
  const digital = { minPixels: null, maxPixels: null, minKB: 40, maxKB: 120, formats: ['jpeg'] as const };
  const result = (bytes: number) => checkFileSize(bytes, { ...plainRule, digital }).map((check) => check.result);
  expect([result(40_500), result(41_000), result(120_000), result(121_000)]).toEqual([['fail'], ['pass'], ['pass'], ['fail']]);
  expect(checkFileSize(1, plainRule)).toEqual([]);
});
