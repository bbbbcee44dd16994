// Owns holes in the silhouette that the mask cannot see: the wall inside a loop of hair. Refuses holes in faces, clothes, and wherever a colour might be the person's own.

import { headSize } from './mask.ts';
import type { Plane } from './plane.ts';
import { createPlane, shrinkPlane, sumWindows } from './plane.ts';
import type { Face } from './portrait.ts';
import type { Scratch } from './scratch.ts';

const coarse = 2;
// How far from the middle of the face hair is looked at, and how far around a place the wall's colour is gathered; in sizes of the head.
const hairReach = 1.1;
const wallReach = 0.35;
// A wall is known where it is as even as this, and seen where a colour is as near to it as this; of 0..1. Hair shades the wall: it may be so much darker or lighter.
const mostSpread = 0.06;
const nearWall = 0.06;
const darkest = 0.75;
const lightest = 1.2;
// What surrounds an opening must differ from it at least this much, along almost all of its edge.
const edgeContrast = 0.12;
const edgeShare = 0.8;
// A colour that this part of the face, or of the clothes with their folds and the neck, wears as well proves nothing.
const faceShare = 0.03;
const clothesShare = 0.08;
// Openings in squares of the head: smaller is noise, larger is no loop of hair.
const leastArea = 0.0008;
const mostArea = 0.12;
// A face ends where its mesh does, or hardly beyond, but behind a fringe it goes on; an ear behind hair is a shade of the face. In sizes of the face.
const faceMargin = 1.08;
const foreheadGrowth = 1.35;
const earReach = 1.35;
// Hair hangs around the neck down to here under the chin, and from the second on there are clothes; in sizes of the head.
const hairUnderChin = 0.15;
const clothesUnderChin = 0.3;

/**
 * Empty the mask where the background shows through hair, and leave a doubtful edge around.
 *
 * @param guide - RGB, 0..1, of the mask's size.
 * @param scale - Mask pixels for one picture pixel.
 */
export function openHair(guide: Plane, mask: Plane, faces: readonly Face[], scale: number, scratch: Scratch): void {
  const [picture, cover] = [shrinkPlane(guide, coarse, scratch), shrinkPlane(mask, coarse, scratch)];
  for (const face of faces) {
    const place = placeHead(face, scale / coarse);
    const wallLike = findWallLike(picture, cover, place, scratch);
    const seen = scratch.bytes(wallLike.length);
    for (let start = 0; start < wallLike.length; start++) {
      if (!wallLike[start] || seen[start]) continue;
      const opening = collectOpening(wallLike, seen, picture.width, start, scratch);
      if (isOpening(opening, picture, cover, wallLike, place)) empty(mask, opening, picture.width);
    }
  }
}

/** A head on the coarse grid: the ellipse of the face, upright or not, and what lies around. */
interface Head {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly size: number;
  /** From the middle of the eyes to the chin, length 1. */
  readonly down: { readonly x: number; readonly y: number };
  readonly chin: { readonly x: number; readonly y: number };
}

function placeHead(face: Face, scale: number): Head {
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
function faceDistance(head: Head, x: number, y: number): number {
  const isForehead = (x - head.x) * head.down.x + (y - head.y) * head.down.y < 0;
  return Math.sqrt(((x - head.x) / head.radiusX) ** 2 + ((y - head.y) / head.radiusY) ** 2) / (isForehead ? foreheadGrowth : 1);
}

/** How far below the chin a place lies, along the face's own axis. */
function underChin({ chin, down }: Head, x: number, y: number): number {
  return (x - chin.x) * down.x + (y - chin.y) * down.y;
}

/** Marks what the mask gives to the person near a head and what has the colour of an even wall behind it. */
function findWallLike(picture: Plane, cover: Plane, head: Head, scratch: Scratch): Uint8Array {
  const walls = gatherWall(picture, cover, Math.round(wallReach * head.size), scratch);
  const { width, height, data } = picture;
  const marks = scratch.bytes(width * height);
  const [skinRed, skinGreen, skinBlue] = meanSkin(picture, head);
  const reach = hairReach * head.size;
  const [left, right] = [Math.max(0, Math.floor(head.x - reach)), Math.min(width, Math.ceil(head.x + reach))];
  for (let y = Math.max(0, Math.floor(head.y - reach)); y < Math.min(height, head.y + reach); y++) {
    for (let x = left; x < right; x++) {
      const at = y * width + x;
      if (cover.data[at]! < 0.3 || Math.hypot(x - head.x, y - head.y) > reach) continue;
      if (faceDistance(head, x, y) < faceMargin || underChin(head, x, y) > hairUnderChin * head.size) continue;
      const count = walls.data[at * 5]!;
      if (count < leastArea * head.size ** 2) continue;
      const [red, green, blue] = [walls.data[at * 5 + 1]! / count, walls.data[at * 5 + 2]! / count, walls.data[at * 5 + 3]! / count];
      const spread = Math.sqrt(Math.max(0, walls.data[at * 5 + 4]! / count - red * red - green * green - blue * blue));
      const distance = shadeDistance(data, at * 3, red, green, blue);
      const isShadeOfSkin = faceDistance(head, x, y) < earReach && shadeDistance(data, at * 3, skinRed, skinGreen, skinBlue) <= distance;
      if (spread < mostSpread && distance < nearWall && !isShadeOfSkin) marks[at] = 1;
    }
  }
  return marks;
}

/** From a colour to the nearest shade of another. */
function shadeDistance(data: Float32Array, at: number, red: number, green: number, blue: number): number {
  const share = (data[at]! * red + data[at + 1]! * green + data[at + 2]! * blue) / (red * red + green * green + blue * blue);
  const shade = Math.max(darkest, Math.min(lightest, share));
  return Math.sqrt((data[at]! - shade * red) ** 2 + (data[at + 1]! - shade * green) ** 2 + (data[at + 2]! - shade * blue) ** 2);
}

/** The mean colour of the middle of the face. */
function meanSkin({ data, width, height }: Plane, head: Head): readonly [red: number, green: number, blue: number] {
  let [red, green, blue, count] = [0, 0, 0, 1e-6];
  const [left, top] = [Math.max(0, Math.floor(head.x - head.radiusX)), Math.max(0, Math.floor(head.y - head.radiusY))];
  for (let y = top; y < Math.min(height, head.y + head.radiusY); y++) {
    for (let x = left, at = (y * width + x) * 3; x < Math.min(width, head.x + head.radiusX); x++, at += 3) {
      if (faceDistance(head, x, y) > 0.6) continue;
      red += data[at]!;
      green += data[at + 1]!;
      blue += data[at + 2]!;
      count++;
    }
  }
  return [red / count, green / count, blue / count];
}

/** Around each place the sure background: count, R, G, B, sum of squares. */
function gatherWall({ data, width, height }: Plane, cover: Plane, radius: number, scratch: Scratch): Plane {
  const known = createPlane(width, height, 5, scratch);
  for (let at = 0; at < cover.data.length; at++) {
    if (cover.data[at]! > 0.05) continue;
    const [red, green, blue] = [data[at * 3]!, data[at * 3 + 1]!, data[at * 3 + 2]!];
    known.data[at * 5] = 1;
    known.data[at * 5 + 1] = red;
    known.data[at * 5 + 2] = green;
    known.data[at * 5 + 3] = blue;
    known.data[at * 5 + 4] = red * red + green * green + blue * blue;
  }
  return sumWindows(known, radius, scratch);
}

function collectOpening(marks: Uint8Array, seen: Uint8Array, width: number, start: number, scratch: Scratch): Int32Array {
  const found = [start];
  seen[start] = 1;
  for (let next = 0; next < found.length; next++) {
    const at = found[next]!;
    for (const near of [at - 1, at + 1, at - width, at + width]) {
      if (!marks[near] || seen[near]) continue;
      seen[near] = 1;
      found.push(near);
    }
  }
  return scratch.keep(Int32Array.from(found));
}

function isOpening(opening: Int32Array, picture: Plane, cover: Plane, marks: Uint8Array, head: Head): boolean {
  const area = opening.length / head.size ** 2;
  if (area < leastArea || area > mostArea) return false;
  const { data } = picture;
  const mean = (channel: number) => opening.reduce((sum, at) => sum + data[at * 3 + channel]!, 0) / opening.length;
  const [red, green, blue] = [mean(0), mean(1), mean(2)];
  const differs = (at: number) => Math.sqrt((data[at * 3]! - red) ** 2 + (data[at * 3 + 1]! - green) ** 2 + (data[at * 3 + 2]! - blue) ** 2);
  return isFramed(opening, picture, cover, marks, differs) && !isWorn(picture, cover, head, differs);
}

/** Whether something else surrounds it: two pixels beyond its edge, where the edge's own blur has ended. */
function isFramed(opening: Int32Array, { width, height }: Plane, cover: Plane, marks: Uint8Array, differs: (at: number) => number): boolean {
  let [framed, edges] = [0, 0];
  for (const at of opening) {
    const [x, y] = [at % width, Math.floor(at / width)];
    for (const [stepX, stepY] of [[-1, 0], [1, 0], [0, -1], [0, 1]] as const) {
      if (marks[at + stepX + stepY * width]) continue;
      const [u, v] = [x + 2 * stepX, y + 2 * stepY];
      if (u < 0 || v < 0 || u >= width || v >= height) return false;
      const beyond = v * width + u;
      if (marks[beyond]) continue;
      edges++;
      // Through a gap in the loop the wall goes on: that is no frame, but no argument against an opening either.
      if (cover.data[beyond]! < 0.3) edges--;
      else if (Math.max(differs(beyond), differs(at + stepX + stepY * width)) > edgeContrast) framed++;
    }
  }
  return edges > 0 && framed >= edgeShare * edges;
}

/** Whether the face or the clothes wear this colour as well. */
function isWorn({ width, height }: Plane, cover: Plane, head: Head, differs: (at: number) => number): boolean {
  let [face, faceAlike, clothes, clothesAlike] = [0, 0, 0, 0];
  // Every third pixel of every third row is enough to know what is worn.
  for (let y = 0; y < height; y += 3) {
    for (let x = 0, at = y * width; x < width; x += 3, at += 3) {
      if (cover.data[at]! < 0.9) continue;
      const isFace = faceDistance(head, x, y) < 0.9;
      if (!isFace && underChin(head, x, y) < clothesUnderChin * head.size) continue;
      const isAlike = differs(at) < nearWall ? 1 : 0;
      if (isFace) {
        face++;
        faceAlike += isAlike;
      } else {
        clothes++;
        clothesAlike += isAlike;
      }
    }
  }
  return faceAlike > faceShare * face || clothesAlike > clothesShare * clothes;
}

/** Nothing inside, doubt around. */
function empty(mask: Plane, opening: Int32Array, width: number): void {
  const set = (at: number, reach: number, value: number) => {
    const [x, y] = [(at % width) * coarse, Math.floor(at / width) * coarse];
    for (let v = Math.max(0, y - reach); v < Math.min(mask.height, y + coarse + reach); v++) {
      for (let u = Math.max(0, x - reach); u < Math.min(mask.width, x + coarse + reach); u++) mask.data[v * mask.width + u] = Math.min(mask.data[v * mask.width + u]!, value);
    }
  };
  for (const at of opening) set(at, 3, 0.5);
  for (const at of opening) set(at, 0, 0);
}
