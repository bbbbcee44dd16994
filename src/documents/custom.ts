// Owns a document of one's own: size in millimetres or pixels, bands, background. Refuses numbers that no photo of a head can meet. Runs in the page as well.

import { Problem } from '../problem.ts';
import { aimFor } from './aim.ts';
import { mmPerInch } from './output-size.ts';
import type { Band, BackgroundShade, DocumentRule, PixelSize } from './rule.ts';

const numberNames = ['widthMm', 'heightMm', 'width', 'height', 'dpi', 'headMinMm', 'headMaxMm', 'eyeMinMm', 'eyeMaxMm'] as const;

type NumberName = (typeof numberNames)[number];

/** What a person states: lengths in millimetres, `width` and `height` in pixels. */
export type CustomRequest = { readonly [Name in NumberName]?: number | undefined } & { readonly background?: BackgroundShade | undefined };

/** The smallest stamp photos are 15 mm wide; A4 is 210 mm wide and printers leave 4–5 mm white at its edges. */
const sideLimitsMm: Band = { min: 15, max: 200 };

/** The largest side that any job makes. */
const maxSidePixels = 4096;

/** A screen's dots to a fine photo printer's. */
const dpiLimits: Band = { min: 72, max: 1200 };

/** Dots per inch of a print when pixels come without millimetres. */
const usualDpi = 300;

/** Shapes in millimetres and pixels may differ by rounding. */
const agreement = 0.01;

/** A head is three quarters as wide as it is high, ears included. */
const headShape = 0.75;

/** Eyes stand half way up a head. */
const eyesUpHead = 0.5;

/**
 * Make the rules of a document from a person's own numbers.
 *
 * Millimetres alone leave the pixels to the print (`dpi`, or 300 at least). Pixels alone are as large as `dpi` (300) makes them.
 * Both must have one shape within 1 %, and agree with `dpi` when it is given. A band needs both its ends.
 *
 * @throws {Problem} `size-impossible` with `parameters`: the fields to look at.
 */
export function createCustomRule(request: CustomRequest): DocumentRule {
  for (const name of numberNames) {
    const value = request[name];
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw impossible([name], `\`${name}\` must be a number above 0.`);
  }
  const { widthMm, heightMm, dpi, pixels } = readSize(request);
  const rule: DocumentRule = {
    id: 'custom',
    country: 'custom',
    countryName: 'Your own',
    title: `${tenths(widthMm)} × ${tenths(heightMm)} mm`,
    aliases: [],
    widthMm,
    heightMm,
    headMm: readBand(request, 'headMinMm', 'headMaxMm', heightMm),
    crownAt: 'hair',
    eyeFromBottomMm: readBand(request, 'eyeMinMm', 'eyeMaxMm', heightMm),
    topMarginMm: null,
    digital: pixels && { minPixels: pixels, maxPixels: pixels, minKB: null, maxKB: null, formats: ['jpeg', 'png'] },
    minDpi: dpi,
    background: request.background ? [request.background] : ['white', 'plain'],
    alteration: { forbidden: false, sentence: null },
    takes: 'crop',
    submission: pixels ? 'digital' : 'print',
    glasses: null,
    prints: null,
    notes: 'Measured against the numbers you gave; no authority stands behind them.',
    sources: [{ name: 'Your own numbers (no page)', url: null, read: true }],
    confidence: 'secondary',
    readOn: '',
  };
  refuseUnplaceable(rule);
  return rule;
}

/**
 * Whether a head of average build can stand in all of a rule's bands at once, eyes half way up it.
 * The least head of the band is the easiest to place, so it decides.
 */
export function hasPlacement(rule: DocumentRule): boolean {
  const { head, eyes, statesEyes, topMargin, heightMm, widthMm } = aimFor(rule);
  const margin = topMargin ?? { min: 0, max: heightMm };
  const least = head.min * eyesUpHead;
  const bounds = { min: Math.max(least, heightMm - margin.max - least), max: heightMm - margin.min - least };
  const [lowest, highest] = statesEyes ? [Math.max(eyes.min, bounds.min), Math.min(eyes.max, bounds.max)] : [bounds.min, bounds.max];
  return lowest <= highest && head.min * headShape <= widthMm;
}

interface CustomSize {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly dpi: number;
  readonly pixels: PixelSize | null;
}

function readSize({ widthMm, heightMm, width, height, dpi }: CustomRequest): CustomSize {
  refuseHalf({ widthMm, heightMm });
  refuseHalf({ width, height });
  if (dpi !== undefined) refuseOutside('dpi', dpi, dpiLimits, 'dots per inch');
  for (const [name, side] of Object.entries({ width, height })) {
    if (side !== undefined && !(Number.isInteger(side) && side <= maxSidePixels)) throw impossible([name], `\`${name}\` must be a whole number of pixels up to ${maxSidePixels}.`);
  }
  const pixels = width && height ? { width, height } : null;
  const size = widthMm && heightMm ? { widthMm, heightMm } : pixels && toMm(pixels, dpi ?? usualDpi);
  if (!size) throw impossible(['widthMm', 'heightMm', 'width', 'height'], 'Give `widthMm` and `heightMm`, or `width` and `height` in pixels.');
  if (widthMm || !pixels) refuseSides(size);
  else refuseSidesOfPixels(size, pixels);
  const natural = widthMm && pixels ? agree(size, pixels, dpi) : undefined;
  return { ...size, dpi: dpi ?? (natural === undefined ? usualDpi : Math.floor(natural)), pixels };
}

function toMm({ width, height }: PixelSize, dpi: number): { readonly widthMm: number; readonly heightMm: number } {
  return { widthMm: (width / dpi) * mmPerInch, heightMm: (height / dpi) * mmPerInch };
}

function refuseHalf(pair: { readonly [name: string]: number | undefined }): void {
  const names = Object.keys(pair);
  const given = names.filter((name) => pair[name] !== undefined);
  if (given.length === 1) throw impossible(names, `\`${names[0]}\` and \`${names[1]}\` go together; give both.`);
}

function refuseOutside(name: string, value: number, { min, max }: Band, unit: string): void {
  if (value < min || value > max) throw impossible([name], `\`${name}\` must be from ${min} to ${max} ${unit}.`);
}

function refuseSides({ widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number }): void {
  refuseOutside('widthMm', widthMm, sideLimitsMm, 'mm');
  refuseOutside('heightMm', heightMm, sideLimitsMm, 'mm');
}

/** Pixels have no size of their own: `dpi` gives them one, so that is what to change where any would do. */
function refuseSidesOfPixels({ widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number }, { width, height }: PixelSize): void {
  if (Math.min(widthMm, heightMm) >= sideLimitsMm.min && Math.max(widthMm, heightMm) <= sideLimitsMm.max) return;
  const least = Math.max(dpiLimits.min, Math.ceil((Math.max(width, height) * mmPerInch) / sideLimitsMm.max));
  const most = Math.min(dpiLimits.max, Math.floor((Math.min(width, height) * mmPerInch) / sideLimitsMm.min));
  const made = `${width} × ${height} pixels come to ${tenths(widthMm)} × ${tenths(heightMm)} mm; sides of ${sideLimitsMm.min} to ${sideLimitsMm.max} mm are made.`;
  const advice = least <= most ? ` A \`dpi\` from ${least} to ${most} does that.` : ' No `dpi` can do that: choose other pixels.';
  throw impossible(['width', 'height', 'dpi'], made + advice);
}

/** @returns the dots per inch at which pixels and millimetres are one size. */
function agree({ widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number }, { width, height }: PixelSize, dpi: number | undefined): number {
  const natural = (height / heightMm) * mmPerInch;
  const differs = (made: number, wanted: number): boolean => Math.abs(made - wanted) > Math.max(agreement * wanted, 1);
  if (differs(width, (widthMm * height) / heightMm)) {
    const fitting = Math.round((widthMm * height) / heightMm);
    throw impossible(['widthMm', 'heightMm', 'width', 'height'], `Millimetres and pixels have different shapes: ${height} pixels of height need ${fitting} of width.`);
  }
  if (dpi !== undefined && differs(height, (heightMm * dpi) / mmPerInch)) {
    throw impossible(['dpi', 'height', 'heightMm'], `${height} pixels on ${tenths(heightMm)} mm are ${Math.round(natural)} dots per inch. Leave \`dpi\` out, or change the pixels.`);
  }
  if (natural < dpiLimits.min || natural >= dpiLimits.max + 1) {
    throw impossible(['width', 'height', 'widthMm', 'heightMm'], `That is ${Math.round(natural)} dots per inch; ${dpiLimits.min} to ${dpiLimits.max} are made.`);
  }
  return natural;
}

function readBand(request: CustomRequest, least: NumberName, most: NumberName, heightMm: number): Band | null {
  const [min, max] = [request[least], request[most]];
  refuseHalf({ [least]: min, [most]: max });
  if (min === undefined || max === undefined) return null;
  if (max < min) throw impossible([least, most], `\`${most}\` is below \`${least}\`; exchange them.`);
  if (max >= heightMm) throw impossible([most], `\`${most}\` must be below the photo’s height of ${tenths(heightMm)} mm.`);
  return { min, max };
}

function refuseUnplaceable(rule: DocumentRule): void {
  if (hasPlacement(rule)) return;
  const { head, eyes, widthMm, heightMm } = aimFor(rule);
  if (head.min * headShape > widthMm) {
    const parameters = rule.headMm ? ['headMinMm', 'widthMm'] : ['widthMm', 'heightMm'];
    throw impossible(parameters, `A head ${tenths(head.min)} mm high is wider than ${tenths(widthMm)} mm. Make the photo wider, or give a lower \`headMinMm\` and \`headMaxMm\`.`);
  }
  const half = head.min * eyesUpHead;
  const where = `With a head of ${tenths(head.min)} mm or more, the eyes can stand ${tenths(half)} to ${tenths(heightMm - half)} mm from the lower edge, not ${tenths(eyes.min)} to ${tenths(eyes.max)} mm.`;
  throw impossible(['eyeMinMm', 'eyeMaxMm', 'headMinMm'], `${where} Move the band of the eyes, or lower \`headMinMm\`.`);
}

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function impossible(parameters: readonly string[], detail: string): Problem {
  return new Problem('size-impossible', detail, { members: { parameters } });
}
