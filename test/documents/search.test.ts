// Shows that documents are found by what people type, and that near ids are told.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentRules } from '../../src/documents/catalogue.ts';
import { nearestDocuments, searchDocuments } from '../../src/documents/search.ts';
import { countSlips, splitWords } from '../../src/documents/words.ts';

const find = (text: string, limit = 5): readonly string[] => searchDocuments(documentRules, text, limit).map(({ id }) => id);

describe('searching documents', () => {
  it.each([
    ['usa passport', 'us-passport'],
    ['U.S.A.', 'us-passport'],
    ['passport us', 'us-passport'],
    ['UK', 'gb-passport-print'],
    ['Britain online passport', 'gb-passport-digital'],
    ['unit king', 'gb-passport-print'],
    ['PASSORT Germany', 'de-passport-id'],
    ['personalausw', 'de-passport-id'],
    ['carte d’identité', 'fr-passport-id'],
    ['carte d identite', 'fr-passport-id'],
    ['DNI', 'es-dni-passport'],
    ['espana', 'es-dni-passport'],
    ['indai', 'in-passport'],
    ['IN', 'in-passport'],
    ['pan card', 'in-pan-protean'],
    ['schengen visa photo', 'schengen-visa'],
    ['evisa vietnam', 'vn-evisa'],
    ['E-Visa India', 'in-evisa'],
    ['ds160', 'us-visa-ds160'],
    ['ds-160', 'us-visa-ds160'],
    ['green card lottery', 'us-dv-lottery'],
    ['中国签证', 'cn-visa'],
    ['パスポート', 'jp-passport'],
    ['여권', 'kr-passport'],
    ['Turkey', 'tr-passport'],
    ['turkiye', 'tr-passport'],
    ['japn passpor', 'jp-passport'],
    ['saudi visa', 'sa-evisa'],
    ['icao', 'icao-generic'],
  ])('finds %s first as %s', (text, id) => {
    expect(find(text)[0]).toBe(id);
  });

  it('finds nothing for what resembles nothing, and everything for nothing', () => {
    expect(find('qqqq')).toEqual([]);
    expect(find('  ', 100)).toHaveLength(documentRules.length);
    expect(find('photo', 3)).toHaveLength(3);
  });

  it('keeps what fits when one of the words is strange', () => {
    expect(find('xyzzyx passport canada')[0]).toBe('ca-passport');
  });

  it('finds every document by its country and title', () => {
    for (const each of documentRules) expect(find(`${each.countryName} ${each.title}`)).toContain(each.id);
  });

  it('takes any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.nat(60), (text, limit) => find(text, limit).length <= limit));
  });
});

describe('near documents', () => {
  it.each([
    ['us-pasport', 'us-passport'],
    ['us_passport', 'us-passport'],
    ['uk-passport', 'gb-passport-print'],
    ['schengen', 'schengen-visa'],
    ['GB-PASSPORT', 'gb-passport-print'],
    ['cn-vsia', 'cn-visa'],
  ])('of %s begin with %s', (id, nearest) => {
    expect(nearestDocuments(documentRules, id, 3)[0]?.id).toBe(nearest);
  });

  it('are as many as asked for, whatever the id', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (id) => nearestDocuments(documentRules, id, 3).length === 3));
  });
});

describe('words', () => {
  it('lose case, accents and the dots of abbreviations; hyphenated ones stand whole as well', () => {
    expect(splitWords('U.S.A. — Éire, e-Visa')).toEqual(['usa', 'eire', 'e', 'visa', 'evisa']);
  });

  it('count a letter left out, added, wrong or swapped as one slip', () => {
    for (const typed of ['pasport', 'passsport', 'passport'.replace('r', 't'), 'passprot']) expect(countSlips(typed, 'passport')).toBe(1);
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => countSlips(one, other) === countSlips(other, one)));
    fc.assert(fc.property(fc.string({ maxLength: 12 }), (word) => countSlips(word, word) === 0));
  });
});
