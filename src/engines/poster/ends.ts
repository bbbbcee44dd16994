// Owns how a person ends where the photo does, so that no straight cut shows: shoulders are rounded, a body fades out. Refuses to know colours.

import type { CutOut, Pixels } from '../../photo/pixels.ts';
import type { Stance } from './stance.ts';

/** Of the person's height: over this a body that ends above the picture's foot fades out. */
const fadeShare = 0.16;

/**
 * Soften a person where the photo ends inside the picture.
 *
 * @param cut - The person in the stance's box; its alpha is changed in place.
 */
export function softenEnds(cut: CutOut, { ends, box, head }: Stance): void {
  const { alpha } = cut;
  const face = head.x + head.width / 2 - box.x;
  if (ends.left !== undefined) roundShoulder(cut, ends.left - box.x, face);
  if (ends.right !== undefined) roundShoulder(cut, ends.right - box.x, face);
  if (ends.bottom === undefined) return;
  const reach = fadeShare * box.height;
  for (let y = 0; y < alpha.height; y++) {
    const inside = Math.min(1, Math.max(0, (ends.bottom - y - box.y) / reach));
    for (let at = y * alpha.width; at < (y + 1) * alpha.width; at++) alpha.data[at] = alpha.data[at]! * inside * inside * (3 - 2 * inside);
  }
}

/** Of the way from the face to where the photo ends: so far in is a shoulder rounded… */
const roundShare = 0.42;
/** …and so far down, times that. An arm hangs steeper than a circle. */
const roundFall = 1.5;

/**
 * Where a shoulder reaches the photo's side, it is rounded into an arm: a straight corner would show that the photo ended there.
 */
function roundShoulder({ alpha }: CutOut, end: number, face: number): void {
  const inwards = Math.sign(face - end);
  const curve = findCurve(alpha, end, inwards, Math.abs(face - end) * roundShare);
  if (!curve) return;
  const { start, reach } = curve;
  const fall = reach * roundFall;
  for (let y = start; y < alpha.height; y++) {
    const rest = Math.max(0, 1 - (y - start) / fall);
    const limit = end + inwards * (2 + reach * (1 - Math.sqrt(1 - rest * rest)));
    const last = Math.round(limit + inwards * 2);
    // From outside: a pixel that the photo covers in part can begin before its end, and would be left as a line.
    for (let x = inwards > 0 ? 0 : alpha.width - 1; (last - x) * inwards > 0 && x >= 0 && x < alpha.width; x += inwards) {
      const inside = Math.min(1, Math.max(0, (x + 0.5 - limit) * inwards + 0.5));
      alpha.data[y * alpha.width + x] = alpha.data[y * alpha.width + x]! * inside;
    }
  }
}

/** A shoulder falls no steeper towards the photo's end than this, as rows for each column; what is higher is hair. */
const steepest = 1.2;

/** Where the outline crosses the beginning of the curve: nothing above it is touched. Under hair the curve is smaller, so that it takes none. */
function findCurve(alpha: Pixels<1>, end: number, inwards: number, widest: number): { readonly start: number; readonly reach: number } | undefined {
  const corner = findShoulder(alpha, Math.round(end + inwards * 3));
  if (corner === undefined) return undefined;
  for (const share of [1, 0.7, 0.5, 0.35, 0.22, 0.12]) {
    const reach = widest * share;
    const start = findShoulder(alpha, Math.round(end + inwards * reach));
    if (start !== undefined && start >= corner - steepest * reach) return { start, reach };
  }
  return undefined;
}

function findShoulder({ data, width, height }: Pixels<1>, column: number): number | undefined {
  if (column < 0 || column >= width) return undefined;
  for (let y = 0; y < height; y++) if (data[y * width + column]! >= 128) return y;
  return undefined;
}
