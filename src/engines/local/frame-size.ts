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
 */
export function sizeFrame(frame: FrameRequest, aspect: number, windowHeight: number): FrameSize {
  const longest = Math.max(1, aspect);
  const own = Math.min(windowHeight, naturalFrameSide / longest);
  const asked = frame.height ?? (frame.width === undefined ? own : frame.width / aspect);
  const height = Math.min(asked, maxFrameSide / longest);
  const width = frame.width ?? height * aspect;
  const size = { width: bound(width), height: bound(frame.height ?? height) };
  return { ...size, notes: size.height > windowHeight * maxEnlargement ? ['enlarged'] : [] };
}

function bound(side: number): number {
  return Math.max(1, Math.min(maxFrameSide, Math.round(side)));
}
