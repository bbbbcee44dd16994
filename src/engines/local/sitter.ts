// Owns the step from what vision read to a sitter that can be framed: uprightness, hair, and where the photo cuts the person. Refuses colour.

import type { Face, Portrait } from '../../face/portrait.ts';
import { axes, coordinate, findCuts, normaliseDegrees, readHead, tiltOf, toUpright } from '../../face/head.ts';
import type { Silhouette } from '../../face/reading.ts';
import type { Affine, Point } from '../../photo/pixels.ts';
import type { Frame, Sitter } from './composition.ts';

/** Above this the tilt of a head is a pose, not a slip of the camera; in degrees. */
const poseDegrees = 12;

/** Below this nobody sees it, and pixels need not be turned. */
const levelDegrees = 1;

/**
 * Degrees by which a frame must be turned clockwise in the picture so that the face stands upright in it:
 * quarter turns always, the rest only when it is a slip and not a pose.
 */
export function levelOf(portrait: Portrait, face: Face): number {
  const quarter = normaliseDegrees(-portrait.turn);
  const tilt = tiltOf(portrait, face);
  return Math.abs(tilt) < levelDegrees || Math.abs(tilt) > poseDegrees ? quarter : normaliseDegrees(quarter + tilt);
}

/**
 * Describe the sitter in frame axes turned by `level` degrees, in working pixels.
 *
 * @param silhouette - Alpha of the whole working picture, of any size.
 * @param divided - Further points at which the person is cut, by a line to someone beside them.
 */
export function seeSitter(portrait: Portrait, face: Face, silhouette: Silhouette, level: number, divided: readonly Point[] = []): Sitter {
  const upright = (point: Point) => toUpright(face.eyes, level, point);
  return {
    ...readHead(portrait, face, silhouette, level),
    faceMiddle: upright(face.chin).x * 0.35,
    gaze: gazeOf(face, level),
    cuts: [...findCuts(portrait, silhouette), ...divided].map(upright),
  };
}

/**
 * Where the nose points, −1..1 to the image's right: how far its tip (mesh point 1) is from the middle of
 * the face's sides (234, 454), over the half width. Frontal faces stay under 0.1, which is taken as 0.
 */
export function gazeOf({ mesh }: Face, level: number): number {
  const origin = { x: 0, y: 0 };
  const across = (point: number) => toUpright(origin, level, { x: coordinate(mesh, point, 0), y: coordinate(mesh, point, 1) }).x;
  const half = (across(454) - across(234)) / 2;
  if (half <= 0) return 0;
  const share = (across(1) - (across(454) + across(234)) / 2) / half;
  return Math.abs(share) < 0.1 ? 0 : Math.max(-1, Math.min(1, share * 1.6));
}

/** What the photo's edges cut of a person that a frame shows, its border included. */
export function cutsByEdge({ cuts, chin }: Sitter, { left, top, width, height }: Frame): { readonly hair: boolean; readonly shoulders: boolean } {
  const slack = height * 0.012;
  const shown = cuts.filter(({ x, y }) => x > left - slack && x < left + width + slack && y > top - slack && y < top + height + slack);
  return { hair: shown.some(({ y }) => y < chin * 0.5), shoulders: shown.some(({ y }) => y >= chin * 0.5) };
}

/**
 * The affine map from output pixels to working pixels of a frame.
 *
 * @param scale - Frame units (working pixels) per output pixel.
 */
export function mapFrame(frame: Frame, origin: Point, level: number, scale: number): Affine {
  const [cos, sin] = axes(level);
  return {
    a: cos * scale,
    b: -sin * scale,
    tx: origin.x + frame.left * cos - frame.top * sin,
    c: sin * scale,
    d: cos * scale,
    ty: origin.y + frame.left * sin + frame.top * cos,
  };
}
