// Owns the rules of Poland, Greece and Turkey. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { compilation, compiledOn, defineRule, pixels, readPage, reportedPage } from './entry.ts';

const poland = { country: 'PL', countryName: 'Poland', names: ['polska', 'polish'] };
const greece = { country: 'GR', countryName: 'Greece', names: ['ελλάδα', 'hellas', 'hellenic', 'greek'] };
const turkey = { country: 'TR', countryName: 'Türkiye', names: ['turkey', 'turkish', 'türk'] };

export const easternEurope: readonly DocumentRule[] = [
  defineRule(poland, {
    id: 'pl-passport',
    title: 'Passport (paszport)',
    aliases: ['zdjęcie do paszportu'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31, max: 36 },
    eyeFromBottomMm: { min: 20, max: 30 },
    background: ['white', 'plain-light'],
    digital: { minPixels: pixels(781, 1004), maxPixels: null, minKB: null, maxKB: 2560, formats: ['jpeg'] },
    submission: 'print',
    notes: 'The millimetres were read on an official bulletin (BIP); an upload’s least of 768 × 1004 pixels, here bound to 35 × 45, and its 2.5 MB are second-hand. Eyes may stand from 15 mm up for children under 11. Not older than 6 months.',
    sources: [
      readPage('Wołomin county, public information bulletin, photos for passports', 'http://www.bip.powiat-wolominski.pl/index.php?cmd=zawartosc&opt=pokaz&id=4636'),
      reportedPage('Lublin voivodeship, photos for passports', 'https://www.lublin.uw.gov.pl/wsoic/informacja-dotycz%C4%85ca-fotografii-do-dokumentu-paszportowego-1'),
    ],
    confidence: 'official',
    readOn: '2026-11',
  }),
  defineRule(poland, {
    id: 'pl-id-card',
    title: 'Identity card, online (dowód osobisty)',
    aliases: ['dowod osobisty', 'id card', 'zdjęcie do dowodu'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31, max: 36 },
    background: ['white'],
    digital: { minPixels: pixels(492, 633), maxPixels: null, minKB: null, maxKB: 2560, formats: ['jpeg'] },
    submission: 'digital',
    notes: 'The face takes 70–80 % of the photo; the band of the Polish passport is used. Glasses without reflections may be worn.',
    sources: [
      reportedPage('gov.pl, photo for identity card or passport', 'https://www.gov.pl/web/gov/zdjecie-do-dowodu-lub-paszportu'),
      readPage('School in Słupsk, the gov.pl page quoted on 1 August 2024', 'https://sp6slupsk.edupage.org/a/legitymacje-szkolne'),
      compilation,
    ],
    confidence: 'secondary',
    readOn: compiledOn,
  }),
  defineRule(greece, {
    id: 'gr-id',
    title: 'Passport (διαβατήριο)',
    aliases: ['diavatirio', 'ταυτότητα', 'identity card', 'id card'],
    widthMm: 40,
    heightMm: 60,
    headMm: { min: 31, max: 35 },
    eyeFromBottomMm: { min: 30, max: 39 },
    background: ['white'],
    submission: 'print',
    prints: 1,
    notes: 'The face is 20–25 mm wide between the ears. A print from a digital camera must come from a photographic laboratory at 1200 dpi or more, not from an inkjet or laser printer. The ministry’s notice of 2 January 2006 confirms 40 × 60 mm and prefers white or very pale grey; head and eyes are second-hand. Older rules for the identity card give 36 × 36 mm.',
    sources: [
      readPage('Hellenic Ministry of Citizen Protection, notice of 2 January 2006', 'https://www.minocp.gov.gr/en/2008/05/02/02-01-2006-technical-photograph-standards-for-the-new-passports/'),
      readPage('Timpson, passport photos for Greece', 'https://www.timpson.co.uk/services/passport-photos/international-passport-photo-sizes/greece'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(turkey, {
    id: 'tr-passport',
    title: 'Passport (pasaport)',
    aliases: ['biyometrik fotoğraf', 'vesikalık'],
    widthMm: 50,
    heightMm: 60,
    headMm: { min: 32, max: 36 },
    background: ['white'],
    submission: 'print',
    prints: 2,
    notes: 'The consulate takes 50 × 50 or 50 × 60 mm; the larger, which Turkish lists name as usual, is made here. White without a pattern: light colours and neutral grey are turned down. The notice, dated 1 April 2011, also says 70–80 % of the photo, which its own 32–36 mm do not reach; the millimetres hold. Not older than 6 months.',
    sources: [readPage('Consulate General of Türkiye in Houston, notice of 1 April 2011', 'http://houston.bk.mfa.gov.tr/ShowAnnouncement.aspx?ID=119788')],
    confidence: 'official',
    readOn: '2011-04-01',
  }),
];
