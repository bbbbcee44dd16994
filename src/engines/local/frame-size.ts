// Owns how many pixels a picture gets. Refuses to distort: a frame asked for is met by choosing the window, never by stretching.

import type { FrameRequest, RenderNote } from '../engine.ts';

/** Longest side of any picture made here: 4K of cinema, 4096 × 2160. */
export const maxFrameSide = 4096;

/** Longest side when nobody asked for one: 10 inches in print at 300 dpi. */
export const naturalFrameSide = 3000;

/** How far a photograph may be enlarged before it is told: a photographer would not print beyond it. */
export const maxEnlargement = 1.5;

/** A picture's size, and what must be told about it. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
  readonly notes: readonly RenderNote[];
}

/** The shape a request asks for, width over height; `usual` when it leaves the choice. */
export function aspectOf(frame: FrameRequest, usual: number): number {
  if (frame.width !== undefined && frame.height !== undefined) return frame.width / frame.height;
  return frame.aspect ?? usual;
}

/** Whether the request names pixels. */
export function isSized(frame: FrameRequest): boolean {
  return frame.width !== undefined || frame.height !== undefined;
}

/**
 * Choose the size of a picture that shows a window of the photo. A size in pixels is met exactly and
 * `enlarged` tells when that took more than 1.5 ×; without one the photo's own pixels are kept, never more.
 *
 * @param aspect - Width over height of the window.
 * @param windowHeight - Height of the window in pixels of the photo.
 * @param naturalSide - Longest side where no pixels are asked for.
 */
export function sizeFrame(frame: FrameRequest, aspect: number, windowHeight: number, naturalSide = naturalFrameSide): FrameSize {
  const natural = Math.min(windowHeight, naturalSide / Math.max(1, aspect));
  const height = frame.height ?? (frame.width === undefined ? natural : frame.width / aspect);
  const width = frame.width ?? height * aspect;
  // A side asked for together with a shape can make the other one longer than 4K: both shrink alike.
  const shrink = isSized(frame) ? Math.min(1, maxFrameSide / Math.max(width, height)) : 1;
  const size = { width: roundSide(width * shrink), height: roundSide(height * shrink) };
  const notes: RenderNote[] = [];
  if (shrink < 1) notes.push('smaller-than-asked');
  if (size.height > windowHeight * maxEnlargement) notes.push('enlarged');
  return { ...size, notes };
}

function roundSide(side: number): number {
  return Math.max(1, Math.round(side));
}
