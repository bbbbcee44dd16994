// Owns the rules of the United Kingdom and Ireland. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { compilation, defineRule, forbid, pixels, readPage, reportedPage } from './entry.ts';

const unitedKingdom = { country: 'GB', countryName: 'United Kingdom', names: ['uk', 'britain', 'great britain', 'british', 'england', 'scotland', 'wales', 'northern ireland'] };
const ireland = { country: 'IE', countryName: 'Ireland', names: ['éire', 'irish'] };

export const britishIsles: readonly DocumentRule[] = [
  defineRule(unitedKingdom, {
    id: 'gb-passport-print',
    title: 'Passport, printed photos',
    aliases: ['hmpo', 'paper form'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 29, max: 34 },
    background: ['light-grey', 'cream'],
    alteration: forbid('The photo must be unaltered by computer software.'),
    submission: 'print',
    glasses: 'if-needed',
    prints: 2,
    notes: 'In colour on plain white photographic paper without a border, two alike, taken in the last month. Prints cut down from a larger picture are turned down: print at this size. Glasses only if they must be worn, without glare.',
    sources: [
      reportedPage('GOV.UK, photos for passports', 'https://www.gov.uk/photos-for-passports/photo-requirements'),
      readPage('Turks and Caicos government, passport photos by HM Passport Office’s rules', 'https://gov.tc/passports/photos'),
      readPage('Atpei, transcription of the printed rules', 'https://atpei.ca/united-kingdom-passport-photos/'),
      compilation,
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(unitedKingdom, {
    id: 'gb-passport-digital',
    title: 'Passport, online application',
    aliases: ['hmpo', 'digital passport photo', 'photo code'],
    widthMm: 35,
    heightMm: 45,
    headMm: null,
    background: ['plain-light'],
    digital: { minPixels: pixels(600, 771), maxPixels: null, minKB: 50, maxKB: 10_240, formats: ['jpeg'] },
    alteration: forbid('The photo must be unaltered by computer software and in-app filters.'),
    takes: 'room',
    submission: 'digital',
    glasses: 'if-needed',
    notes: 'At least 600 × 750 pixels, here bound to 35 × 45. HM Passport Office crops the photo itself and wants head, shoulders and upper body in it: a photo with room around the head is better than a close crop, so no head size holds here. Taken in the last month. The file format is not stated; JPEG is written.',
    sources: [
      reportedPage('GOV.UK, photos for passports', 'https://www.gov.uk/photos-for-passports'),
      readPage('Transcription of the GOV.UK page, May 2024', 'https://mmichael1.blogspot.com/2024/05/passport-photos.html'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(ireland, {
    id: 'ie-passport',
    title: 'Passport',
    aliases: ['pas', 'passport online', 'passport card', 'dfa'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31.5, max: 36 },
    background: ['light-grey', 'white', 'cream'],
    digital: { minPixels: pixels(740, 951), maxPixels: null, minKB: null, maxKB: 9216, formats: ['jpeg'] },
    alteration: forbid('Digital enhancements or changes are not accepted.'),
    submission: 'digital',
    notes: 'A print may measure from 35 × 45 to 38 × 50 mm, with the head 70–80 % of the height. Passport Online crops the upload itself and wants room around the head, down to the middle of the chest: prefer a wider photo there. The least of an upload is 715 × 951 pixels, here bound to 35 × 45. Pixels, 9 MB, background and format were read on the department’s page for photographers; the print’s numbers are second-hand.',
    sources: [
      readPage('Irish Department of Foreign Affairs, guidelines for photographers', 'https://www.dfa.ie/passportonline/photographerguidelines/'),
      readPage('Timpson, passport photos for Ireland', 'https://www.timpson.co.uk/services/passport-photos/international-passport-photo-sizes/ireland'),
      compilation,
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
];
