// Owns where a cut-out subject stands in the picture that comes back: crop, margins, scale, position. Refuses pixels.

import type { Affine, Box } from '../photo/pixels.ts';

/** A length in pixels of the result, or as a share of a side of the subject or the photo, whichever it is said of. */
export interface Length {
  readonly value: number;
  readonly unit: 'px' | 'share';
}

/** Where the subject shall stand. */
export interface RemovalPlacement {
  /** Cut away all around the subject, but for the margins. */
  readonly crop: boolean;
  /** Top, right, bottom, left; shares are of the subject's own height or width. */
  readonly margins: readonly [Length, Length, Length, Length];
  /** Share of the picture that the subject fills one way or the other; undefined: its own size. */
  readonly scale: number | undefined;
  /** Shares of the room left beside and above; undefined: where it was. */
  readonly position: { readonly x: number; readonly y: number } | undefined;
}

/** A picture's size, where its pixels come from, and where the subject is in it. */
export interface RemovalLayout {
  readonly width: number;
  readonly height: number;
  /** From pixels of the result to pixels of the canvas that was planned for. */
  readonly map: Affine;
  readonly subject: Box;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Plan the picture.
 *
 * @param canvas - The photo, at the scale that it was cut at.
 * @param subject - All that is seen of it, in pixels of the canvas.
 * @param maxPixels - A larger result is made smaller.
 */
export function planRemoval(canvas: Size, subject: Box, placement: RemovalPlacement, maxPixels: number): RemovalLayout {
  const frame = placement.crop ? cropAround(subject, placement.margins) : { x: 0, y: 0, ...canvas };
  const zoom = placement.scale === undefined ? 1 : placement.scale * Math.min(frame.width / subject.width, frame.height / subject.height);
  const at = placeSubject(frame, subject, zoom, placement);
  const shrink = Math.min(1, Math.sqrt(maxPixels / (frame.width * frame.height)));
  const factor = zoom * shrink;
  return {
    width: roundSide(frame.width * shrink),
    height: roundSide(frame.height * shrink),
    map: { a: 1 / factor, b: 0, tx: subject.x - at.x / zoom, c: 0, d: 1 / factor, ty: subject.y - at.y / zoom },
    subject: { x: at.x * shrink, y: at.y * shrink, width: subject.width * factor, height: subject.height * factor },
  };
}

function cropAround(subject: Box, [top, right, bottom, left]: RemovalPlacement['margins']): Box {
  const [above, below] = [measure(top, subject.height), measure(bottom, subject.height)];
  const [before, after] = [measure(left, subject.width), measure(right, subject.width)];
  return { x: subject.x - before, y: subject.y - above, width: subject.width + before + after, height: subject.height + above + below };
}

function measure({ value, unit }: Length, side: number): number {
  return Math.round(unit === 'px' ? value : value * side);
}

/** The subject's corner in the frame. Scaled without a position it stands in the middle, as the interface says. */
function placeSubject(frame: Box, subject: Box, zoom: number, { scale, position }: RemovalPlacement): { readonly x: number; readonly y: number } {
  const wanted = position ?? (scale === undefined ? undefined : { x: 0.5, y: 0.5 });
  if (!wanted) return { x: subject.x - frame.x, y: subject.y - frame.y };
  return {
    x: Math.round(wanted.x * (frame.width - subject.width * zoom)),
    y: Math.round(wanted.y * (frame.height - subject.height * zoom)),
  };
}

function roundSide(side: number): number {
  return Math.max(1, Math.round(side));
}
