// Owns how rules and checks are said on the page.

import { describe, expect, it } from 'vitest';
import { describeLimits, describeValue } from '../../public/documents/check-words.ts';
import { describeRule, readWhen } from '../../public/documents/rule-words.ts';
import { documentRules } from '../../src/documents/catalogue.ts';
import type { Check } from '../../src/documents/check.ts';

const check = (part: Partial<Check>): Check => ({
  name: 'HeadHeight', title: 'Head', value: 33.4, unit: 'mm', limits: { min: 32, max: 36 }, result: 'pass', advice: '', basis: 'document', ...part,
});

describe('a check in words', () => {
  it.each([
    [{}, '33.4\u00a0mm', '32–36\u00a0mm'],
    [{ value: -3, unit: '°', limits: { min: -5, max: 5 } }, '−3°', 'within ±5°'],
    [{ value: 80, unit: 'px', limits: { min: 90, max: null } }, '80\u00a0px', 'at least 90\u00a0px'],
    [{ value: 0.11, unit: null, limits: { min: null, max: 0.03 } }, '0.11', 'at most 0.03'],
    [{ value: 1, unit: null, limits: { min: 1, max: 1 } }, '1', '1'],
    [{ value: null, limits: { min: null, max: null } }, '', ''],
  ] as const)('says value and limits of %o', (part, value, limits) => {
    expect([describeValue(check(part)), describeLimits(check(part))]).toEqual([value, limits]);
  });
});

describe('a rule in words', () => {
  it('says when it was read, to the month or to the day', () => {
    expect([readWhen('2026-11'), readWhen('2026-05-16')]).toEqual(['in November 2026', 'on 16 May 2026']);
  });

  it.each(documentRules.map((rule) => [rule.id, rule] as const))('says size, background and the way of handing in %s, and nothing undefined', (_id, rule) => {
    const lines = describeRule(rule);
    for (const term of ['Size', 'Background', 'Handed in']) expect(lines.map((line) => line.term)).toContain(term);
    expect(lines.map(({ words }) => words).join(' ')).not.toMatch(/undefined|null|NaN|compliant|guarantee/);
  });
});
