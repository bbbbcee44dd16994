// Owns the rules of India. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { compilation, compiledOn, defineRule, forbid, pixels, readPage, reportedPage } from './entry.ts';

const india = { country: 'IN', countryName: 'India', names: ['bharat', 'भारत', 'indian'] };

/** 2 × 2 in; 51 mm on the authority's pages is rounded. */
const twoInchesMm = 50.8;

export const southAsia: readonly DocumentRule[] = [
  defineRule(india, {
    id: 'in-passport',
    title: 'Passport',
    aliases: ['passport seva', 'icao photo', 'embassy', 'bls', 'vfs'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 36, max: 38.25 },
    background: ['white'],
    digital: { minPixels: pixels(630, 810), maxPixels: pixels(630, 810), minKB: null, maxKB: 250, formats: ['jpeg'] },
    alteration: forbid('Photos altered or enhanced with software are not accepted.'),
    submission: 'digital',
    glasses: 'forbidden',
    notes: 'Since 1 September 2025, instead of 2 × 2 in. The face takes 80–85 % of the height, here in millimetres of 45. Missions repeat these numbers; the 250 kB are second-hand.',
    sources: [
      reportedPage('Embassy of India in Bern, ICAO photo requirements', 'https://www.indembassybern.gov.in/page/notice-reg-icao-photo-requirements/'),
      readPage('Gulf Hindi, the notice of the embassy in Kuwait', 'https://gulfhindi.com/new-photo-guideline-for-indian-passport-application-in-kuwait-rule-will-be-implemented-from-next-month'),
      compilation,
    ],
    confidence: 'secondary',
    readOn: compiledOn,
  }),
  defineRule(india, {
    id: 'in-evisa',
    title: 'e-Visa',
    aliases: ['electronic visa', 'tourist visa', 'eta'],
    widthMm: twoInchesMm,
    heightMm: twoInchesMm,
    headMm: { min: 25, max: 35 },
    background: ['white', 'plain-light'],
    digital: { minPixels: pixels(350, 350), maxPixels: pixels(1000, 1000), minKB: 10, maxKB: 1024, formats: ['jpeg'] },
    submission: 'digital',
    notes: 'Square. The form for visas on paper takes up to 300 kB only: stay below that where one photo is to serve both. Without a border.',
    sources: [
      reportedPage('Indian Visa Online', 'https://indianvisaonline.gov.in'),
      readPage('IndiaVisa.org.in, documents for the e-Visa (a private site)', 'https://www.indiavisa.org.in/faq/what-are-the-required-documents-for-e-visa'),
      readPage('123PassportPhoto, transcription of the visa portal', 'https://www.123passportphoto.com/ur/photo-requirements.php?country=IN&type=Visa'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(india, {
    id: 'in-oci',
    title: 'OCI card',
    aliases: ['overseas citizen of india', 'overseas citizenship'],
    widthMm: twoInchesMm,
    heightMm: twoInchesMm,
    headMm: null,
    background: ['plain-light-not-white'],
    digital: { minPixels: pixels(200, 200), maxPixels: pixels(900, 900), minKB: null, maxKB: 200, formats: ['jpeg'] },
    submission: 'digital',
    notes: 'Light but not white, the opposite of the Indian passport. The ministry’s rule speaks of 80 % of the face in the photo, missions of 70–80 %. File sizes of 200 and of 500 kB are reported; 200 kB fits both.',
    sources: [
      readPage('Anfas, OCI card photo, checked on 13 April 2026', 'https://anfas.pro/en/foto/india/oci-card/'),
      readPage('Embassy of India in Harare, passport and OCI photos', 'https://eoi.gov.in/harare/?3439'),
      reportedPage('OCI Services, photo specification', 'https://ociservices.gov.in/Photo-Spec-FINAL.pdf'),
    ],
    confidence: 'secondary',
    readOn: '2026-04-13',
  }),
  defineRule(india, {
    id: 'in-pan-protean',
    title: 'PAN card, Protean (NSDL)',
    aliases: ['pan', 'permanent account number', 'income tax', 'nsdl'],
    widthMm: 25,
    heightMm: 35,
    headMm: null,
    background: ['white', 'plain-light'],
    digital: { minPixels: pixels(197, 276), maxPixels: pixels(197, 276), minKB: null, maxKB: 20, formats: ['jpeg'] },
    submission: 'digital',
    notes: '25 × 35 mm at 200 dpi. File sizes of 20 and of 50 kB are reported; 20 kB fits both. A list that gives 35 × 45 mm is not followed: it contradicts the pixels.',
    sources: [
      readPage('easyPhoto, PAN card photo size', 'https://easyphoto.in/blog/pan-card-photo-size/'),
      readPage('TinyTools, PAN card photo requirements 2025', 'https://tinytools.in/blog/pan-card-photo-size-requirements-nsdl-utiitsl'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(india, {
    id: 'in-pan-uti',
    title: 'PAN card, UTIITSL',
    aliases: ['pan', 'permanent account number', 'income tax', 'uti'],
    widthMm: 18,
    heightMm: 18,
    headMm: null,
    background: ['white'],
    digital: { minPixels: pixels(213, 213), maxPixels: pixels(213, 213), minKB: null, maxKB: 30, formats: ['jpeg'] },
    submission: 'digital',
    notes: 'The upload is square, 213 × 213 pixels at 300 dpi: that is 18 mm. The photo glued to the paper form is 25 × 35 mm, as for Protean.',
    sources: [
      readPage('e-Kendra, UTIITSL scanning specification', 'https://e-kendra.co.in/uti-photo-signature-and-documents'),
      readPage('easyPhoto, PAN card photo size', 'https://easyphoto.in/blog/pan-card-photo-size/'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
];
