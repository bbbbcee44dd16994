// Owns how many pixels and dots per inch an identity photo gets. Refuses photos: it knows only how many pixels there are. Runs in the page as well.

import { frameOf } from './aim.ts';
import type { DocumentRule, PixelSize } from './rule.ts';

/** An identity photo's size in the file. */
export interface OutputSize {
  readonly width: number;
  readonly height: number;
  /** Whole dots per inch at which it is as large as the rule says. */
  readonly dpi: number;
  /** Pixels of the file for each pixel of the photo, along a side; above 1 it was enlarged. */
  readonly enlargement: number;
}

/** Dots per inch that print shops know, best first. A print of 600 dpi shows all that its paper can hold. */
const printDpi = [600, 300] as const;

/** Further, and the face is drawn rather than photographed: a quarter is still about what a lens is soft by. */
export const mostEnlargement = 1.25;

/** When the person asks for it, because a portal takes no fewer pixels. Softness is then seen. */
export const mostAskedEnlargement = 2;

/** Below this nobody sees it, and rounding to whole pixels reaches it. */
export const noticedEnlargement = 1.01;

export const mmPerInch = 25.4;

/**
 * Choose a photo's size: what the portal takes, or else what a print needs.
 *
 * @param pixelsPerMm - Pixels of the uploaded photo for each millimetre of the print.
 * @param dpi - As the person asked; a print, then.
 */
export function chooseOutputSize(rule: DocumentRule, pixelsPerMm: number, dpi?: number): OutputSize {
  const { widthMm, heightMm } = frameOf(rule);
  const natural = { width: widthMm * pixelsPerMm, height: heightMm * pixelsPerMm };
  const size = dpi === undefined && isBounded(rule) ? boundSize(rule, natural) : printSize({ widthMm, heightMm }, dpi ?? choosePrintDpi(rule, pixelsPerMm));
  return { ...size, dpi: Math.round((size.height / heightMm) * mmPerInch), enlargement: size.height / natural.height };
}

/** Dots per inch of the photo's own pixels on the print. */
export function naturalDpi(pixelsPerMm: number): number {
  return pixelsPerMm * mmPerInch;
}

/** The least that a rule takes for a photo's shorter way to be judged: pixels of a portal, or dots of a print. */
export function leastDpi(rule: DocumentRule): number {
  const least = rule.digital?.minPixels;
  return least ? (least.height / rule.heightMm) * mmPerInch : rule.minDpi;
}

function isBounded({ digital }: DocumentRule): boolean {
  return Boolean(digital?.minPixels ?? digital?.maxPixels);
}

function printSize({ widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number }, dpi: number): PixelSize {
  return { width: Math.round((widthMm / mmPerInch) * dpi), height: Math.round((heightMm / mmPerInch) * dpi) };
}

function choosePrintDpi({ minDpi }: DocumentRule, pixelsPerMm: number): number {
  const enough = printDpi.filter((dpi) => dpi >= minDpi && naturalDpi(pixelsPerMm) * noticedEnlargement >= dpi);
  return enough[0] ?? minDpi;
}

/** The photo's own pixels as far as the portal takes them; without a greatest size, as many as a fine print has. */
function boundSize(rule: DocumentRule, natural: PixelSize): PixelSize {
  const { minPixels, maxPixels } = rule.digital ?? { minPixels: null, maxPixels: null };
  const fine = printSize(frameOf(rule), printDpi[0]);
  const most = maxPixels ?? { width: Math.max(fine.width, minPixels?.width ?? 0), height: Math.max(fine.height, minPixels?.height ?? 0) };
  const least = minPixels ?? { width: 1, height: 1 };
  const height = clamp(Math.floor(natural.height), least.height, most.height);
  if (height === least.height && minPixels) return minPixels;
  if (height === most.height && maxPixels) return maxPixels;
  return { width: clamp(Math.round((height * natural.width) / natural.height), least.width, most.width), height };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
