// Owns how far a matte is to be trusted. Refuses to change it.

import { headSize } from './mask.ts';
import type { Plane } from './plane.ts';
import type { Face } from './portrait.ts';

// In sizes of the head: how far from the face's middle hair is looked for, and where above it hair is surely found.
const hairReach = 1;
const fringe = [0.5, 0.75] as const;
const fringeWidth = 0.25;
// A colour as near to the hair's, of 0..1, may be hair; where less of the hair has its own middle colour, that colour proves nothing.
const alike = 0.06;
const leastEvenness = 0.5;
const leastSamples = 20;

/** Mean certainty of the mask over the face, where it should be all person, and wherever it hesitates. */
export function rateMask(mask: Plane, face: Face | undefined, scale: number): number {
  const { data, width, height } = mask;
  const counts = { soft: 0, person: 0 };
  for (let y = 0; y < height; y++) countRow(data, y * width, (y + 1) * width, counts);
  const firmness = Math.max(0, 1 - (1.5 * counts.soft) / Math.max(1, counts.person));
  if (!face) return firmness;
  const { box } = face;
  const [left, right] = [firstInside(box.x, width, scale), firstBeyond(box.x + box.width, width, scale)];
  const [top, bottom] = [firstInside(box.y, height, scale), firstBeyond(box.y + box.height, height, scale)];
  let inFace = 0;
  for (let y = top; y < bottom; y++) inFace = addUp(data, y * width + left, y * width + right, inFace);
  const facePixels = Math.max(0, bottom - top) * Math.max(0, right - left);
  return Math.min(firmness, inFace / Math.max(1, facePixels));
}

function countRow(data: Float32Array, from: number, to: number, counts: { soft: number; person: number }): void {
  let [soft, person] = [0, 0];
  for (let at = from; at < to; at++) {
    const value = data[at]!;
    if (value > 0.5) person++;
    if (value > 0.15 && value < 0.85) soft++;
  }
  counts.soft += soft;
  counts.person += person;
}

function firstInside(edge: number, count: number, scale: number): number {
  let index = 0;
  while (index < count && (index + 0.5) / scale < edge) index++;
  return index;
}

function firstBeyond(edge: number, count: number, scale: number): number {
  let index = 0;
  while (index < count && (index + 0.5) / scale <= edge) index++;
  return index;
}

/** Values are added one by one, in the order in which they lie. */
function addUp(data: Float32Array, from: number, to: number, before: number): number {
  let sum = before;
  for (let at = from; at < to; at++) sum += data[at]!;
  return sum;
}

/**
 * How much of what has the colour of the hair above the face lies inside the matte: a mask that takes long hair for the background,
 * or a wall of the same colour, leaves much of it outside. 1 without a face or hair.
 */
export function rateHair({ data }: Plane, alpha: Plane, face: Face | undefined, scale: number): number {
  if (!face) return 1;
  const head = frameHead(face, scale);
  const { left, top, right, bottom } = areaOf(head, alpha);
  const found: number[] = [];
  for (let y = top; y < bottom; y += 2) findFringe(alpha, head, y, left, right, found);
  if (found.length < leastSamples) return 1;
  const [red, green, blue] = [0, 1, 2].map((channel) => middleOf(found.map((at) => data[at * 3 + channel]!))) as [number, number, number];
  const evenness = found.filter((at) => isAlike(data, at * 3, red, green, blue)).length / found.length;
  if (evenness < leastEvenness) return 1;
  const hair = { inside: 0, outside: 0 };
  for (let y = top; y < bottom; y += 2) weighHair(data, alpha, head, y, left, right, red, green, blue, hair);
  return hair.inside + hair.outside === 0 ? 1 : hair.inside / (hair.inside + hair.outside);
}

/** The middle of a face in pixels, the direction down its axis, and the size of its head. */
interface HeadFrame {
  readonly x: number;
  readonly y: number;
  readonly downX: number;
  readonly downY: number;
  readonly size: number;
}

function frameHead(face: Face, scale: number): HeadFrame {
  const { box, eyes, chin } = face;
  const length = Math.hypot(chin.x - eyes.x, chin.y - eyes.y);
  return {
    x: (box.x + box.width / 2) * scale,
    y: (box.y + box.height / 2) * scale,
    downX: (chin.x - eyes.x) / length,
    downY: (chin.y - eyes.y) / length,
    size: headSize(face) * scale,
  };
}

function areaOf({ x, y, size }: HeadFrame, { width, height }: Plane) {
  const reach = hairReach * size;
  return { left: Math.max(0, Math.floor(x - reach)), top: Math.max(0, Math.floor(y - reach)), right: Math.min(width, x + reach), bottom: Math.min(height, y + reach) };
}

/** Distances from the middle of a face in sizes of its head, along and across its own axis. */
function heightOf(head: HeadFrame, x: number, y: number): number {
  return -((x - head.x) * head.downX + (y - head.y) * head.downY) / head.size;
}

function asideOf(head: HeadFrame, x: number, y: number): number {
  return ((x - head.x) * head.downY - (y - head.y) * head.downX) / head.size;
}

function distanceOf(head: HeadFrame, x: number, y: number): number {
  return Math.sqrt((x - head.x) ** 2 + (y - head.y) ** 2) / head.size;
}

function isAlike(data: Float32Array, at: number, red: number, green: number, blue: number): boolean {
  return Math.sqrt((data[at]! - red) ** 2 + (data[at + 1]! - green) ** 2 + (data[at + 2]! - blue) ** 2) < alike;
}

/** Every second pixel of every second row is enough to know what hair is like, and where. */
function findFringe({ data, width }: Plane, head: HeadFrame, y: number, left: number, right: number, found: number[]): void {
  for (let x = left; x < right; x += 2) {
    if (data[y * width + x]! <= 0.95 || Math.abs(asideOf(head, x, y)) >= fringeWidth) continue;
    const above = heightOf(head, x, y);
    if (above > fringe[0] && above < fringe[1]) found.push(y * width + x);
  }
}

function weighHair(data: Float32Array, alpha: Plane, head: HeadFrame, y: number, left: number, right: number, red: number, green: number, blue: number, hair: { inside: number; outside: number }): void {
  for (let x = left, at = y * alpha.width + left; x < right; x += 2, at += 2) {
    if (!isAlike(data, at * 3, red, green, blue)) continue;
    if (distanceOf(head, x, y) > hairReach || heightOf(head, x, y) < -hairReach) continue;
    hair.inside += alpha.data[at]!;
    hair.outside += 1 - alpha.data[at]!;
  }
}

function middleOf(values: number[]): number {
  const middle = values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
  // Colours of the picture: no array of them outlives its use.
  values.fill(0);
  return middle;
}
