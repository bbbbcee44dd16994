// Owns where a head lies on a small grid: the ellipse of its face and what is under its chin. Refuses pixels.

import { headSize } from './mask.ts';
import type { Face } from './portrait.ts';

// Behind a fringe a face goes on beyond its mesh; in sizes of the face.
const foreheadGrowth = 1.35;

/** A head: the ellipse of the face, upright or not, and what lies around. */
export interface Head {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly size: number;
  /** From the middle of the eyes to the chin, length 1. */
  readonly down: { readonly x: number; readonly y: number };
  readonly chin: { readonly x: number; readonly y: number };
}

/** @param scale - Pixels of the grid for one picture pixel. */
export function placeHead(face: Face, scale: number): Head {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < 468 * 3; at += 3) {
    left = Math.min(left, face.mesh[at]!);
    right = Math.max(right, face.mesh[at]!);
    top = Math.min(top, face.mesh[at + 1]!);
    bottom = Math.max(bottom, face.mesh[at + 1]!);
  }
  const length = Math.hypot(face.chin.x - face.eyes.x, face.chin.y - face.eyes.y);
  return {
    x: ((left + right) / 2) * scale,
    y: ((top + bottom) / 2) * scale,
    radiusX: ((right - left) / 2) * scale,
    radiusY: ((bottom - top) / 2) * scale,
    size: headSize(face) * scale,
    down: { x: (face.chin.x - face.eyes.x) / length, y: (face.chin.y - face.eyes.y) / length },
    chin: { x: face.chin.x * scale, y: face.chin.y * scale },
  };
}

/** 0 in the face's middle, 1 at its edge, more outside. */
export function faceDistance(head: Head, x: number, y: number): number {
  const isForehead = (x - head.x) * head.down.x + (y - head.y) * head.down.y < 0;
  return Math.sqrt(((x - head.x) / head.radiusX) ** 2 + ((y - head.y) / head.radiusY) ** 2) / (isForehead ? foreheadGrowth : 1);
}

/** How far below the chin a place lies, along the face's own axis. */
export function underChin({ chin, down }: Head, x: number, y: number): number {
  return (x - chin.x) * down.x + (y - chin.y) * down.y;
}
