// Holds the verdict's words: what is counted, what they were measured against, and what they never say.

import { describe, expect, it } from 'vitest';
import { documentRules } from '../../src/documents/catalogue.ts';
import type { Check, CheckResult } from '../../src/documents/check.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { writeVerdict } from '../../src/documents/verdict.ts';
import { plainRule } from './rules.ts';

function checksOf(...results: CheckResult[]): Check[] {
  return results.map((result, index) => ({ name: `Check${index}`, title: 'A check', value: index, unit: null, limits: { min: null, max: null }, result, advice: result === 'pass' ? '' : 'Do this.', basis: 'practice' }));
}

const official: Partial<DocumentRule> = { confidence: 'official', sources: [{ name: 'The authority', url: null, read: true }] };

describe('a verdict', () => {
  it.each<[string, CheckResult[], string]>([
    ['Nothing to put right.', ['pass', 'pass'], 'pass'],
    ['Nothing to put right, one thing to look at.', ['pass', 'unknown'], 'pass'],
    ['Nothing to put right, two things to look at.', ['warn', 'unknown'], 'warn'],
    ['One thing to put right.', ['fail'], 'fail'],
    ['One thing to put right, two to look at.', ['unknown', 'warn', 'fail'], 'fail'],
    ['Two things to put right, one to look at.', ['fail', 'unknown', 'fail'], 'fail'],
    ['13 things to put right.', new Array<CheckResult>(13).fill('fail'), 'fail'],
  ])('says “%s”', (sentence, results, result) => {
    expect(writeVerdict(checksOf(...results), plainRule)).toMatchObject({ sentence, result });
  });

  it('gives its reasons, failures first, and none that passed', () => {
    const { reasons } = writeVerdict(checksOf('unknown', 'pass', 'fail', 'warn', 'fail'), plainRule);
    expect(reasons.map(({ name, result }) => [name, result])).toEqual([['Check2', 'fail'], ['Check4', 'fail'], ['Check3', 'warn'], ['Check0', 'unknown']]);
  });
});

describe('what it was measured against', () => {
  it.each([
    ['2026-11', 'Measured against the published rules of Nowhere, Passport, read in November 2026.'],
    ['2026-05-16', 'Measured against the published rules of Nowhere, Passport, read on 16 May 2026.'],
    ['2019', 'Measured against the published rules of Nowhere, Passport, read in 2019.'],
  ])('is said with the time of reading: %s', (readOn, basis) => {
    expect(writeVerdict([], { ...plainRule, readOn }).basis).toBe(basis);
  });

  it('is the person’s own numbers for a size of their own', () => {
    expect(writeVerdict([], { ...plainRule, id: 'custom' })).toMatchObject({ basis: 'Measured against your own numbers.', secondHand: null });
  });
});

describe('rules read second-hand', () => {
  it('are said to be, with who reported them and whose page was not read', () => {
    const sources = [{ name: 'GOV.XX, photos', url: null, read: false }, { name: 'A shop', url: null, read: true }, { name: 'A newspaper', url: null, read: true }];
    expect(writeVerdict([], { ...plainRule, sources }).secondHand).toBe(
      'In part or whole these rules were read second-hand, from: A shop; A newspaper. The authority’s own page was not read: GOV.XX, photos. Look them up with the authority before you hand the photo in.',
    );
  });

  it('are not said to be where the authority’s own page was read', () => {
    expect(writeVerdict([], { ...plainRule, ...official }).secondHand).toBeNull();
  });

  it('are said to be where nothing was read', () => {
    expect(writeVerdict([], { ...plainRule, ...official, sources: plainRule.sources }).secondHand).toContain('reported second-hand');
  });
});

it('promises nothing, whatever the document', () => {
  for (const rule of documentRules) {
    const { sentence, basis, secondHand } = writeVerdict(checksOf('pass', 'warn', 'fail', 'unknown'), rule);
    expect(`${sentence} ${basis} ${secondHand}`).not.toMatch(/complian|guarante|undefined|NaN|accepted/i);
  }
});
