// Owns holes in the silhouette that the mask cannot see: the wall inside a loop of hair. Refuses holes in faces, clothes, and wherever a colour might be the person's own.

import type { Head } from './head-ellipse.ts';
import { faceDistance, placeHead, underChin } from './head-ellipse.ts';
import type { Plane } from './plane.ts';
import { gridShrink, shrinkPlane } from './plane.ts';
import type { Face } from './portrait.ts';
import type { Scratch } from './scratch.ts';
import { findWallLike, leastArea, nearWall } from './wall.ts';

// What surrounds an opening must differ from it at least this much, along almost all of its edge.
const edgeContrast = 0.12;
const edgeShare = 0.8;
// A colour that this part of the face, or of the clothes with their folds and the neck, wears as well proves nothing.
const faceShare = 0.03;
const clothesShare = 0.08;
// In squares of the head: larger is no loop of hair.
const mostArea = 0.12;
// From here under the chin on there are clothes; in sizes of the head.
const clothesUnderChin = 0.3;

/**
 * Empty the mask where the background shows through hair, and leave a doubtful edge around.
 *
 * @param picture - RGB, 0..1, of the mask's size shrunk by `gridShrink`.
 * @param scale - Mask pixels for one picture pixel.
 */
export function openHair(picture: Plane, mask: Plane, faces: readonly Face[], scale: number, scratch: Scratch): void {
  const cover = shrinkPlane(mask, gridShrink, scratch);
  for (const face of faces) {
    const place = placeHead(face, scale / gridShrink);
    const wallLike = findWallLike(picture, cover, place, scratch);
    const seen = scratch.bytes(wallLike.length);
    for (let start = nextMark(wallLike, seen, 0); start >= 0; start = nextMark(wallLike, seen, start)) {
      const opening = collectOpening(wallLike, seen, picture.width, start, scratch);
      if (isOpening(opening, picture, cover, wallLike, place)) empty(mask, opening, picture.width);
    }
  }
  scratch.drop(cover.data);
}

/** The next marked place that was not seen; −1 when there is none. */
function nextMark(marks: Uint8Array, seen: Uint8Array, start: number): number {
  let at = marks.indexOf(1, start);
  while (at >= 0 && seen[at]) at = marks.indexOf(1, at + 1);
  return at;
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
    const [x, y] = [(at % width) * gridShrink, Math.floor(at / width) * gridShrink];
    for (let v = Math.max(0, y - reach); v < Math.min(mask.height, y + gridShrink + reach); v++) {
      for (let u = Math.max(0, x - reach); u < Math.min(mask.width, x + gridShrink + reach); u++) mask.data[v * mask.width + u] = Math.min(mask.data[v * mask.width + u]!, value);
    }
  };
  for (const at of opening) set(at, 3, 0.5);
  for (const at of opening) set(at, 0, 0);
}
