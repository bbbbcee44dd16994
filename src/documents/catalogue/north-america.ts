// Owns the rules of the United States and Canada. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { defineRule, forbid, pixels, readPage, reportedPage } from './entry.ts';

const unitedStates = { country: 'US', countryName: 'United States', names: ['usa', 'united states of america', 'america', 'american', 'estados unidos'] };
const canada = { country: 'CA', countryName: 'Canada', names: ['canadian'] };

/** 2 × 2 in; 51 mm on the authority's pages is rounded. */
const twoInchesMm = 50.8;

const usEmbassyPage = readPage('US Embassy in Bulgaria, photo requirements', 'https://bg.usembassy.gov/visas/nonimmigrant-visas/photo-requirements/');
const stateDepartmentPage = reportedPage('US Department of State, passport photos', 'https://travel.state.gov/content/travel/en/passports/how-apply/photos.html');

/** Where `crownAt` is `skull`: the crown is the natural top of the head, under the hair. */
const canadianCrown = 'Canada measures to the natural top of the head, below voluminous hair.';

export const northAmerica: readonly DocumentRule[] = [
  defineRule(unitedStates, {
    id: 'us-passport',
    title: 'Passport',
    aliases: ['passport book', 'passport card', 'ds-11', 'ds-82'],
    widthMm: twoInchesMm,
    heightMm: twoInchesMm,
    headMm: { min: 25, max: 35 },
    eyeFromBottomMm: { min: 28, max: 35 },
    background: ['white', 'off-white'],
    alteration: forbid('The photo may not be retouched or changed with filters, editing software or AI.'),
    submission: 'print',
    glasses: 'forbidden',
    prints: 1,
    notes: 'Two inches are 50.8 mm; the authority rounds to 51. Size, head and background are from an embassy page; the band of the eyes is from another embassy’s page for immigrant visas. In colour, taken in the last 6 months, neutral expression, no scan of a print.',
    sources: [usEmbassyPage, readPage('US Embassy in Turkey, immigrant visa photos', 'https://tr.usembassy.gov/tr/visas-tr/immigrant-visas-tr/gocmen-vize-fotograf-ozellikleri/'), stateDepartmentPage],
    confidence: 'official',
    readOn: '2026-11',
  }),
  defineRule(unitedStates, {
    id: 'us-passport-online-renewal',
    title: 'Passport, online renewal',
    aliases: ['opr', 'digital passport photo'],
    widthMm: twoInchesMm,
    heightMm: twoInchesMm,
    headMm: { min: 25, max: 35 },
    background: ['white', 'off-white'],
    digital: { minPixels: pixels(600, 600), maxPixels: pixels(1200, 1200), minKB: 54, maxKB: 10_240, formats: ['jpeg'] },
    alteration: forbid('The photo may not be retouched or changed with filters, editing software or AI.'),
    submission: 'digital',
    glasses: 'forbidden',
    notes: 'Pixels and file size are as reported on 16 May 2026; the portal’s own page was not read. HEIC files and scans of a print are turned down.',
    sources: [
      readPage('PassSnap, digital photo for online renewal', 'https://passsnap.app/passport-photo/passport-photo-online-renewal-digital'),
      reportedPage('US Department of State, online passport renewal', 'https://opr.travel.state.gov'),
    ],
    confidence: 'secondary',
    readOn: '2026-05-16',
  }),
  defineRule(unitedStates, {
    id: 'us-visa-ds160',
    title: 'Nonimmigrant visa, DS-160',
    aliases: ['us visa', 'b1 b2', 'tourist visa', 'student visa', 'f1', 'h1b', 'ceac'],
    widthMm: twoInchesMm,
    heightMm: twoInchesMm,
    headMm: { min: 25.4, max: 35 },
    eyeFromBottomMm: { min: 28.6, max: 35 },
    background: ['white', 'off-white'],
    digital: { minPixels: pixels(600, 600), maxPixels: pixels(1200, 1200), minKB: null, maxKB: 240, formats: ['jpeg'] },
    alteration: forbid('The photo may not be digitally altered or retouched.'),
    submission: 'digital',
    glasses: 'forbidden',
    notes: 'The page gives the head as 50–69 % and the eyes as 56–69 % of the height; here they are in millimetres of a 2-inch print. Square, 24-bit colour in sRGB, JPEG compressed 20:1 at most, taken in the last 6 months.',
    sources: [
      readPage('US Department of State, digital image requirements', 'http://travel.state.gov/visa/guide/guide_3882.html'),
      readPage('US visa service in the Philippines, photos and fingerprints', 'https://www.ustraveldocs.com/ph/photosandfingerprints.html'),
    ],
    confidence: 'official',
    readOn: '2026-11',
  }),
  defineRule(unitedStates, {
    id: 'us-dv-lottery',
    title: 'Diversity Visa entry',
    aliases: ['dv lottery', 'green card lottery', 'edv'],
    widthMm: twoInchesMm,
    heightMm: twoInchesMm,
    headMm: { min: 25.4, max: 35 },
    eyeFromBottomMm: { min: 28.6, max: 35 },
    background: ['white', 'off-white'],
    digital: { minPixels: pixels(600, 600), maxPixels: pixels(600, 600), minKB: null, maxKB: 240, formats: ['jpeg'] },
    alteration: forbid('The photo may not be digitally altered; an altered photo can disqualify the entry.'),
    submission: 'digital',
    glasses: 'forbidden',
    notes: 'Some reports allow up to 1200 × 1200 pixels as for DS-160; 600 × 600 fits both. A photo that was used in an earlier year disqualifies the entry.',
    sources: [
      readPage('ImmigrationInto.us, DV entry photo requirements', 'https://immigrationinto.us/dv-entry-guide/photo-requirements'),
      reportedPage('US Department of State, DV programme', 'https://dvprogram.state.gov'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(canada, {
    id: 'ca-passport',
    title: 'Passport, printed photo',
    aliases: ['passeport canadien'],
    widthMm: 50,
    heightMm: 70,
    headMm: { min: 31, max: 36 },
    crownAt: 'skull',
    background: ['white', 'plain-light'],
    alteration: forbid('The photo must be original: no editing, no AI tools, no replaced background.'),
    submission: 'print-certified',
    notes: `${canadianCrown} The photo must be taken in person by a commercial photographer and printed by a professional, with the studio’s name and address and the date on the back; prints made at home are turned down. The number of prints is reported as one or two: see the form.`,
    sources: [
      reportedPage('Government of Canada, passport photos', 'https://www.canada.ca/en/immigration-refugees-citizenship/services/canadian-passports/photos.html'),
      readPage('123PassportPhoto, transcription of the Canadian rules', 'https://123passportphoto.com/?country=CA&type=Passport+%28By+photographer+or+studio%29'),
      readPage('PhotoOmni, Canada passport photo', 'https://photoomni.com/en/documents/canada/passport-photo'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(canada, {
    id: 'ca-passport-online',
    title: 'Passport, online renewal',
    aliases: ['digital passport photo', 'passeport en ligne'],
    widthMm: 50,
    heightMm: 70,
    headMm: { min: 31, max: 36 },
    crownAt: 'skull',
    background: ['white', 'plain-light'],
    alteration: forbid('The original camera file is wanted: photos that were cropped, retouched, filtered, changed by AI or given another background are turned down.'),
    takes: 'original',
    submission: 'digital',
    notes: `${canadianCrown} Only the untouched file of the camera is taken, so a photo is checked here and nothing is made of it. The photo must be taken in person by a commercial photographer, whose details are given with the upload.`,
    sources: [
      readPage('PhotoOmni, Canada passport photo', 'https://photoomni.com/en/documents/canada/passport-photo'),
      readPage('servicecanadapassport.ca, digital passport photos (a private site)', 'https://servicecanadapassport.ca/digital-canadian-passport-photos/'),
      reportedPage('Government of Canada, passport photos', 'https://www.canada.ca/en/immigration-refugees-citizenship/services/canadian-passports/photos.html'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(canada, {
    id: 'ca-visa-trv',
    title: 'Temporary resident visa',
    aliases: ['trv', 'visitor visa', 'study permit', 'work permit', 'tourist visa'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31, max: 36 },
    crownAt: 'skull',
    background: ['white'],
    digital: { minPixels: pixels(420, 540), maxPixels: null, minKB: 60, maxKB: 4096, formats: ['jpeg'] },
    submission: 'digital',
    notes: `${canadianCrown} 35 × 45 mm and 420 × 540 pixels are the least; about 240 kB is recommended.`,
    sources: [
      readPage('Talent Solution Canada, transcription of the digital specification', 'https://talentsolutioncanada.com/photo-req/'),
      readPage('Morson, immigration photos', 'https://morson.ca/category/photos/photos-temporary-residence/'),
      reportedPage('Government of Canada, visa photograph specifications', 'https://www.canada.ca/en/immigration-refugees-citizenship/services/application/application-forms-guides/temporary-resident-visa-application-photograph-specifications.html'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
];
