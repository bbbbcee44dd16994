// Owns the checks of where the head stands on the print, and whether the photo has pixels enough for it. Refuses pixels.

import { frameOf } from '../aim.ts';
import type { CheckSubject } from '../assess.ts';
import type { Check, CheckBasis, CheckResult } from '../check.ts';
import { leastDpi, mostEnlargement, naturalDpi } from '../output-size.ts';
import type { Band } from '../rule.ts';
import { roundTo } from './grade.ts';

/** Where head and eyes stand, what the photo's edges cut, and how fine the print is. */
export function checkGeometry(subject: CheckSubject): Check[] {
  return [checkHeadHeight(subject), checkEyeLine(subject), checkCentre(subject), checkCrown(subject), checkTopMargin(subject), ...checkEdges(subject), checkResolution(subject)];
}

/** Below this the head's outline is a guess, and so is the crown. */
const leastConfidence = 0.5;

/** A tenth of a millimetre is what scissors and rulers can tell. */
const toleranceMm = 0.05;

function checkHeadHeight({ measures, rule, placement: { headMm, headBand } }: CheckSubject): Check {
  const named = { name: 'HeadHeight', title: 'Head from chin to crown', basis: basisOf(rule.headMm) };
  if (measures.confidence < leastConfidence) {
    return { ...named, ...inMm(headMm, headBand), result: 'unknown', advice: 'The outline of the head cannot be told surely. Look whether the lines lie on crown and chin, and move them where they do not.' };
  }
  const advice = headMm > headBand.max ? 'The head is too large for the print. Take the photo from further away.' : 'The head is too small on the print. Go nearer, or crop tighter.';
  return judgeBand(named, headMm, headBand, advice);
}

function checkEyeLine({ rule, placement: { eyeFromBottomMm, eyeBand } }: CheckSubject): Check {
  const named = { name: 'EyeLine', title: 'Eyes above the lower edge', basis: basisOf(rule.eyeFromBottomMm) };
  const advice = eyeFromBottomMm > eyeBand.max ? 'The eyes stand too high on the print. Leave more room above the head.' : 'The eyes stand too low on the print. Leave more of the chest in the photo.';
  return judgeBand(named, eyeFromBottomMm, eyeBand, advice);
}

/** ISO/IEC 19794-5: the middle of the face between 45 and 55 % of the width. */
const centreShare = 0.05;

function checkCentre({ rule, placement: { offCentreMm } }: CheckSubject): Check {
  const most = centreShare * frameOf(rule).widthMm;
  const advice = `The face stands too far ${offCentreMm > 0 ? 'right' : 'left'} on the print. Leave as much wall on both sides of it.`;
  return judgeBand({ name: 'HeadCentred', title: 'Face in the middle', basis: 'practice' }, offCentreMm, { min: -most, max: most }, advice, 'fail');
}

function checkCrown({ measures, placement: { topMarginMm } }: CheckSubject): Check {
  const isCut = measures.cut.top || topMarginMm < -toleranceMm;
  const advice = measures.cut.top ? 'The photo’s upper edge cuts the head. Take it again with wall above the hair.' : 'The print’s upper edge would cut the head. Check the line of the crown.';
  return { name: 'CrownNotCut', title: 'Whole head in the photo', ...inMm(topMarginMm, { min: 0, max: null }), ...judge(isCut, advice), basis: 'document' };
}

/** Less looks cut, and is cut by whoever trims the print; a hundredth of the height where the head leaves little. */
const leastMarginShare = 0.01;

function checkTopMargin({ rule, placement: { topMarginMm } }: CheckSubject): Check {
  const limits = rule.topMarginMm ?? { min: leastMarginShare * rule.heightMm, max: null };
  const named = { name: 'TopMargin', title: 'Room above the head', basis: basisOf(rule.topMarginMm) };
  const advice = topMarginMm < limits.min ? 'There is too little room above the head. Take the photo from further away.' : 'There is too much room above the head. Crop tighter.';
  return judgeBand(named, topMarginMm, limits, advice);
}

/** Narrower than this an edge pixel drawn on is not seen on the print. */
export const unseenMm = 0.15;

const edges = [
  { side: 'top', name: 'MarginAboveOfTheFaceImage', title: 'Photo reaches above the print', words: 'above the head' },
  { side: 'bottom', name: 'MarginBelowOfTheFaceImage', title: 'Photo reaches below the print', words: 'below the chin' },
  { side: 'left', name: 'LeftwardCropOfTheFaceImage', title: 'Photo reaches past the print’s left edge', words: 'on the left' },
  { side: 'right', name: 'RightwardCropOfTheFaceImage', title: 'Photo reaches past the print’s right edge', words: 'on the right' },
] as const;

/** How far the print reaches past the photo, side by side. A painted wall goes on; a body does not. */
function checkEdges({ measures, placement: { missingMm }, choice }: CheckSubject): Check[] {
  return edges.map(({ side, name, title, words }) => {
    const isPainted = choice.mode === 'studio' && side !== 'bottom';
    const isCut = measures.cut[side];
    const advice = isCut ? `The photo’s edge cuts the head ${words}. Take it again from further away.` : `The photo ends too early ${words}. Take it from further away, and send it uncropped.`;
    return { name, title, ...inMm(missingMm[side], { min: null, max: 0 }), ...judge(isCut || (missingMm[side] > unseenMm && !isPainted), advice), basis: 'print' };
  });
}

function checkResolution({ rule, placement: { pixelsPerMm } }: CheckSubject): Check {
  const [dpi, least] = [naturalDpi(pixelsPerMm), leastDpi(rule)];
  const result: CheckResult = dpi * mostEnlargement < least ? 'fail' : dpi < least - 0.5 ? 'warn' : 'pass';
  const advice = {
    pass: '',
    warn: 'The photo has fewer pixels than wanted and would be enlarged a little. Go nearer, or use a camera with more pixels.',
    fail: 'The photo has too few pixels for this size. Go nearer, use a camera with more pixels, and send the original file.',
  }[result];
  const basis = rule.digital?.minPixels ? 'document' : 'print';
  return { name: 'Resolution', title: 'Pixels for the print', value: Math.round(dpi), unit: 'dpi', limits: { min: Math.round(least), max: null }, result, advice, basis };
}

type Named = Pick<Check, 'name' | 'title' | 'basis'>;
type Limits = Check['limits'];

/** Outside a band of the rule a check fails; outside practice it warns, unless told otherwise. */
function judgeBand(named: Named, value: number, limits: Limits, advice: string, worst: CheckResult = named.basis === 'practice' ? 'warn' : 'fail'): Check {
  const isOutside = (limits.min !== null && value < limits.min - toleranceMm) || (limits.max !== null && value > limits.max + toleranceMm);
  return { ...named, ...inMm(value, limits), result: isOutside ? worst : 'pass', advice: isOutside ? advice : '' };
}

function judge(isWrong: boolean, advice: string): Pick<Check, 'result' | 'advice'> {
  return isWrong ? { result: 'fail', advice } : { result: 'pass', advice: '' };
}

function inMm(value: number, { min, max }: Limits): Pick<Check, 'value' | 'unit' | 'limits'> {
  return { value: roundTo(value, 1), unit: 'mm', limits: { min: min === null ? null : roundTo(min, 1), max: max === null ? null : roundTo(max, 1) } };
}

function basisOf(band: Band | null): CheckBasis {
  return band ? 'document' : 'practice';
}
