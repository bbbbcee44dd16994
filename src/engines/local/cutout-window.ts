// Owns which part of the plane a cutout shows: the photo, or its subject with room around. Refuses to distort.

import type { Box } from '../../photo/pixels.ts';
import type { FrameRequest } from '../engine.ts';
import { aspectOf } from './frame-size.ts';

/** What decides about a cutout's window. */
export interface CutoutWish {
  readonly crop: 'none' | 'subject';
  /** Room around the subject, as a share of its longer side. */
  readonly margin: number;
  readonly frame: FrameRequest;
}

/** Shapes this near count as the same, so that 1500 × 1000 of a 3:2 photo is the whole photo. */
const sameShape = 0.01;

/** The subject is cut by an edge of the photo when it comes this near, as a share of the photo's longer side. */
const touching = 0.008;

/** What must be left of a subject's height, from the top, when a wider shape takes the rest. */
const leastHeight = 0.6;

/**
 * Choose a window, in pixels of the photo; it may reach past the photo, where nothing is.
 * Without a crop and in its own shape it is the whole photo. Else it holds the whole subject with room around it,
 * and grows to the shape asked for. Edges at which the photo cuts the subject stay edges of the window, so that no
 * one floats: a subject cut at both sides and at the foot gives up some of the foot for a wider shape, if that is not too much.
 *
 * @param subject - The subject's box, in pixels of the photo.
 */
export function chooseWindow(photo: { readonly width: number; readonly height: number }, subject: Box, wish: CutoutWish): Box {
  const own = photo.width / photo.height;
  const aspect = aspectOf(wish.frame, wish.crop === 'none' ? own : NaN);
  if (wish.crop === 'none' && Math.abs(aspect / own - 1) < sameShape) return { x: 0, y: 0, width: photo.width, height: photo.height };
  const across = surround(subject.x, subject.width, photo.width, wish.margin * longer(subject), touching * longer(photo));
  const down = surround(subject.y, subject.height, photo.height, wish.margin * longer(subject), touching * longer(photo));
  const [width, height] = [across.to - across.from, down.to - down.from];
  if (across.fixedFrom && across.fixedTo && down.fixedTo && width / aspect < height && width / aspect > leastHeight * height) {
    return { x: across.from, y: down.from, width, height: width / aspect };
  }
  const wider = Number.isNaN(aspect) ? across : widen(across, Math.max(0, height * aspect - width));
  const taller = Number.isNaN(aspect) ? down : widen(down, Math.max(0, width / aspect - height));
  return { x: wider.from, y: taller.from, width: wider.to - wider.from, height: taller.to - taller.from };
}

function longer({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(width, height);
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** An end at which the photo cuts the subject. */
  readonly fixedFrom: boolean;
  readonly fixedTo: boolean;
}

function surround(start: number, length: number, photoLength: number, margin: number, near: number): Span {
  const [fixedFrom, fixedTo] = [start <= near, start + length >= photoLength - near];
  return {
    from: fixedFrom ? 0 : Math.floor(start - margin),
    to: fixedTo ? photoLength : Math.ceil(start + length + margin),
    fixedFrom,
    fixedTo,
  };
}

function widen(span: Span, by: number): Span {
  const share = span.fixedFrom === span.fixedTo ? 0.5 : span.fixedFrom ? 0 : 1;
  return { ...span, from: span.from - by * share, to: span.to + by * (1 - share) };
}
