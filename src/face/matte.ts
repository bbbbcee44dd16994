// Owns solving a matte: mask, choice of people, edges, colours, and how far to trust it. Refuses output sizes: see cut.ts.

import type { Box, Point } from '../photo/pixels.ts';
import { estimateColours } from './colours.ts';
import { headSize, maskPeople } from './mask.ts';
import { openHair } from './openings.ts';
import { keepPeople } from './people.ts';
import type { Plane } from './plane.ts';
import { gridShrink, shrinkPlane } from './plane.ts';
import type { Face, MatteSolution, Portrait } from './portrait.ts';
import type { Pyramid } from './pyramid.ts';
import { sampleView } from './pyramid.ts';
import { rateHair, rateMask } from './trust.ts';
import { refineMask } from './refine.ts';
import type { RunnableModel } from './runtime.ts';
import type { Scratch } from './scratch.ts';

// Beyond this the edge gains little and the time doubles.
const longestSide = 640;

/** The grid a matte is solved on, for a working picture. */
export function gridOf({ width, height }: Pick<Pyramid, 'width' | 'height'>): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Solve a matte; undefined when there is no person. */
export async function solveMatte(model: RunnableModel, pyramid: Pyramid, faces: readonly Face[], turn: Portrait['turn'], scratch: Scratch): Promise<MatteSolution | undefined> {
  const grid = gridOf(pyramid);
  const scale = Math.max(grid.width, grid.height) / Math.max(pyramid.width, pyramid.height);
  const mask = await maskPeople(model, pyramid, faces, turn, grid, scratch);
  if (!keepPeople(mask, faces, scale, scratch)) return undefined;
  scratch.step();
  const guide = shrinkPicture(pyramid, grid, scratch);
  const head = faces[0] ? headSize(faces[0]) * scale : Math.min(grid.width, grid.height) / 4;
  const smallGuide = shrinkPlane(guide, gridShrink, scratch);
  openHair(smallGuide, mask, faces, scale, scratch);
  const { functions, alpha } = refineMask(guide, smallGuide, mask, head, scratch);
  scratch.step();
  const colours = estimateColours(smallGuide, shrinkPlane(alpha, gridShrink, scratch), scratch);
  scratch.step();
  const subject = boxOf(alpha, 1 / scale);
  if (!subject) return undefined;
  return {
    width: pyramid.width,
    height: pyramid.height,
    buffers: [scratch.release(functions.data), scratch.release(colours.data)],
    subject,
    crown: findCrown(alpha, faces[0], turn, 1 / scale),
    confidence: Math.min(rateMask(mask, faces[0], scale), rateHair(guide, alpha, faces[0], scale)),
  };
}

function shrinkPicture(pyramid: Pyramid, grid: { width: number; height: number }, scratch: Scratch): Plane {
  const map = { a: pyramid.width / grid.width, b: 0, tx: 0, c: 0, d: pyramid.height / grid.height, ty: 0 };
  return { ...grid, channels: 3, data: sampleView(pyramid, { map, ...grid, low: 0, high: 1 }, scratch) };
}

/** The box of what is more person than not, in picture pixels. */
function boxOf({ data, width, height }: Plane, grow: number): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    const first = firstSolid(data, y * width, width);
    if (first === width) continue;
    left = Math.min(left, first);
    right = Math.max(right, lastSolid(data, y * width, width));
    top = Math.min(top, y);
    bottom = y;
  }
  if (right < 0) return undefined;
  return { x: left * grow, y: top * grow, width: (right + 1 - left) * grow, height: (bottom + 1 - top) * grow };
}

function firstSolid(data: Float32Array, row: number, width: number): number {
  let x = 0;
  while (x < width && data[row + x]! <= 0.5) x++;
  return x;
}

function lastSolid(data: Float32Array, row: number, width: number): number {
  let x = width - 1;
  while (x >= 0 && data[row + x]! <= 0.5) x--;
  return x;
}

/**
 * The last opaque point above a face, going up through the middle half of the head;
 * hair that stands off by some pixels still counts.
 */
function findCrown(alpha: Plane, face: Face | undefined, turn: Portrait['turn'], grow: number): Point {
  const angle = (turn * Math.PI) / 180;
  const from = face ? { x: face.eyes.x / grow, y: face.eyes.y / grow } : undefined;
  const axis = {
    x: from?.x ?? 0,
    y: from?.y ?? 0,
    upX: -Math.round(Math.sin(angle)),
    upY: -Math.round(Math.cos(angle)),
    reach: face ? (0.25 * headSize(face)) / grow : Infinity,
  };
  let [best, at] = [-Infinity, from ?? { x: 0, y: 0 }];
  for (let y = 0; y < alpha.height; y++) {
    const x = highestInRow(alpha.data, y * alpha.width, alpha.width, y, axis, best);
    if (x < 0) continue;
    best = heightAlong(axis, x, y);
    at = { x, y };
  }
  return { x: (at.x + 0.5) * grow, y: (at.y + 0.5) * grow };
}

/** Where a head's height is measured: from its eyes, upwards, as far to both sides as it may lie. */
interface Axis extends Point {
  readonly upX: number;
  readonly upY: number;
  readonly reach: number;
}

/** The column of the first solid point that lies higher than any before and than the others of its row; −1 when none does. */
function highestInRow(data: Float32Array, row: number, width: number, y: number, axis: Axis, least: number): number {
  let [found, best] = [-1, least];
  for (let x = 0; x < width; x++) {
    if (data[row + x]! <= 0.5) continue;
    const height = heightAlong(axis, x, y);
    if (height <= best || Math.abs((x - axis.x) * axis.upY - (y - axis.y) * axis.upX) > axis.reach) continue;
    found = x;
    best = height;
  }
  return found;
}

function heightAlong(axis: Axis, x: number, y: number): number {
  return (x - axis.x) * axis.upX + (y - axis.y) * axis.upY;
}
