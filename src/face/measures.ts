// Owns the distances read from a mesh: eyes, chin, lids, lips. Refuses verdicts: the rules of documents are elsewhere.

import type { Point } from '../photo/pixels.ts';
import type { Face } from './portrait.ts';

/** What is measured on a mesh; openness is a ratio, the rest is in picture pixels. */
export type Measures = Pick<Face, 'eyes' | 'chin' | 'interEyePixels' | 'eyeOpenness' | 'mouthOpenness'>;

type Pair = readonly [one: number, other: number];

// Mesh points: upper and lower lid across the eye, then the eye's corners.
const leftLids: readonly Pair[] = [[159, 145], [158, 153], [160, 144]];
const leftCorners: Pair = [33, 133];
const rightLids: readonly Pair[] = [[386, 374], [385, 380], [387, 373]];
const rightCorners: Pair = [362, 263];
const innerLips: readonly Pair[] = [[13, 14], [82, 87], [312, 317], [81, 178], [311, 402]];
const chinPoint = 152;

/** Measure a mesh of 478 points. */
export function measureMesh(mesh: Float32Array): Measures {
  const left = middle(mesh, leftCorners);
  const right = middle(mesh, rightCorners);
  const eyes = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const chin = pointAt(mesh, chinPoint);
  return {
    eyes,
    chin,
    interEyePixels: Math.hypot(right.x - left.x, right.y - left.y),
    eyeOpenness: [widest(mesh, leftLids) / gap(mesh, leftCorners), widest(mesh, rightLids) / gap(mesh, rightCorners)],
    mouthOpenness: widest(mesh, innerLips) / Math.hypot(chin.x - eyes.x, chin.y - eyes.y),
  };
}

function widest(mesh: Float32Array, pairs: readonly Pair[]): number {
  return Math.max(...pairs.map((pair) => gap(mesh, pair)));
}

function gap(mesh: Float32Array, [one, other]: Pair): number {
  const [from, to] = [pointAt(mesh, one), pointAt(mesh, other)];
  return Math.hypot(to.x - from.x, to.y - from.y);
}

function middle(mesh: Float32Array, [one, other]: Pair): Point {
  const [from, to] = [pointAt(mesh, one), pointAt(mesh, other)];
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

function pointAt(mesh: Float32Array, index: number): Point {
  return { x: mesh[index * 3]!, y: mesh[index * 3 + 1]! };
}
