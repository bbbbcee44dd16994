// Owns the papers that sheets are printed on. Refuses sizes that no photo printer takes. Runs in the page as well.

import type { Paper } from './sheet-plan.ts';

/** Papers by name, the usual one first. */
export const papers = [
  { id: '10x15', title: '10 × 15 cm', widthMm: 100, heightMm: 150 },
  { id: '4x6', title: '4 × 6 in', widthMm: 101.6, heightMm: 152.4 },
  { id: '13x18', title: '13 × 18 cm', widthMm: 130, heightMm: 180 },
  { id: 'a4', title: 'A4', widthMm: 210, heightMm: 297 },
  { id: 'letter', title: 'Letter', widthMm: 215.9, heightMm: 279.4 },
] as const satisfies readonly Paper[];

/** From the smallest paper of pocket printers (50 × 76 mm) to beyond A3 (297 × 420 mm): 500 mm square at 600 dpi is 139 megapixels. */
const sideLimitsMm = { min: 50, max: 500 };

/** What `readPaper` takes, for people. */
export const paperGrammar = `${papers.map(({ id }) => id).join(', ')} or WIDTHxHEIGHT in millimetres from ${sideLimitsMm.min} to ${sideLimitsMm.max}, such as 90x130`;

/** Up to two decimals: a hundredth of a millimetre is a quarter of a pixel at 600 dpi. */
const sizeText = /^(\d{2,3}(?:\.\d{1,2})?)x(\d{2,3}(?:\.\d{1,2})?)$/;

/**
 * Find a paper by its id, or make one of a size such as `90x130`; the first length is its width as it lies.
 *
 * @returns undefined when the text is neither, or a side is outside 50–500 mm.
 */
export function readPaper(text: string): Paper | undefined {
  const known = papers.find(({ id }) => id === text.toLowerCase());
  if (known) return known;
  const [widthMm = NaN, heightMm = NaN] = sizeText.exec(text)?.slice(1).map(Number) ?? [];
  if (![widthMm, heightMm].every((side) => side >= sideLimitsMm.min && side <= sideLimitsMm.max)) return undefined;
  return { id: `${widthMm}x${heightMm}`, title: `${widthMm} × ${heightMm} mm`, widthMm, heightMm };
}
