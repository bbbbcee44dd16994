// Owns the rules of Mexico and Brazil. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { compilation, compiledOn, defineRule, forbid, pixels, readPage, reportedPage } from './entry.ts';

const mexico = { country: 'MX', countryName: 'Mexico', names: ['méxico', 'mexican'] };
const brazil = { country: 'BR', countryName: 'Brazil', names: ['brasil', 'brazilian'] };

export const latinAmerica: readonly DocumentRule[] = [
  defineRule(mexico, {
    id: 'mx-passport',
    title: 'Passport, printed photos (Pasaporte)',
    aliases: ['pasaporte mexicano', 'sre'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31.5, max: 36 },
    background: ['white'],
    alteration: forbid('Retouched, pixelated or digitally produced photos are not accepted.'),
    submission: 'onsite',
    glasses: 'forbidden',
    prints: 3,
    notes: 'Since July 2018 the photo is taken at the appointment; prints are asked for in special cases and at some consulates. The head is given as 70–80 % of the photo, here in millimetres. Head uncovered, not older than 30 days.',
    sources: [
      readPage('Mexican passport photo leaflet, transcribed', 'https://slidepub.com/slideshow/fotos-para-pasaporte-mexicano'),
      reportedPage('Mexican consulate in Frankfurt, photo examples', 'https://consulmex.sre.gob.mx/frankfurt/images/stories/pdf/fotosejemp.pdf'),
      compilation,
    ],
    confidence: 'secondary',
    readOn: compiledOn,
  }),
  defineRule(brazil, {
    id: 'br-passport',
    title: 'Passport (Passaporte)',
    aliases: ['passaporte brasileiro', 'polícia federal'],
    widthMm: 50,
    heightMm: 70,
    headMm: null,
    background: ['white'],
    submission: 'onsite',
    notes: 'The Federal Police takes the photo at the appointment; a 5 × 7 cm print is asked for small children only. Some lists give 3.5 × 4.5 cm; the Federal Police’s size is kept here. No head size is published.',
    sources: [reportedPage('Brazilian Federal Police, passports', 'https://www.gov.br/pf'), compilation],
    confidence: 'secondary',
    readOn: compiledOn,
  }),
  defineRule(brazil, {
    id: 'br-evisa',
    title: 'e-Visa',
    aliases: ['visto', 'electronic visa', 'tourist visa'],
    widthMm: 35,
    heightMm: 45,
    headMm: null,
    background: ['white'],
    digital: { minPixels: pixels(413, 531), maxPixels: pixels(413, 531), minKB: null, maxKB: null, formats: ['jpeg'] },
    submission: 'digital',
    notes: 'No limit of the file size and no head size could be confirmed.',
    sources: [reportedPage('Brazil e-Visa portal', 'https://brazil.vfsevisa.com/'), compilation],
    confidence: 'secondary',
    readOn: compiledOn,
  }),
];
