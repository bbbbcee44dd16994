// Owns where a head stands in a read picture: its tilt, its chin, its crown, its hair, and where the picture's edges cut the person. Refuses colour.

import type { Point } from '../photo/pixels.ts';
import type { Face, Portrait } from './portrait.ts';
import type { Silhouette } from './reading.ts';

/** A pixel belongs to the person's outline from here, 0..255. */
const solid = 128;

/** A head in axes turned upright, in working pixels, with the middle between the eyes as the origin. */
export interface HeadExtent {
  /** From the eyes down to the chin; at least 1. */
  readonly chin: number;
  /** From the eyes up to the top of the hair, the bun or the hat included; negative. */
  readonly crown: number;
  /** Furthest hair to the left (negative) and right between crown and chin. */
  readonly hairLeft: number;
  readonly hairRight: number;
}

/** Degrees by which the eye line is off after the quarter turns; positive clockwise. */
export function tiltOf(portrait: Portrait, face: Face): number {
  return normaliseDegrees(eyeLine(face) + portrait.turn);
}

/** Direction from the person's right eye to their left, outer corners (mesh points 33 and 263). */
function eyeLine({ mesh }: Face): number {
  const [dx, dy] = [coordinate(mesh, 263, 0) - coordinate(mesh, 33, 0), coordinate(mesh, 263, 1) - coordinate(mesh, 33, 1)];
  return (Math.atan2(dy, dx) * 180) / Math.PI;
}

/** One number of a mesh point: axis 0 is x, 1 is y, 2 is z. */
export function coordinate(mesh: Float32Array, point: number, axis: number): number {
  return mesh[point * 3 + axis] ?? 0;
}

/** Into −180..180. */
export function normaliseDegrees(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

/** A point of the picture in axes turned by `level` degrees around an origin. */
export function toUpright(origin: Point, level: number, { x, y }: Point): Point {
  const [cos, sin] = axes(level);
  const [dx, dy] = [x - origin.x, y - origin.y];
  return { x: dx * cos + dy * sin, y: dy * cos - dx * sin };
}

/** Cosine and sine; exact at quarter turns so that such a map is a plain crop. */
export function axes(level: number): readonly [number, number] {
  const quarter = Math.round(level / 90);
  if (quarter * 90 === level) return ([[1, 0], [0, 1], [-1, 0], [0, -1]] as const)[((quarter % 4) + 4) % 4] ?? [1, 0];
  const radians = (level * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/**
 * Chin, crown and hair at the sides, from the silhouette's rows above the chin.
 *
 * @param silhouette - Alpha of the whole working picture, of any size.
 * @param level - Degrees by which the axes are turned.
 */
export function readHead(portrait: Portrait, face: Face, silhouette: Silhouette, level: number): HeadExtent {
  const chin = Math.max(1, toUpright(face.eyes, level, face.chin).y);
  const inside = prober(portrait, face.eyes, silhouette, level);
  const step = Math.max(portrait.width / silhouette.width, chin / 60);
  // A bald crown lies at 0.8 T over the eyes, a low brow at half of T.
  let crown = -chin * 0.6;
  // Upwards until a row of the head's width holds nothing: hands and signs above a gap are not hair.
  while (crown > -chin * 3.4 && rowHolds(inside, crown - step, chin * 0.85, step)) crown -= step;
  const sides = { hairLeft: -chin * 0.75, hairRight: chin * 0.75 };
  for (let y = crown; y < chin * 0.6; y += step * 2) {
    sides.hairLeft = Math.min(sides.hairLeft, walk(inside, y, -step, chin));
    sides.hairRight = Math.max(sides.hairRight, walk(inside, y, step, chin));
  }
  return { chin, crown, ...sides };
}

/**
 * Where the hair's solid mass ends above the eyes: flyaway strands above it are not measured by an officer.
 *
 * @returns Negative, in working pixels along the head's axis.
 */
export function findCrown(portrait: Portrait, face: Face, silhouette: Silhouette, level: number): number {
  const chin = Math.max(1, toUpright(face.eyes, level, face.chin).y);
  const alphaAt = sampler(portrait, face.eyes, silhouette, level);
  const step = chin / 100;
  const massAt = (y: number) => {
    let mass = 0;
    for (let x = -chin * 0.7; x <= chin * 0.7; x += step) mass += (alphaAt(x, y) / 255) * step;
    return mass;
  };
  // What is narrower is a strand: a hundredth of a head's height under a round crown it is already this wide.
  const [strand, dome] = [chin * 0.12, { width: chin * 0.8, height: chin * 0.22 }];
  let [crown, wide] = [-chin * 0.6, -chin * 0.6];
  while (crown > -chin * 3.4) {
    const mass = massAt(crown - step);
    if (mass < strand) break;
    crown -= step;
    if (mass >= dome.width) wide = crown;
  }
  // A head as wide as that ends within a fifth of T above; what goes on, narrower, is a bun.
  return Math.max(crown, wide - dome.height);
}

/** Alpha 0..255 between the silhouette's pixels, in axes turned upright around an origin; 0 outside. */
function sampler(portrait: Portrait, origin: Point, { data, width, height }: Silhouette, level: number): (x: number, y: number) => number {
  const [cos, sin] = axes(level);
  const [across, down] = [width / portrait.width, height / portrait.height];
  const at = (column: number, row: number) => (column < 0 || row < 0 || column >= width || row >= height ? 0 : (data[row * width + column] ?? 0));
  return (x, y) => {
    const [u, v] = [(origin.x + x * cos - y * sin) * across - 0.5, (origin.y + x * sin + y * cos) * down - 0.5];
    const [column, row] = [Math.floor(u), Math.floor(v)];
    const upper = at(column, row) + (at(column + 1, row) - at(column, row)) * (u - column);
    const lower = at(column, row + 1) + (at(column + 1, row + 1) - at(column, row + 1)) * (u - column);
    return upper + (lower - upper) * (v - row);
  };
}

type Inside = (x: number, y: number) => boolean;

function prober(portrait: Portrait, origin: Point, silhouette: Silhouette, level: number): Inside {
  const [cos, sin] = axes(level);
  const [across, down] = [silhouette.width / portrait.width, silhouette.height / portrait.height];
  return (x, y) => {
    const column = Math.floor((origin.x + x * cos - y * sin) * across);
    const row = Math.floor((origin.y + x * sin + y * cos) * down);
    if (column < 0 || row < 0 || column >= silhouette.width || row >= silhouette.height) return false;
    return (silhouette.data[row * silhouette.width + column] ?? 0) >= solid * 0.6;
  };
}

function rowHolds(inside: Inside, y: number, half: number, step: number): boolean {
  for (let x = -half; x <= half; x += step) if (inside(x, y)) return true;
  return false;
}

/** Outwards from the face as long as the person goes on; a raised arm ends it at 2.2 T. */
function walk(inside: Inside, y: number, step: number, chin: number): number {
  let x = Math.sign(step) * chin * 0.3;
  while (Math.abs(x) < chin * 2.2 && inside(x + step, y)) x += step;
  return x;
}

/** Points a pixel inside the photo's edges, at which the person goes on beyond them. */
export function findCuts(portrait: Portrait, { data, width, height }: Silhouette): Point[] {
  const cuts: Point[] = [];
  const [across, down] = [portrait.width / width, portrait.height / height];
  const [right, bottom] = [portrait.width - 1, portrait.height - 1];
  const holds = (column: number, row: number) => (data[row * width + column] ?? 0) >= solid;
  for (let column = 0; column < width; column++) {
    const x = (column + 0.5) * across;
    if (holds(column, Math.min(1, height - 1))) cuts.push({ x, y: 1 });
    if (holds(column, Math.max(0, height - 2))) cuts.push({ x, y: bottom });
  }
  for (let row = 0; row < height; row++) {
    const y = (row + 0.5) * down;
    if (holds(Math.min(1, width - 1), row)) cuts.push({ x: 1, y });
    if (holds(Math.max(0, width - 2), row)) cuts.push({ x: right, y });
  }
  return cuts;
}
