// Owns painting on a picture through masks: flat colours, cut-out people, light. Refuses to make the masks.

import type { Mask } from './coverage.ts';
import { ditherAt } from './gradient.ts';
import type { CutOut, Pixels } from './pixels.ts';
import { forEachBand } from './turns.ts';

/** sRGB, each 0..255. */
export type Ink = readonly [red: number, green: number, blue: number];

/** A cut-out person with a place on the picture. */
export interface PlacedCut extends CutOut {
  readonly x: number;
  readonly y: number;
}

/**
 * Paint one colour through a mask. Blends encoded values, as letters on screens are; dithered, so that a soft mask shows no steps.
 *
 * @param opacity - 0..1 of the mask.
 * @throws The signal's reason when aborted.
 */
export async function paintMask(canvas: Pixels<3>, mask: Mask, [red, green, blue]: Ink, opacity: number, signal: AbortSignal): Promise<void> {
  await forEachRow(canvas, mask, mask.pixels, signal, (x, y, from, to, count) => {
    for (let step = 0; step < count; step++, from++, to += 3) {
      const share = (mask.pixels.data[from]! * opacity) / 255;
      if (share === 0) continue;
      const noise = share === 1 ? 0.5 : ditherAt(x + step, y);
      canvas.data[to] = canvas.data[to]! + (red - canvas.data[to]!) * share + noise;
      canvas.data[to + 1] = canvas.data[to + 1]! + (green - canvas.data[to + 1]!) * share + noise;
      canvas.data[to + 2] = canvas.data[to + 2]! + (blue - canvas.data[to + 2]!) * share + noise;
    }
  });
}

/** Set a cut-out person on the picture. @throws The signal's reason when aborted. */
export async function paintCut(canvas: Pixels<3>, cut: PlacedCut, signal: AbortSignal): Promise<void> {
  const { foreground, alpha } = cut;
  await forEachRow(canvas, cut, alpha, signal, (_x, _y, from, to, count) => {
    for (let step = 0; step < count; step++, from++, to += 3) {
      const share = alpha.data[from]!;
      if (share === 0) continue;
      const rest = 255 - share;
      for (let channel = 0; channel < 3; channel++) canvas.data[to + channel] = (foreground.data[from * 3 + channel]! * share + canvas.data[to + channel]! * rest + 127) / 255;
    }
  });
}

type Row = (x: number, y: number, from: number, to: number, count: number) => void;

/** The rows that a placed plane and a picture share. */
async function forEachRow(canvas: Pixels<3>, { x, y }: { readonly x: number; readonly y: number }, plane: { readonly width: number; readonly height: number }, signal: AbortSignal, work: Row): Promise<void> {
  const [left, right] = [Math.max(0, x), Math.min(canvas.width, x + plane.width)];
  const [top, bottom] = [Math.max(0, y), Math.min(canvas.height, y + plane.height)];
  if (right <= left || bottom <= top) return;
  await forEachBand(right - left, bottom - top, signal, (fromRow, toRow) => {
    for (let row = top + fromRow; row < top + toRow; row++) {
      work(left, row, (row - y) * plane.width + left - x, (row * canvas.width + left) * 3, right - left);
    }
  });
}

/** Give a person's pixels two colours in place of their own: darks become one, lights the other. */
export async function paintTwoTone({ foreground }: CutOut, dark: Ink, light: Ink, signal: AbortSignal): Promise<void> {
  const { data, width, height } = foreground;
  await forEachBand(width, height, signal, (fromRow, toRow) => {
    for (let at = fromRow * width * 3; at < toRow * width * 3; at += 3) {
      const tone = (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!) / 255;
      // A little more contrast than the photo: two colours show less than all of them.
      const share = tone + 0.35 * tone * (1 - tone) * (2 * tone - 1);
      for (let channel = 0; channel < 3; channel++) data[at + channel] = dark[channel]! + (light[channel]! - dark[channel]!) * share + 0.5;
    }
  });
}
