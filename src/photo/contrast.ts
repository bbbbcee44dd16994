// Owns measuring the contrast of letters against what is really behind them. Refuses assumed colours: it reads the picture's pixels.

import type { Ink } from './canvas.ts';
import { decodeGamma } from './colour-space.ts';
import type { Mask } from './coverage.ts';
import type { Pixels } from './pixels.ts';

/** Least contrast of text by WCAG 2.2, criterion 1.4.3, level AA. */
export const leastContrast = 4.5;

const linear = Float32Array.from({ length: 256 }, (_, byte) => decodeGamma(byte / 255));

/** Relative luminance 0..1. @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
export function luminanceOfInk([red, green, blue]: Ink): number {
  return 0.2126 * linear[Math.round(red)]! + 0.7152 * linear[Math.round(green)]! + 0.0722 * linear[Math.round(blue)]!;
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Luminances behind letters, sorted; fine enough for a tenth of a step of contrast. */
export interface Behind {
  readonly counts: Uint32Array;
  readonly total: number;
}

/** Steps of luminance, finer in the dark where contrast is decided. */
const steps = 1024;

/** Read what lies behind a mask, before the letters are painted. */
export function readBehind(canvas: Pixels<3>, { pixels, x, y }: Mask): Behind {
  const counts = new Uint32Array(steps);
  let total = 0;
  for (let row = Math.max(0, -y); row < pixels.height && row + y < canvas.height; row++) {
    for (let column = Math.max(0, -x); column < pixels.width && column + x < canvas.width; column++) {
      if (pixels.data[row * pixels.width + column]! < 64) continue;
      const at = ((row + y) * canvas.width + column + x) * 3;
      const luminance = 0.2126 * linear[canvas.data[at]!]! + 0.7152 * linear[canvas.data[at + 1]!]! + 0.0722 * linear[canvas.data[at + 2]!]!;
      const step = Math.min(steps - 1, Math.floor(Math.sqrt(luminance) * steps));
      counts[step] = counts[step]! + 1;
      total++;
    }
  }
  return { counts, total };
}

/**
 * Contrast of an ink against what lies behind: of the tenth where it is worst, the best. A few pixels of a hair or a dot do not decide.
 *
 * @returns 1..21.
 */
export function measureContrast(ink: Ink, { counts, total }: Behind): number {
  const own = luminanceOfInk(ink);
  const contrasts = [...counts].flatMap((count, step) => (count === 0 ? [] : [{ count, contrast: contrastOf(own, ((step + 0.5) / steps) ** 2) }]));
  contrasts.sort((one, other) => one.contrast - other.contrast);
  let seen = 0;
  for (const { count, contrast } of contrasts) {
    seen += count;
    if (seen >= total / 10) return contrast;
  }
  return 21;
}
