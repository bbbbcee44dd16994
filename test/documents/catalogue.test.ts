// Holds every document of the catalogue to its shape, to numbers that a photo can meet, and to a source that can be named.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeShade } from '../../src/documents/background-shades.ts';
import { documentRules, findRule } from '../../src/documents/catalogue.ts';
import { hasPlacement } from '../../src/documents/custom.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { Problem } from '../../src/problem.ts';

const band = z.strictObject({ min: z.number().positive(), max: z.number() }).refine(({ min, max }) => min < max);
const size = z.strictObject({ width: z.int().positive(), height: z.int().positive() });
const shade = z.enum(['white', 'off-white', 'cream', 'light-grey', 'light-blue', 'red', 'plain-light', 'plain-light-not-white', 'plain']);
const sentence = z.string().regex(/^[A-Z0-9].*\.$/);

const source = z
  .strictObject({ name: z.string().min(5), url: z.url({ protocol: /^https?$/ }).nullable(), read: z.boolean() })
  .refine(({ name, url }) => url !== null || /\(.+\)/.test(name), 'a source without an address says why in its name');

const digital = z.strictObject({
  minPixels: size.nullable(),
  maxPixels: size.nullable(),
  minKB: z.number().positive().nullable(),
  maxKB: z.number().positive().nullable(),
  formats: z.array(z.enum(['jpeg', 'png'])).min(1),
});

const rule = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z0-9]+)+$/),
  country: z.string().regex(/^([A-Z]{2}|ICAO)$/),
  countryName: z.string().min(4),
  title: z.string().min(4),
  aliases: z.array(z.string().refine((alias) => alias === alias.toLowerCase() && alias.trim() === alias)),
  widthMm: z.number().min(15).max(200),
  heightMm: z.number().min(15).max(200),
  headMm: band.nullable(),
  crownAt: z.enum(['hair', 'skull']),
  eyeFromBottomMm: band.nullable(),
  topMarginMm: band.nullable(),
  digital: digital.nullable(),
  minDpi: z.int().min(300).max(1200),
  background: z.array(shade).min(1),
  alteration: z.strictObject({ forbidden: z.boolean(), sentence: sentence.nullable() }),
  takes: z.enum(['crop', 'room', 'original']),
  submission: z.enum(['print', 'print-certified', 'digital', 'digital-certified', 'onsite']),
  glasses: z.enum(['forbidden', 'if-needed']).nullable(),
  prints: z.int().min(1).max(6).nullable(),
  notes: sentence,
  sources: z.array(source).min(1),
  confidence: z.enum(['official', 'secondary']),
  readOn: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])(-[0-3]\d)?$/),
});

const shapeOf = ({ width, height }: { readonly width: number; readonly height: number }): number => width / height;

describe('the catalogue of documents', () => {
  it('has 54, each named once, with the rule for any other last', () => {
    const ids = documentRules.map(({ id }) => id);
    expect(ids).toHaveLength(54);
    expect(new Set(ids).size).toBe(54);
    expect(ids.at(-1)).toBe('icao-generic');
  });

  it('leaves out documents that nobody could name a source for', () => {
    expect(documentRules.map(({ id }) => id).filter((id) => ['ca-pr-card', 'cn-id-card'].includes(id))).toEqual([]);
  });

  it('gives every name once for a country, and one country to every id', () => {
    const names = new Map(documentRules.map(({ country, countryName }) => [country, countryName]));
    for (const each of documentRules) {
      expect(names.get(each.country)).toBe(each.countryName);
      expect(each.id.split('-')[0]?.toUpperCase()).toBe(each.id === 'schengen-visa' ? 'SCHENGEN' : each.country);
      expect(new Set(each.aliases).size, each.id).toBe(each.aliases.length);
    }
  });

  it('promises nothing', () => {
    const texts = documentRules.flatMap(({ title, notes, alteration, sources }) => [title, notes, alteration.sentence ?? '', ...sources.map(({ name }) => name)]);
    expect(texts.filter((text) => /compliant|compliance|guarantee/i.test(text))).toEqual([]);
  });
});

describe.each(documentRules.map((each) => [each.id, each] as const))('%s', (_id, each: DocumentRule) => {
  it('has the shape of a rule', () => {
    expect(rule.safeParse(each).error).toBeUndefined();
  });

  it('has bands inside the photo that a head can meet all at once', () => {
    for (const inside of [each.headMm, each.eyeFromBottomMm, each.topMarginMm]) expect(inside?.max ?? 0).toBeLessThan(each.heightMm);
    expect(hasPlacement(each)).toBe(true);
  });

  it('has file limits that do not contradict each other or the print', () => {
    const { minPixels = null, maxPixels = null, minKB = null, maxKB = null } = each.digital ?? {};
    if (minPixels && maxPixels) {
      expect(minPixels.width).toBeLessThanOrEqual(maxPixels.width);
      expect(minPixels.height).toBeLessThanOrEqual(maxPixels.height);
    }
    if (minKB !== null && maxKB !== null) expect(minKB * 2).toBeLessThan(maxKB);
    for (const bound of [minPixels, maxPixels]) if (bound) expect(Math.abs(shapeOf(bound) / shapeOf({ width: each.widthMm, height: each.heightMm }) - 1)).toBeLessThan(0.005);
  });

  it('says what the authority says where it forbids altered photos', () => {
    if (each.alteration.forbidden) expect(each.alteration.sentence).not.toBeNull();
    if (each.takes === 'original') expect(each.alteration.forbidden).toBe(true);
  });

  it('is called official only where a page of the authority was read, and names every authority’s page that was not', () => {
    if (each.confidence === 'official') expect(each.sources[0]?.read).toBe(true);
    expect(each.sources.some(({ read }) => read)).toBe(true);
  });

  it('paints a background that its own rule takes', () => {
    const painted = each.background[0];
    expect(painted && describeShade(painted).paint).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe('finding a document by id', () => {
  it('answers with its rules', () => {
    expect(findRule('us-passport')).toMatchObject({ widthMm: 50.8, heightMm: 50.8, headMm: { min: 25, max: 35 }, alteration: { forbidden: true } });
    expect(findRule('ca-passport-online').takes).toBe('original');
    expect(findRule('fr-passport-id').crownAt).toBe('skull');
    expect(findRule('cn-visa').topMarginMm).toEqual({ min: 3, max: 5 });
  });

  it('tells the near ones of an id that is not there', () => {
    expect(() => findRule('us-pasport')).toThrow(Problem);
    try {
      findRule('uk-passport');
    } catch (error) {
      expect(error).toMatchObject({ code: 'document-unknown', status: 404, detail: expect.stringContaining('gb-passport-print') });
      expect((error as Problem).members['near']).toEqual(expect.arrayContaining([{ id: 'gb-passport-print', title: 'United Kingdom, Passport, printed photos' }]));
    }
  });
});
