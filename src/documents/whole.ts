// Owns how a photo that was cropped already is judged as it stands: its whole is the print. Refuses pixels. Runs in the page as well.

import type { Point } from '../photo/pixels.ts';
import { aimFor, frameOf } from './aim.ts';
import type { CheckSubject } from './assess.ts';
import type { Check } from './check.ts';
import { checkFileSize } from './checks/file-size.ts';
import { roundTo } from './checks/grade.ts';
import type { HeadLines } from './measures.ts';
import type { DocumentPlacement } from './placement.ts';
import type { DocumentRule, PixelSize } from './rule.ts';

/** The whole photo as the print, not levelled. The height counts where the shape differs: heads are measured along it. */
export function placeWhole({ eyes, crown, chin }: HeadLines, { width, height }: PixelSize, rule: DocumentRule): DocumentPlacement {
  const aim = aimFor(rule);
  const pixelsPerMm = height / aim.heightMm;
  const corner = (x: number, y: number): Point => ({ x, y });
  return {
    levelDegrees: 0,
    pixelsPerMm,
    corners: [corner(0, 0), corner(width, 0), corner(0, height)],
    headMm: (chin.y - crown.y) / pixelsPerMm,
    eyeFromBottomMm: (height - eyes.y) / pixelsPerMm,
    topMarginMm: crown.y / pixelsPerMm,
    offCentreMm: (eyes.x - width / 2) / pixelsPerMm,
    missingMm: { top: 0, right: 0, bottom: 0, left: 0 },
    headBand: aim.head,
    eyeBand: aim.eyes,
  };
}

/** What is asked of a file that is handed in as it is: shape, pixels, format, kilobytes. */
export function checkWhole({ measures, rule }: CheckSubject): Check[] {
  return [checkShape(measures, rule), ...checkPixels(measures, rule), ...checkFormat(measures.file.format, rule), ...checkFileSize(measures.file.bytes, rule)];
}

/** Under half a millimetre on a print of 45 mm: whole pixels and rounded inches make so much. */
const mostStretch = 0.02;

function checkShape({ width, height }: PixelSize, rule: DocumentRule): Check {
  const { widthMm, heightMm } = frameOf(rule);
  const wanted = widthMm / heightMm;
  const isWrong = Math.abs(width / height / wanted - 1) > mostStretch;
  const limits = { min: roundTo(wanted * (1 - mostStretch), 2), max: roundTo(wanted * (1 + mostStretch), 2) };
  const advice = isWrong ? `The photo has not the shape of ${widthMm} × ${heightMm} mm. Have it cropped: POST /v1/documents does.` : '';
  return { name: 'AspectRatio', title: 'Width over height', value: roundTo(width / height, 2), unit: null, limits, result: isWrong ? 'fail' : 'pass', advice, basis: 'document' };
}

function checkPixels({ width, height }: PixelSize, { digital }: DocumentRule): Check[] {
  const [least, most] = [digital?.minPixels ?? null, digital?.maxPixels ?? null];
  if (!least && !most) return [];
  const isSmall = least !== null && (width < least.width || height < least.height);
  const isLarge = most !== null && (width > most.width || height > most.height);
  const advice = isSmall ? 'The photo has fewer pixels than the portal takes. Send the original.' : isLarge ? 'The photo has more pixels than the portal takes. Have it made smaller: POST /v1/documents does.' : '';
  const limits = { min: least?.height ?? null, max: most?.height ?? null };
  return [{ name: 'PixelHeight', title: 'Pixels from top to bottom', value: height, unit: 'px', limits, result: isSmall || isLarge ? 'fail' : 'pass', advice, basis: 'document' }];
}

function checkFormat(format: string, { digital }: DocumentRule): Check[] {
  if (!digital) return [];
  const isTaken = digital.formats.some((each) => each === format);
  const advice = isTaken ? '' : `The portal takes ${digital.formats.join(' or ')}. Save the photo as one.`;
  return [{ name: 'FileFormat', title: `Format ${digital.formats.join(' or ')}`, value: null, unit: null, limits: { min: null, max: null }, result: isTaken ? 'pass' : 'fail', advice, basis: 'document' }];
}
