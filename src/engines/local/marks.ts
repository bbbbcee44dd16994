// Owns where the parts of a face lie in the picture being made, and soft masks of them. Refuses to look at pixels.

import { invertMap, movePoint } from '../../photo/affine.ts';
import { eyeRims, faceOval, lips, underEyes } from '../../face/landmarks.ts';
import type { Affine, Point } from '../../photo/pixels.ts';
import { blurPlane, createPlane, fillPolygon } from './plane.ts';
import type { Plane } from './plane.ts';

/** A face in output pixels, upright or nearly so. */
export interface FaceMarks {
  /** x, y of the 478 mesh points. */
  readonly mesh: Float32Array<ArrayBuffer>;
  readonly eyes: Point;
  readonly chin: Point;
  /** Highest hair above the face. */
  readonly crown: Point;
}

/**
 * Carry a face's mesh from working pixels to output pixels.
 *
 * @param mesh - 478 × (x, y, z) in working pixels.
 * @param map - From output pixels to working pixels.
 */
export function markFace(mesh: Float32Array, eyes: Point, chin: Point, crown: Point, map: Affine): FaceMarks {
  const back = invertMap(map);
  const toOutput = (point: Point) => movePoint(back, point);
  const marks = new Float32Array(478 * 2);
  for (let index = 0; index < 478; index++) {
    const { x, y } = toOutput({ x: mesh[index * 3] ?? 0, y: mesh[index * 3 + 1] ?? 0 });
    marks[index * 2] = x;
    marks[index * 2 + 1] = y;
  }
  return { mesh: marks, eyes: toOutput(eyes), chin: toOutput(chin), crown: toOutput(crown) };
}

/** A mesh point in output pixels. */
export function markAt({ mesh }: FaceMarks, index: number): Point {
  return { x: mesh[index * 2] ?? 0, y: mesh[index * 2 + 1] ?? 0 };
}

/** From eyes to chin, in pixels. */
export function reachOf({ eyes, chin }: FaceMarks): number {
  return Math.max(1, Math.hypot(chin.x - eyes.x, chin.y - eyes.y));
}

/** A soft mask of facial skin, 0..1: the oval without eyes, brows and lips. */
export function maskSkin(marks: FaceMarks, width: number, height: number): Plane {
  const plane = createPlane(width, height, 640);
  const scale = plane.width / width;
  fillPolygon(plane, points(marks, faceOval), scale, 1);
  fillPolygon(plane, points(marks, lips), scale, 0);
  for (const rim of eyeRims) fillPolygon(plane, grow(points(marks, rim), 1.9), scale, 0);
  blurPlane(plane, reachOf(marks) * scale * 0.045);
  return plane;
}

/** A soft mask of the eyes, 0..1. */
export function maskEyes(marks: FaceMarks, width: number, height: number): Plane {
  const plane = createPlane(width, height, 640);
  const scale = plane.width / width;
  for (const rim of eyeRims) fillPolygon(plane, grow(points(marks, rim), 1.25), scale, 1);
  blurPlane(plane, reachOf(marks) * scale * 0.03);
  return plane;
}

/** A mask of facial skin that reaches up to the lashes, 0..1, hardly soft: the oval without the eyes, brows and lips themselves. */
export function maskBareSkin(marks: FaceMarks, width: number, height: number, longest: number): Plane {
  const plane = createPlane(width, height, longest);
  const scale = plane.width / width;
  fillPolygon(plane, resize(points(marks, faceOval), 0.93, 0.93), scale, 1);
  fillPolygon(plane, points(marks, lips), scale, 0);
  for (const rim of eyeRims) {
    fillPolygon(plane, grow(points(marks, rim), 1.12), scale, 0);
    // The brow, as wide as the eye and a little more, one eye's width above it.
    const lifted = grow(points(marks, rim), 1.3).map(({ x, y }) => ({ x, y: y - reachOf(marks) * 0.2 }));
    fillPolygon(plane, lifted, scale, 0);
  }
  blurPlane(plane, reachOf(marks) * scale * 0.02);
  return plane;
}

/** A soft mask of the skin under the eyes, 0..1. */
export function maskUnderEyes(marks: FaceMarks, width: number, height: number, longest: number): Plane {
  const plane = createPlane(width, height, longest);
  const scale = plane.width / width;
  for (const ring of underEyes) fillPolygon(plane, points(marks, ring), scale, 1);
  blurPlane(plane, reachOf(marks) * scale * 0.035);
  return plane;
}

function points(marks: FaceMarks, indices: readonly number[]): Point[] {
  return indices.map((index) => markAt(marks, index));
}

/** A polygon larger around its middle, more so upwards and downwards, where brows and lashes are. */
function grow(polygon: readonly Point[], factor: number): Point[] {
  return resize(polygon, factor, factor * 1.6);
}

function resize(polygon: readonly Point[], across: number, down: number): Point[] {
  const x = polygon.reduce((sum, point) => sum + point.x, 0) / polygon.length;
  const y = polygon.reduce((sum, point) => sum + point.y, 0) / polygon.length;
  return polygon.map((point) => ({ x: x + (point.x - x) * across, y: y + (point.y - y) * down }));
}
