// Owns the rules of Australia and New Zealand. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { defineRule, forbid, pixels, readPage, reportedPage } from './entry.ts';

const australia = { country: 'AU', countryName: 'Australia', names: ['australian', 'aussie'] };
const newZealand = { country: 'NZ', countryName: 'New Zealand', names: ['aotearoa', 'kiwi'] };

export const oceania: readonly DocumentRule[] = [
  defineRule(australia, {
    id: 'au-passport',
    title: 'Passport',
    aliases: ['apo'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 32, max: 36 },
    crownAt: 'skull',
    background: ['white', 'light-grey'],
    alteration: forbid('The photograph must not be manipulated, for example by removing spots or softening lines.'),
    submission: 'print',
    glasses: 'forbidden',
    prints: 2,
    notes: 'The print may be 35–40 mm wide and 45–50 mm high; the smallest is made here, as the head band does not grow with it. The crown is the top of the head without hair. Glasses only with a medical certificate. Not older than 6 months. Copies of the authority’s text of 2009, 2010 and 2020 agree on size and head.',
    sources: [
      readPage('passports.gov.au guidelines for camera operators of 9 December 2010, mirrored', 'https://docslib.org/doc/7328328/guidelines-for-the-photographic-industry-and-camera-operators'),
      readPage('Australian passport photo rules of 2009, transcribed', 'https://wenxuecity.com/blog/200901/22962/80284.html'),
      reportedPage('Australian Passport Office, passport photos', 'https://www.passports.gov.au/help/passport-photos'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(newZealand, {
    id: 'nz-passport-online',
    title: 'Passport, online application (uruwhenua)',
    aliases: ['dia', 'realme', 'digital passport photo'],
    widthMm: 33.75,
    heightMm: 45,
    headMm: null,
    background: ['plain-light-not-white'],
    digital: { minPixels: pixels(900, 1200), maxPixels: pixels(4500, 6000), minKB: 500, maxKB: 3000, formats: ['jpeg'] },
    alteration: forbid('The photo must not be digitally changed.'),
    submission: 'digital',
    notes: 'The upload is 3:4, so 33.75 × 45 mm stands for it; paper photos are 35 × 45 mm. The department’s page says more than 500 kB and less than 10 MB; newer reports say from 250 kB and up to 3, 5 or 10 MB: 500–3000 kB is inside all of them. Light but not white is second-hand, as is the rule against selfies. Leave a gap around the head.',
    sources: [
      readPage('New Zealand Department of Internal Affairs, passport photos of adults', 'https://www.passports.govt.nz/Passport-photos---adults'),
      readPage('New Zealand Department of Internal Affairs, digital photo tips', 'https://www.passports.govt.nz/Electronic-photo-standards'),
      readPage('PassSnap, New Zealand passport photo requirements 2026', 'https://passsnap.app/nz-passport-photo/new-zealand-passport-photo-requirements'),
    ],
    confidence: 'official',
    readOn: '2026-11',
  }),
];
