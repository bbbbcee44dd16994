// Owns telling where the even wall behind is seen near a head, inside what the mask gives to the person. Refuses to decide which of it is an opening.

import type { Head } from './head-ellipse.ts';
import { faceDistance, underChin } from './head-ellipse.ts';
import type { Plane } from './plane.ts';
import { createPlane, sumWindows } from './plane.ts';
import type { Scratch } from './scratch.ts';

// How far from the middle of the face hair is looked at, and how far around a place the wall's colour is gathered; in sizes of the head.
const hairReach = 1.1;
const wallReach = 0.35;
// A wall is known where it is as even as this, of 0..1. Hair shades it: it may be so much darker or lighter.
const mostSpread = 0.06;
const darkest = 0.75;
const lightest = 1.2;
// A face ends where its mesh does, or hardly beyond; an ear behind hair is a shade of the face. In sizes of the face.
const faceMargin = 1.08;
const earReach = 1.35;
// Hair hangs around the neck down to here under the chin; in sizes of the head.
const hairUnderChin = 0.15;
/** A colour as near to a wall's, of 0..1, may be the wall's. */
export const nearWall = 0.06;
/** In squares of the head: less is noise. */
export const leastArea = 0.0008;

/** Marks what the mask gives to the person near a head and what has the colour of an even wall behind it. */
export function findWallLike(picture: Plane, cover: Plane, head: Head, scratch: Scratch): Uint8Array {
  const walls = gatherWall(picture, cover, Math.round(wallReach * head.size), scratch);
  const { width, height } = picture;
  const marks = scratch.bytes(width * height);
  const reach = hairReach * head.size;
  const [left, right] = [Math.max(0, Math.floor(head.x - reach)), Math.min(width, Math.ceil(head.x + reach))];
  const sight = { colours: picture.data, cover: cover.data, walls: walls.data, width, skin: meanSkin(picture, head, scratch), head };
  for (let y = Math.max(0, Math.floor(head.y - reach)); y < Math.min(height, head.y + reach); y++) markRow(sight, y, left, right, marks);
  scratch.drop(walls.data);
  return marks;
}

/** What is seen around a head. */
interface Sight {
  readonly colours: Float32Array;
  readonly cover: Float32Array;
  readonly walls: Float32Array;
  readonly width: number;
  readonly skin: Float64Array;
  readonly head: Head;
}

function markRow({ colours, cover, walls, width, skin, head }: Sight, y: number, left: number, right: number, marks: Uint8Array): void {
  const reach = hairReach * head.size;
  const leastCount = leastArea * head.size ** 2;
  for (let x = left; x < right; x++) {
    const at = y * width + x;
    if (cover[at]! < 0.3 || walls[at * perWall]! < leastCount || Math.hypot(x - head.x, y - head.y) > reach) continue;
    const fromFace = faceDistance(head, x, y);
    if (fromFace < faceMargin || underChin(head, x, y) > hairUnderChin * head.size) continue;
    if (isWallLike(colours, at * 3, walls, at * perWall, skin, fromFace < earReach)) marks[at] = 1;
  }
}

/** Whether a colour is that of an even wall around it, and no shade of skin where an ear may be. */
function isWallLike(colours: Float32Array, at: number, walls: Float32Array, wall: number, skin: Float64Array, isNearFace: boolean): boolean {
  const count = walls[wall]!;
  const red = walls[wall + 1]! / count;
  const green = walls[wall + 2]! / count;
  const blue = walls[wall + 3]! / count;
  const spread = Math.sqrt(Math.max(0, walls[wall + 4]! / count - red * red - green * green - blue * blue));
  if (!(spread < mostSpread)) return false;
  const distance = shadeDistance(colours, at, red, green, blue);
  if (!(distance < nearWall)) return false;
  return !(isNearFace && shadeDistance(colours, at, skin[0]!, skin[1]!, skin[2]!) <= distance);
}

/** From a colour to the nearest shade of another. */
function shadeDistance(data: Float32Array, at: number, red: number, green: number, blue: number): number {
  const share = (data[at]! * red + data[at + 1]! * green + data[at + 2]! * blue) / (red * red + green * green + blue * blue);
  const shade = Math.max(darkest, Math.min(lightest, share));
  return Math.sqrt((data[at]! - shade * red) ** 2 + (data[at + 1]! - shade * green) ** 2 + (data[at + 2]! - shade * blue) ** 2);
}

/** The mean colour of the middle of the face: red, green, blue. */
function meanSkin({ data, width, height }: Plane, head: Head, scratch: Scratch): Float64Array {
  const sums = scratch.keep(Float64Array.of(0, 0, 0, 1e-6));
  const [left, right] = [Math.max(0, Math.floor(head.x - head.radiusX)), Math.min(width, head.x + head.radiusX)];
  for (let y = Math.max(0, Math.floor(head.y - head.radiusY)); y < Math.min(height, head.y + head.radiusY); y++) addSkin(data, width, y, left, right, head, sums);
  return scratch.keep(sums.map((sum) => sum / sums[3]!));
}

function addSkin(data: Float32Array, width: number, y: number, left: number, right: number, head: Head, sums: Float64Array): void {
  for (let x = left, at = (y * width + x) * 3; x < right; x++, at += 3) {
    if (faceDistance(head, x, y) > 0.6) continue;
    sums[0] = sums[0]! + data[at]!;
    sums[1] = sums[1]! + data[at + 1]!;
    sums[2] = sums[2]! + data[at + 2]!;
    sums[3] = sums[3]! + 1;
  }
}

const perWall = 5;

/** Around each place the sure background: count, R, G, B, sum of squares. */
function gatherWall({ data, width, height }: Plane, cover: Plane, radius: number, scratch: Scratch): Plane {
  const known = createPlane(width, height, perWall, scratch);
  for (let from = 0; from < cover.data.length; from += width) gatherRow(data, cover.data, from, from + width, known.data);
  const sums = sumWindows(known, radius, scratch);
  scratch.drop(known.data);
  return sums;
}

function gatherRow(data: Float32Array, cover: Float32Array, from: number, end: number, known: Float32Array): void {
  for (let at = from; at < end; at++) {
    if (cover[at]! > 0.05) continue;
    const red = data[at * 3]!;
    const green = data[at * 3 + 1]!;
    const blue = data[at * 3 + 2]!;
    const to = at * perWall;
    known[to] = 1;
    known[to + 1] = red;
    known[to + 2] = green;
    known[to + 3] = blue;
    known[to + 4] = red * red + green * green + blue * blue;
  }
}
