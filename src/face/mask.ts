// Owns the person mask: several looks with the segmentation model, laid over one another. Refuses to choose among people.

import type { Affine, Pixels } from '../photo/pixels.ts';
import type { Frame } from './frame.ts';
import { invertMap, joinMaps } from '../photo/affine.ts';
import { mapFrame } from './frame.ts';
import type { Plane } from './plane.ts';
import { createPlane } from './plane.ts';
import type { Face, Portrait } from './portrait.ts';
import type { Pyramid } from './pyramid.ts';
import { sampleView } from './pyramid.ts';
import type { RunnableModel } from './runtime.ts';
import type { Scratch } from './scratch.ts';

const side = 256;
// How much of a look fades at an edge that is not the picture's.
const fadeShare = 0.08;
const openEdge = 1e-3;
// Looks at a head, in sizes of the head: the body with it, the head, and again more closely as a second opinion.
const looks: readonly HeadLook[] = [
  { above: 1.6, reach: 2.5, share: 1 },
  { above: 1.35, reach: 1.4, share: 1 },
  { above: 0.95, reach: 0.9, share: 0.5 },
];
// Heads looked at one by one: no smaller than this beside the largest, and no more than these.
const leastShare = 0.35;
const mostHeads = 6;
// A detector's box covers brow to chin; the head is larger.
const headOverBox = 1.4;

interface HeadLook {
  /** How far the look reaches above the middle of the face, and to both sides; it is a square. */
  readonly above: number;
  readonly reach: number;
  /** How much it counts over the looks before it. */
  readonly share: number;
}

interface Look {
  readonly frame: Frame;
  /** Which edges end inside the picture: left, top, right, bottom of the turned look. */
  readonly open: readonly [boolean, boolean, boolean, boolean];
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How much a look at one head counts at a place in the picture; in picture pixels. */
interface Realm {
  readonly share: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** X and y of the other heads' middles, one after another. */
  readonly others: Float64Array;
}

const everywhere: Realm = { share: 1, x: 0, y: 0, size: 0, others: new Float64Array(0) };

function realmOf(face: Face, all: readonly Face[], share: number): Realm {
  const middle = ({ box }: Face) => [box.x + box.width / 2, box.y + box.height / 2] as const;
  const [x, y] = middle(face);
  const others = Float64Array.from(all.filter((other) => other !== face).flatMap(middle));
  return { share, x, y, size: headSize(face), others };
}

/** By what the look would change: a neighbour's half is the neighbour's own look's. */
function shareAt({ share, x: ownX, y: ownY, size, others }: Realm, x: number, y: number, isLess: boolean): number {
  if (others.length === 0) return share;
  const distance = Math.hypot(x - ownX, y - ownY);
  // Where two bodies meet, a look at one head takes the other's arm for background: beyond its head it only adds.
  if (isLess && distance > size) return 0;
  let nearest = Infinity;
  for (let at = 0; at < others.length; at += 2) nearest = Math.min(nearest, Math.hypot(x - others[at]!, y - others[at + 1]!));
  return share * Math.max(0, Math.min(1, (nearest - distance) / (0.4 * size) + 0.5));
}

/** The size of a face's head, in picture pixels. */
export function headSize({ box }: Face): number {
  return headOverBox * Math.max(box.width, box.height);
}

/**
 * Mask the people of a picture.
 *
 * @param grid - Size of the mask wanted; it covers the whole picture.
 * @param turn - Clockwise quarter turns that bring the people upright: the model knows no others.
 */
export async function maskPeople(model: RunnableModel, pyramid: Pyramid, faces: readonly Face[], turn: Portrait['turn'], grid: Pick<Pixels, 'width' | 'height'>, scratch: Scratch): Promise<Plane> {
  const mask = createPlane(grid.width, grid.height, 1, scratch);
  const upright = uprightSize(pyramid, turn);
  const whole = { left: 0, top: 0, right: upright.width, bottom: upright.height };
  await layLook(model, pyramid, turnedLook(whole, pyramid, turn), mask, everywhere, scratch);
  const seen = faces.filter((face) => headSize(face) >= leastShare * headSize(faces[0]!)).slice(0, mostHeads);
  for (const look of looks) {
    for (const face of seen) {
      const area = areaOfFace(face, look, pyramid, turn);
      const isWhole = area.left <= 0 && area.top <= 0 && area.right >= whole.right && area.bottom >= whole.bottom;
      if (isWhole) continue;
      const realm = realmOf(face, seen, look.share);
      await layLook(model, pyramid, turnedLook(area, pyramid, turn), mask, realm, scratch);
    }
  }
  if (faces.length === 0) await lookCloser(model, pyramid, turn, mask, scratch);
  return mask;
}

/** Without a face to aim at, look once more at what the first look found. */
async function lookCloser(model: RunnableModel, pyramid: Pyramid, turn: Portrait['turn'], mask: Plane, scratch: Scratch): Promise<void> {
  if (turn !== 0) return;
  let [left, top, right, bottom] = [mask.width, mask.height, 0, 0];
  for (let index = 0; index < mask.data.length; index++) {
    if (mask.data[index]! < 0.5) continue;
    const [x, y] = [index % mask.width, Math.floor(index / mask.width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  if (right <= left || bottom <= top) return;
  const grow = pyramid.width / mask.width;
  const margin = 0.15 * Math.max(right - left, bottom - top);
  const area = clampArea({ left: (left - margin) * grow, top: (top - margin) * grow, right: (right + margin) * grow, bottom: (bottom + margin) * grow }, pyramid);
  await layLook(model, pyramid, turnedLook(area, pyramid, turn), mask, everywhere, scratch);
}

function uprightSize({ width, height }: Pick<Pyramid, 'width' | 'height'>, turn: Portrait['turn']) {
  return turn === 90 || turn === 270 ? { width: height, height: width } : { width, height };
}

/** The square around a head in the upright picture, cut at its edges. */
function areaOfFace(face: Face, look: (typeof looks)[number], pyramid: Pyramid, turn: Portrait['turn']): Area {
  const size = headSize(face);
  const middle = { x: face.box.x + face.box.width / 2, y: face.box.y + face.box.height / 2 };
  const upright = uprightSize(pyramid, turn);
  const [cosine, sine] = quarter(turn);
  const [fromX, fromY] = [middle.x - pyramid.width / 2, middle.y - pyramid.height / 2];
  const x = upright.width / 2 + cosine * fromX - sine * fromY;
  const y = upright.height / 2 + sine * fromX + cosine * fromY;
  const top = y - look.above * size;
  return clampArea({ left: x - look.reach * size, top, right: x + look.reach * size, bottom: top + 2 * look.reach * size }, upright);
}

function clampArea(area: Area, { width, height }: Pick<Pyramid, 'width' | 'height'>): Area {
  return { left: Math.max(0, area.left), top: Math.max(0, area.top), right: Math.min(width, area.right), bottom: Math.min(height, area.bottom) };
}

function quarter(turn: Portrait['turn']): readonly [cosine: number, sine: number] {
  const angle = (turn * Math.PI) / 180;
  return [Math.round(Math.cos(angle)), Math.round(Math.sin(angle))];
}

function turnedLook(area: Area, pyramid: Pyramid, turn: Portrait['turn']): Look {
  const upright = uprightSize(pyramid, turn);
  const [cosine, sine] = quarter(turn);
  const fromX = (area.left + area.right - upright.width) / 2;
  const fromY = (area.top + area.bottom - upright.height) / 2;
  return {
    frame: {
      x: pyramid.width / 2 + cosine * fromX + sine * fromY,
      y: pyramid.height / 2 - sine * fromX + cosine * fromY,
      width: area.right - area.left,
      height: area.bottom - area.top,
      angle: (-turn * Math.PI) / 180,
    },
    open: [area.left > openEdge, area.top > openEdge, area.right < upright.width - openEdge, area.bottom < upright.height - openEdge],
  };
}

async function layLook(model: RunnableModel, pyramid: Pyramid, { frame, open }: Look, mask: Plane, realm: Realm, scratch: Scratch): Promise<void> {
  const map = mapFrame(frame, side, side);
  const data = sampleView(pyramid, { map, width: side, height: side, low: 0, high: 1 }, scratch);
  const [seen] = await model.run([{ data, shape: [1, side, side, 3] }]);
  scratch.drop(data);
  if (!seen) throw new Error('The person mask has no output');
  scratch.keep(seen);
  const grow = { a: pyramid.width / mask.width, b: 0, tx: 0, c: 0, d: pyramid.height / mask.height, ty: 0 };
  const layer = { seen, open, realm, grow, back: joinMaps(invertMap(map), grow) };
  for (let y = 0; y < mask.height; y++) layRow(layer, mask.data, y * mask.width, mask.width, y);
  scratch.step();
}

/** What a look saw, and the maps from the mask's pixels to the picture and back to the look. */
interface Layer {
  readonly seen: Float32Array;
  readonly open: Look['open'];
  readonly realm: Realm;
  readonly grow: Affine;
  readonly back: Affine;
}

function layRow({ seen, open, realm, grow, back }: Layer, mask: Float32Array, start: number, width: number, y: number): void {
  for (let x = 0; x < width; x++) {
    const u = back.a * (x + 0.5) + back.b * (y + 0.5) + back.tx;
    const v = back.c * (x + 0.5) + back.d * (y + 0.5) + back.ty;
    if (u < 0 || v < 0 || u > side || v > side) continue;
    const value = bilinear(seen, u - 0.5, v - 0.5);
    const old = mask[start + x]!;
    const share = shareAt(realm, (x + 0.5) * grow.a, (y + 0.5) * grow.d, value < old);
    const weight = share * fade(open[0] ? u : side) * fade(open[1] ? v : side) * fade(open[2] ? side - u : side) * fade(open[3] ? side - v : side);
    mask[start + x] = old * (1 - weight) + weight * value;
  }
}

function fade(distance: number): number {
  const part = distance / (fadeShare * side);
  return part >= 1 ? 1 : part;
}

function bilinear(data: Float32Array, x: number, y: number): number {
  const insideX = Math.max(0, Math.min(side - 1, x));
  const insideY = Math.max(0, Math.min(side - 1, y));
  const left = insideX | 0;
  const top = insideY | 0;
  const right = Math.min(side - 1, left + 1);
  const below = Math.min(side - 1, top + 1);
  const partX = insideX - left;
  const partY = insideY - top;
  const upper = data[top * side + left]! * (1 - partX) + data[top * side + right]! * partX;
  const lower = data[below * side + left]! * (1 - partX) + data[below * side + right]! * partX;
  return upper * (1 - partY) + lower * partY;
}
