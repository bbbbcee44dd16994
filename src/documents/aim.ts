// Owns what a document's frame aims at: its size, its bands, and practice where the rule has none. Refuses photos. Runs in the page as well.

import type { Band, DocumentRule } from './rule.ts';

/** Where a head should stand on a print, in millimetres. */
export interface Aim {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly head: Band;
  /** The rule's own, else practice. */
  readonly eyes: Band;
  /** From the upper edge to the crown; null where only practice speaks. */
  readonly topMargin: Band | null;
  /** How far the face may stand beside the middle when the photo leaves no other way. */
  readonly offCentreMm: number;
  /** Whether the rule states where the eyes stand; practice gives way to a sane margin above the head. */
  readonly statesEyes: boolean;
}

/** A head on the print, in millimetres. */
export interface PrintedHead {
  readonly headMm: number;
  readonly eyeFromBottomMm: number;
  readonly offCentreMm: number;
  /** From the eyes up to the crown, and to the top of everything on the head. */
  readonly crownAboveMm: number;
  readonly hairAboveMm: number;
}

/**
 * The frame of a document's photo. A portal that names pixels of another shape than the print's gets the pixels' shape;
 * the height is kept, because heads are measured along it.
 */
export function frameOf({ widthMm, heightMm, digital }: Pick<DocumentRule, 'widthMm' | 'heightMm' | 'digital'>): { readonly widthMm: number; readonly heightMm: number } {
  const pixels = digital?.minPixels ?? digital?.maxPixels;
  return { widthMm: pixels ? (heightMm * pixels.width) / pixels.height : widthMm, heightMm };
}

/** ISO/IEC 19794-5: the middle of the face between 45 and 55 % of the width; half of that is left to how it is measured. */
const offCentreShare = 0.025;

/**
 * Practice where a rule states none, in shares of the height. Portrait formats: ICAO 9303 asks for a head of 60 to 90 %, the
 * states that give millimetres for 70 to 80 %. Square ones: 50 to 69 % as for the United States' 51 × 51 mm.
 * Eyes 50 to 70 % from the lower edge as ICAO has them.
 */
const practice = {
  portraitHead: { min: 0.7, max: 0.8 },
  squareHead: { min: 0.5, max: 0.69 },
  /** For those who crop it themselves: head, shoulders and room on every side. */
  roomyHead: { min: 0.42, max: 0.55 },
  eyes: { min: 0.5, max: 0.7 },
  /** Of what the head leaves of the height, about a third lies above it: 3.9 mm over a head of 34 mm on 45 mm. */
  marginOfRest: 0.35,
  /** But never more of the height than this, nor a search beyond that. */
  mostMargin: 0.1,
  searchedMargin: { min: 0.01, max: 0.2 },
  /** Less looks cut, and is cut by whoever trims the print. */
  leastMargin: 0.04,
} as const;

/** Width over height from which a format counts as square. */
const squareShape = 0.9;

/** What to aim at for a document. */
export function aimFor(rule: DocumentRule): Aim {
  const { widthMm, heightMm } = frameOf(rule);
  const inMm = ({ min, max }: Band): Band => ({ min: min * heightMm, max: max * heightMm });
  return {
    widthMm,
    heightMm,
    head: rule.headMm ?? inMm(headPractice(rule, widthMm / heightMm)),
    eyes: rule.eyeFromBottomMm ?? inMm(practice.eyes),
    topMargin: rule.topMarginMm,
    offCentreMm: widthMm * offCentreShare,
    statesEyes: rule.eyeFromBottomMm !== null,
  };
}

function headPractice({ takes }: DocumentRule, shape: number): Band {
  if (takes !== 'crop') return practice.roomyHead;
  return shape > squareShape ? practice.squareHead : practice.portraitHead;
}

/** Where the eyes may stand: in the rule's band, or else so that the margin above the crown is the rule's, or else a sane one. */
export function eyesWithin({ eyes, statesEyes, topMargin, heightMm }: Aim, crownAboveMm: number): Band {
  if (statesEyes) return eyes;
  const { min, max } = topMargin ?? { min: practice.searchedMargin.min * heightMm, max: practice.searchedMargin.max * heightMm };
  return { min: heightMm - max - crownAboveMm, max: heightMm - min - crownAboveMm };
}

/** What weighs more than standing in the middle of a band; each would hold against being at a band's end several times. */
const weights = { marginCut: 100, marginStated: 20, marginSmall: 10, hairCut: 6, offCentre: 3, eyesOfPractice: 4 } as const;

/** How far a head on the print is from what is aimed at; 0 in the middle of everything. */
export function distanceFrom(aim: Aim, head: PrintedHead): number {
  const { heightMm, statesEyes, offCentreMm } = aim;
  const margin = heightMm - head.eyeFromBottomMm - head.crownAboveMm;
  const hairMargin = heightMm - head.eyeFromBottomMm - head.hairAboveMm;
  const least = Math.min(practice.leastMargin * heightMm, 0.2 * (heightMm - head.headMm));
  return (
    fromMiddle(aim.head, head.headMm) +
    (statesEyes ? fromMiddle(aim.eyes, head.eyeFromBottomMm) : fromPractice(aim, head, margin)) +
    (aim.topMargin ? fromMiddle(aim.topMargin, margin) + weights.marginStated * beyond(aim.topMargin, margin) : 0) +
    weights.marginSmall * Math.max(0, (least - margin) / Math.max(least, 0.1)) +
    (margin < 0 ? weights.marginCut : 0) +
    weights.hairCut * Math.max(0, 0.01 - hairMargin / heightMm) / 0.04 +
    weights.offCentre * (head.offCentreMm / offCentreMm) ** 2
  );
}

/** 1 at a band's end. */
function fromMiddle({ min, max }: Band, value: number): number {
  return max - min < 1e-9 ? 0 : (((value - (min + max) / 2) * 2) / (max - min)) ** 2;
}

function beyond({ min, max }: Band, value: number): number {
  return Math.max(0, min - value, value - max);
}

/** Without a stated eye line: the margin that photographers leave, and eyes where ICAO has them. */
function fromPractice({ eyes, topMargin, heightMm }: Aim, { headMm, eyeFromBottomMm }: PrintedHead, margin: number): number {
  const wanted = Math.min(practice.marginOfRest * (heightMm - headMm), practice.mostMargin * heightMm);
  const fromWanted = topMargin ? 0 : ((margin - wanted) / (practice.leastMargin * heightMm)) ** 2;
  return fromWanted + (weights.eyesOfPractice * beyond(eyes, eyeFromBottomMm)) / (0.05 * heightMm);
}
