// Owns the step from a read photo to a window on it: levelled or not, at which size, with which notes. Refuses to touch pixels.

import { tiltOf } from '../../face/head.ts';
import type { Face, Portrait } from '../../face/portrait.ts';
import type { PhotoReading, Silhouette } from '../../face/reading.ts';
import type { Affine, Point } from '../../photo/pixels.ts';
import type { FrameRequest, RenderNote } from '../engine.ts';
import { clearBeyond, dividePeople } from './companions.ts';
import type { Divider } from './companions.ts';
import { composeFrame, cutInside } from './composition.ts';
import type { Frame, Sitter } from './composition.ts';
import { aspectOf, sizeFrame } from './frame-size.ts';
import type { FrameSize } from './frame-size.ts';
import { cutsByEdge, levelOf, mapFrame, seeSitter } from './sitter.ts';

/** The shape of a headshot when none is asked for. */
export const usualAspect = 4 / 5;

/** A window on the photo, and the size at which it is shown. */
export interface Framing {
  readonly sitter: Sitter;
  readonly frame: Frame;
  readonly size: FrameSize;
  /** From output pixels to working pixels. */
  readonly map: Affine;
  /** The highest hair above the eyes, in working pixels. */
  readonly crown: Point;
  readonly dividers: readonly Divider[];
  readonly notes: readonly RenderNote[];
}

/**
 * Frame a face levelled, or as it stands when levelling would show where the photo ends.
 *
 * @param silhouette - Alpha of everything that was read; emptied beyond the people beside.
 * @param closeness - Size of the head against head and shoulders, 1.
 */
export function frameFace(reading: PhotoReading, face: Face, silhouette: Silhouette, request: FrameRequest, closeness = 1): Framing {
  const { portrait } = reading;
  const level = levelOf(portrait, face);
  const dividers = dividePeople(portrait, face, level);
  const divided = clearBeyond(silhouette, dividers, portrait.width / silhouette.width);
  const at = (degrees: number) => frameAt(reading, face, seeSitter(portrait, face, silhouette, degrees, divided), request, degrees, dividers, closeness);
  const levelled = at(level);
  if (level === quarterOf(portrait) || cutInside(levelled.sitter, levelled.frame) === 0) return levelled;
  const plain = at(quarterOf(portrait));
  return cutInside(plain.sitter, plain.frame) < cutInside(levelled.sitter, levelled.frame) ? plain : levelled;
}

/** The level of a face after quarter turns alone. */
function quarterOf({ turn }: Portrait): number {
  return turn === 270 ? 90 : turn === 0 ? 0 : -turn + (turn === 180 ? 360 : 0);
}

function frameAt(reading: PhotoReading, face: Face, sitter: Sitter, request: FrameRequest, level: number, dividers: readonly Divider[], closeness: number): Framing {
  const aspect = aspectOf(request, usualAspect);
  const wanted = composeFrame(sitter, aspect, closeness);
  const size = sizeFrame(request, aspect, wanted.height * reading.scale);
  const frame = level === 0 ? snapFrame(wanted, size, face.eyes, reading.scale) : wanted;
  const map = mapFrame(frame, face.eyes, level, frame.height / size.height);
  const unit = Math.hypot(map.b, map.d);
  const crown = { x: face.eyes.x + (sitter.crown * map.b) / unit, y: face.eyes.y + (sitter.crown * map.d) / unit };
  return { sitter, frame, size, map, crown, dividers, notes: [...size.notes, ...noteFrame(reading.portrait, face, level, sitter, frame)] };
}

/** Lay a frame that shows the photo's own pixels onto their grid, so that nothing is resampled. */
function snapFrame(frame: Frame, size: FrameSize, eyes: Point, scale: number): Frame {
  if (size.height !== Math.round(frame.height * scale)) return frame;
  // Inwards, so that no edge of the photo comes into the frame.
  const snap = (from: number, origin: number) => Math.ceil((origin + from) * scale - 0.25) / scale - origin;
  return { left: snap(frame.left, eyes.x), top: snap(frame.top, eyes.y), width: size.width / scale, height: size.height / scale };
}

function noteFrame(portrait: Portrait, face: Face, level: number, sitter: Sitter, frame: Frame): RenderNote[] {
  const cuts = cutsByEdge(sitter, frame);
  const notes: [RenderNote, boolean][] = [
    ['turned-upright', portrait.turn !== 0],
    ['tilt-corrected', level !== quarterOf(portrait) && Math.abs(tiltOf(portrait, face)) >= 1],
    ['hair-cut-by-photo', cuts.hair],
    ['shoulders-cut-by-photo', cuts.shoulders],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}
