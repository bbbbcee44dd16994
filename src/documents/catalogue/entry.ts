// Owns how an entry of the catalogue is written: what every document states, and what holds where its authority states nothing. Refuses to know any document.

import type { DocumentRule, PixelSize, RuleSource } from '../rule.ts';

/** A country with the other names that people type for it, lower case. */
export interface Country {
  readonly country: string;
  readonly countryName: string;
  readonly names: readonly string[];
}

type Stated = 'id' | 'title' | 'widthMm' | 'heightMm' | 'headMm' | 'background' | 'submission' | 'notes' | 'sources' | 'confidence' | 'readOn';
type Facts = Pick<DocumentRule, Stated> & Partial<Omit<DocumentRule, Stated | 'country' | 'countryName'>>;

/** Write one document's rules. What is left out is what no page states: 300 dots per inch, the crown at the top of the hair, a crop allowed. */
export function defineRule({ country, countryName, names }: Country, facts: Facts): DocumentRule {
  const unstated = {
    crownAt: 'hair',
    eyeFromBottomMm: null,
    topMarginMm: null,
    digital: null,
    minDpi: 300,
    alteration: { forbidden: false, sentence: null },
    takes: 'crop',
    glasses: null,
    prints: null,
  } as const;
  return { ...unstated, ...facts, country, countryName, aliases: [...names, ...(facts.aliases ?? [])] };
}

/** The authority turns altered photos down; the sentence tells what it says, in our words. */
export function forbid(sentence: string): DocumentRule['alteration'] {
  return { forbidden: true, sentence };
}

/** 2 × 2 in; 51 mm on authorities' pages is rounded. */
export const twoInchesMm = 50.8;

/** Pixels, width first. */
export function pixels(width: number, height: number): PixelSize {
  return { width, height };
}

/** A page whose values were read in a stored copy. */
export function readPage(name: string, url: string): RuleSource {
  return { name, url, read: true };
}

/** The authority's own page, known through reports of it only. */
export function reportedPage(name: string, url: string): RuleSource {
  return { name, url, read: false };
}

/** Reports of several authorities' pages, gathered by one compiler. */
export const compilation: RuleSource = {
  name: 'LazyTools compilation of photo specifications, 10 July 2026 (a data set without a page of its own)',
  url: null,
  read: true,
};

/** The day of that compilation. */
export const compiledOn = '2026-07-10';
