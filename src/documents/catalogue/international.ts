// Owns the rule for any document that has no entry: the portrait of ICAO and ISO. Refuses to stand in for an authority.

import type { DocumentRule } from '../rule.ts';
import { defineRule, readPage, reportedPage } from './entry.ts';

const icao = { country: 'ICAO', countryName: 'International', names: ['icao', 'iso', 'generic', 'standard', 'any country', 'other'] };

export const international: readonly DocumentRule[] = [
  defineRule(icao, {
    id: 'icao-generic',
    title: 'Any other document: ICAO portrait',
    aliases: ['passport', 'visa', 'biometric photo', 'doc 9303', '35x45'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31.5, max: 36 },
    eyeFromBottomMm: { min: 22.5, max: 31.5 },
    background: ['plain-light', 'white', 'off-white', 'light-grey', 'cream', 'light-blue'],
    submission: 'print',
    notes: 'No authority’s own rule: ask yours. The head takes 70–80 % of the height, which is ICAO’s practice inside the 60–90 % that ISO/IEC 19794-5 is reported to allow, and the eyes stand at 50–70 % from below. The standards themselves were not read.',
    sources: [
      readPage('MergeImages, ICAO geometry of a biometric photo', 'https://mergeimages.net/passport-photo-maker/look/biometric'),
      readPage('VisionLabs, estimations after ISO/IEC 19794-5 (tolerances of the pose)', 'https://docs.visionlabs.ai/sdk/v.5.11.0/sdk-embedded/handbookcompilation/parameter-estimation-facility'),
      reportedPage('ICAO Doc 9303, machine readable travel documents', 'https://www.icao.int/publications/pages/publication.aspx?docnum=9303'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
];
