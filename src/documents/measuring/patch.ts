// Owns the aligned picture that everything is measured in: eyes level, one scale, the person told from what stands behind. Refuses to judge.

import { eyeRims } from '../../face/landmarks.ts';
import type { Face, Vision } from '../../face/portrait.ts';
import { toWorking } from '../../face/reading.ts';
import type { PhotoReading, ReadContext } from '../../face/reading.ts';
import { invertMap, joinMaps, movePoint } from '../../photo/affine.ts';
import type { Affine, Box, Pixels, Point } from '../../photo/pixels.ts';
import { averageBlocks } from '../../photo/shrink.ts';
import { warpPixels } from '../../photo/warp.ts';
import type { HeadLines } from '../measures.ts';

/** What is measured: a photo, the face in it, and where the head stands. */
export interface MeasuringSubject {
  readonly vision: Vision;
  /** Full size, upright; stays the caller's. */
  readonly photo: Pixels<3>;
  /** Of this very photo: its map leads to the photo's pixels. */
  readonly reading: PhotoReading;
  readonly face: Face;
  readonly lines: HeadLines;
  /** The top of everything on the head; at or above the crown. */
  readonly hairTop: Point;
}

/** The aligned picture, in pixels of its own; its buffers belong to the vault. */
export interface FacePatch {
  readonly picture: Pixels<3>;
  /** 255 the person, 0 what stands behind; 0 everywhere without a matte. */
  readonly alpha: Pixels<1>;
  readonly hasMatte: boolean;
  /** From the patch to the photo. */
  readonly map: Affine;
  /** x, y of the 478 mesh points. */
  readonly points: Float32Array<ArrayBuffer>;
  readonly eyes: Point;
  readonly interEyePixels: number;
  /** Crown to chin. */
  readonly headPixels: number;
  readonly chinY: number;
}

/**
 * Pixels between the eyes. A head of 34 mm at 300 dpi has about 400 pixels from crown to chin and 105 between the eyes:
 * what cannot be seen at this scale cannot be seen on the print.
 */
const interEyeTarget = 96;

/** Of the head's height: as wide as a passport photo's frame is around its head, a little above the hair, a little under the chin. */
const [halfWidthShare, aboveShare, belowShare] = [0.8, 0.16, 0.2];

/**
 * Take the patch. Never enlarged: a small face stays as small as it is.
 *
 * @throws {Problem} `vision-unavailable`; the signal's reason when aborted.
 */
export async function takePatch({ vision, photo, reading, face, lines, hairTop }: MeasuringSubject, context: ReadContext): Promise<FacePatch> {
  const { vault } = context;
  const { map, width, height, headPixels } = frameHead(lines, hairTop);
  const picture = await takePicture(photo, map, width, height, context);
  const alpha = await takeAlpha(vision, picture, toWorking(map, reading), reading, context);
  const back = invertMap(map);
  return {
    picture,
    alpha: alpha ?? vault.ownPixels({ data: new Uint8Array(width * height), width, height, channels: 1 }),
    hasMatte: alpha !== undefined,
    map,
    points: vault.own(carryMesh(face, invertMap(toWorking(map, reading)))),
    eyes: movePoint(back, lines.eyes),
    interEyePixels: lines.interEyePixels / Math.hypot(map.a, map.c),
    headPixels,
    chinY: movePoint(back, lines.chin).y,
  };
}

/** Erase a patch: it shows a face. */
export function forgetPatch({ picture, alpha, points }: FacePatch, { vault }: ReadContext): void {
  for (const buffer of [picture.data, alpha.data, points]) vault.erase(buffer);
}

/** A mesh point in pixels of the patch. */
export function pointOf({ points }: FacePatch, index: number): Point {
  return { x: points[index * 2] ?? 0, y: points[index * 2 + 1] ?? 0 };
}

/** The rim of an eye as a polygon, the one on the image's left first. */
export function rimOf(patch: FacePatch, eye: 0 | 1): Point[] {
  return eyeRims[eye].map((index) => pointOf(patch, index));
}

function frameHead(lines: HeadLines, hairTop: Point) {
  const scale = Math.max(1, lines.interEyePixels / interEyeTarget);
  const radians = (lines.rollDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) * scale, Math.sin(radians) * scale];
  const downOf = ({ x, y }: Point) => ((y - lines.eyes.y) * cos - (x - lines.eyes.x) * sin) / scale ** 2;
  const [crown, chin, hair] = [downOf(lines.crown), downOf(lines.chin), downOf(hairTop)];
  const headPixels = Math.max(8, chin - crown);
  const [left, top] = [-halfWidthShare * headPixels, Math.min(crown, hair) - aboveShare * headPixels];
  const map: Affine = { a: cos, b: -sin, tx: lines.eyes.x + left * cos - top * sin, c: sin, d: cos, ty: lines.eyes.y + left * sin + top * cos };
  return { map, headPixels, width: Math.round(-2 * left), height: Math.round(chin + belowShare * headPixels - top) };
}

/** Large photos are shrunk by a whole number first: all of a head's pixels through Lanczos would cost more than the rest of the measuring. */
async function takePicture(photo: Pixels<3>, map: Affine, width: number, height: number, { vault, signal }: ReadContext): Promise<Pixels<3>> {
  const by = Math.floor(Math.hypot(map.a, map.c));
  if (by < 2) return warpPixels(photo, map, width, height, 'clamp', vault, signal);
  const box = boxAround(map, width, height, photo, by * 2);
  const small = averageBlocks(photo, box, by, vault);
  const toSmall = joinMaps({ a: 1 / by, b: 0, tx: -box.x / by, c: 0, d: 1 / by, ty: -box.y / by }, map);
  const picture = await warpPixels(small, toSmall, width, height, 'clamp', vault, signal);
  vault.erase(small.data);
  return picture;
}

/** What a map reads of a photo, with a margin. */
function boxAround(map: Affine, width: number, height: number, photo: Pixels, margin: number): Box {
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: 0, y: height }, { x: width, y: height }].map((corner) => movePoint(map, corner));
  const bound = (value: number, most: number) => Math.max(0, Math.min(most, value));
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, top] = [bound(Math.floor(Math.min(...xs) - margin), photo.width - margin), bound(Math.floor(Math.min(...ys) - margin), photo.height - margin)];
  const [right, bottom] = [bound(Math.ceil(Math.max(...xs) + margin), photo.width), bound(Math.ceil(Math.max(...ys) + margin), photo.height)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

async function takeAlpha(vision: Vision, picture: Pixels<3>, map: Affine, { portrait }: PhotoReading, { vault, signal }: ReadContext): Promise<Pixels<1> | undefined> {
  if (!portrait.matte) return undefined;
  const copy = vault.ownPixels({ ...picture, data: picture.data.slice() });
  const { foreground, alpha } = await vision.cut(copy, portrait.matte, map, signal);
  vault.erase(copy.data);
  vault.ownPixels(foreground);
  vault.erase(foreground.data);
  return vault.ownPixels(alpha);
}

function carryMesh({ mesh }: Face, toPatch: Affine): Float32Array<ArrayBuffer> {
  const points = new Float32Array((mesh.length / 3) * 2);
  for (let index = 0; index * 3 < mesh.length; index++) {
    const { x, y } = movePoint(toPatch, { x: mesh[index * 3] ?? 0, y: mesh[index * 3 + 1] ?? 0 });
    points[index * 2] = x;
    points[index * 2 + 1] = y;
  }
  return points;
}
