// Owns the step from what vision read to a sitter that can be framed: uprightness, hair, and where the photo cuts the person. Refuses colour.

import type { Face, Portrait } from '../../face/portrait.ts';
import type { Affine, Pixels, Point } from '../../photo/pixels.ts';
import type { Frame, Sitter } from './composition.ts';

/** Above this the tilt of a head is a pose, not a slip of the camera; in degrees. */
const poseDegrees = 12;

/** Below this nobody sees it, and pixels need not be turned. */
const levelDegrees = 1;

/** A pixel belongs to the person's outline from here, 0..255. */
const solid = 128;

/** A small alpha plane of the whole working picture. */
export type Silhouette = Pixels<1>;

/**
 * Degrees by which a frame must be turned clockwise in the picture so that the face stands upright in it:
 * quarter turns always, the rest only when it is a slip and not a pose.
 */
export function levelOf(portrait: Portrait, face: Face): number {
  const quarter = normalise(-portrait.turn);
  const tilt = tiltOf(portrait, face);
  return Math.abs(tilt) < levelDegrees || Math.abs(tilt) > poseDegrees ? quarter : normalise(quarter + tilt);
}

/** Degrees by which the eye line is off after the quarter turns; positive clockwise. */
export function tiltOf(portrait: Portrait, face: Face): number {
  return normalise(eyeLine(face) + portrait.turn);
}

/** Direction from the person's right eye to their left, outer corners (mesh points 33 and 263). */
function eyeLine({ mesh }: Face): number {
  const [dx, dy] = [at(mesh, 263, 0) - at(mesh, 33, 0), at(mesh, 263, 1) - at(mesh, 33, 1)];
  return (Math.atan2(dy, dx) * 180) / Math.PI;
}

function at(mesh: Float32Array, point: number, axis: number): number {
  return mesh[point * 3 + axis] ?? 0;
}

function normalise(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

/**
 * Describe the sitter in frame axes turned by `level` degrees, in working pixels.
 *
 * @param silhouette - Alpha of the whole working picture, of any size.
 * @param divided - Further points at which the person is cut, by a line to someone beside them.
 */
export function seeSitter(portrait: Portrait, face: Face, silhouette: Silhouette, level: number, divided: readonly Point[] = []): Sitter {
  const upright = (point: Point) => toUpright(face.eyes, level, point);
  const chin = Math.max(1, upright(face.chin).y);
  const head = readHead(portrait, face, silhouette, level, chin);
  return {
    chin,
    ...head,
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
  const across = (point: number) => toUpright(origin, level, { x: at(mesh, point, 0), y: at(mesh, point, 1) }).x;
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

/** A point of the picture in axes turned by `level` degrees around an origin. */
export function toUpright(origin: Point, level: number, { x, y }: Point): Point {
  const [cos, sin] = axes(level);
  const [dx, dy] = [x - origin.x, y - origin.y];
  return { x: dx * cos + dy * sin, y: dy * cos - dx * sin };
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

/** Cosine and sine; exact at quarter turns so that such a map is a plain crop. */
function axes(level: number): readonly [number, number] {
  const quarter = Math.round(level / 90);
  if (quarter * 90 === level) return ([[1, 0], [0, 1], [-1, 0], [0, -1]] as const)[((quarter % 4) + 4) % 4] ?? [1, 0];
  const radians = (level * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** Crown and hair at the sides, from the silhouette's rows above the chin. */
function readHead(portrait: Portrait, face: Face, silhouette: Silhouette, level: number, chin: number): Pick<Sitter, 'crown' | 'hairLeft' | 'hairRight'> {
  const inside = prober(portrait, face.eyes, silhouette, level);
  const step = Math.max(portrait.width / silhouette.width, chin / 60);
  let crown = -chin * 0.9;
  // Upwards until a row of the head's width holds nothing: hands and signs above a gap are not hair.
  while (crown > -chin * 3.4 && rowHolds(inside, crown - step, chin * 0.85, step)) crown -= step;
  const sides = { hairLeft: -chin * 0.75, hairRight: chin * 0.75 };
  for (let y = crown; y < chin * 0.6; y += step * 2) {
    sides.hairLeft = Math.min(sides.hairLeft, walk(inside, y, -step, chin));
    sides.hairRight = Math.max(sides.hairRight, walk(inside, y, step, chin));
  }
  return { crown, ...sides };
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
function findCuts(portrait: Portrait, { data, width, height }: Silhouette): Point[] {
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
