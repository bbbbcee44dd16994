// Owns rules of documents that nobody issues, for tests of geometry. Refuses the catalogue: it may change with the authorities.

import type { DocumentRule } from '../../src/documents/rule.ts';

/** A print of 35 × 45 mm with a head of 32–36 mm and nothing else said. */
export const plainRule: DocumentRule = {
  id: 'test-plain',
  country: 'XX',
  countryName: 'Nowhere',
  title: 'Passport',
  aliases: [],
  widthMm: 35,
  heightMm: 45,
  headMm: { min: 32, max: 36 },
  crownAt: 'hair',
  eyeFromBottomMm: null,
  topMarginMm: null,
  digital: null,
  minDpi: 300,
  background: ['white'],
  alteration: { forbidden: false, sentence: null },
  takes: 'crop',
  submission: 'print',
  glasses: null,
  prints: null,
  notes: '',
  sources: [{ name: 'Nobody', url: null, read: false }],
  confidence: 'secondary',
  readOn: '2026-11',
};

/** 2 × 2 in with bands for head and eyes. */
export const squareRule: DocumentRule = {
  ...plainRule,
  id: 'test-square',
  widthMm: 50.8,
  heightMm: 50.8,
  headMm: { min: 25, max: 35 },
  eyeFromBottomMm: { min: 28, max: 35 },
};
