// Owns finding faces in one square of a picture with the two detectors. Refuses to decide whether a find is a face: the mesh does.

import type { Point } from '../photo/pixels.ts';
import type { Frame } from './frame.ts';
import { movePoint } from '../photo/affine.ts';
import { mapFrame } from './frame.ts';
import type { Pyramid } from './pyramid.ts';
import { sampleView } from './pyramid.ts';
import type { RunnableModel } from './runtime.ts';
import type { Scratch } from './scratch.ts';

/** A find, in picture pixels. */
export interface Detection {
  /** Centre and side lengths along the axes of the frame it was found in. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Eyes on the left and right of the frame. */
  readonly eyes: readonly [Point, Point];
  readonly score: number;
}

/** The two detectors: `short` is trained on near faces, `full` on those up to 5 m away. */
export interface Detectors {
  readonly short: RunnableModel;
  readonly full: RunnableModel;
}

interface Grid {
  readonly side: number;
  readonly boxes: number;
}

const shortInput = 128;
const fullInput = 192;
const shortGrids: readonly Grid[] = [{ side: 16, boxes: 2 }, { side: 8, boxes: 6 }];
const fullGrids: readonly Grid[] = [{ side: 48, boxes: 1 }];
// The thresholds of the published solutions.
const shortScore = 0.5;
const fullScore = 0.6;
const overlapShare = 0.3;
// Box, then six keypoints, of which the first two are the eyes.
const rowLength = 16;

/** Find faces in a square frame; faces must be about upright in it. */
export async function detectFaces(detectors: Detectors, pyramid: Pyramid, frame: Frame, scratch: Scratch): Promise<Detection[]> {
  const near = await runDetector(detectors.short, pyramid, frame, shortInput, shortGrids, shortScore, scratch);
  scratch.step();
  const far = await runDetector(detectors.full, pyramid, frame, fullInput, fullGrids, fullScore, scratch);
  scratch.step();
  const isNew = (find: Detection) => near.every((other) => distance(find, other) > 0.5 * Math.max(find.width, other.width));
  return [...near, ...far.filter(isNew)];
}

async function runDetector(model: RunnableModel, pyramid: Pyramid, frame: Frame, side: number, grids: readonly Grid[], least: number, scratch: Scratch) {
  const map = mapFrame(frame, side, side);
  const data = sampleView(pyramid, { map, width: side, height: side, low: -1, high: 1 }, scratch);
  const [rows, logits] = await model.run([{ data, shape: [1, side, side, 3] }]);
  scratch.drop(data);
  if (!rows || !logits) return [];
  const finds = readRows(scratch.keep(rows), scratch.keep(logits), grids, least, side);
  return mergeOverlaps(finds).map((find) => toPicture(find, frame, side));
}

/** Finds in pixels of the model's input. */
function readRows(rows: Float32Array, logits: Float32Array, grids: readonly Grid[], least: number, side: number): Detection[] {
  const finds: Detection[] = [];
  let first = 0;
  for (const grid of grids) {
    const end = first + grid.side * grid.side * grid.boxes;
    for (let row = nextScored(logits, first, end, least); row < end; row = nextScored(logits, row + 1, end, least)) {
      finds.push(readRow(rows, row, anchorOf(row - first, grid, side), scoreOf(logits[row]!)));
    }
    first = end;
  }
  return finds;
}

function nextScored(logits: Float32Array, start: number, end: number, least: number): number {
  let row = start;
  while (row < end && scoreOf(logits[row]!) < least) row++;
  return row;
}

function scoreOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function anchorOf(place: number, grid: Grid, side: number): Point {
  const cell = side / grid.side;
  const index = Math.floor(place / grid.boxes);
  return { x: ((index % grid.side) + 0.5) * cell, y: (Math.floor(index / grid.side) + 0.5) * cell };
}

function readRow(rows: Float32Array, row: number, anchor: Point, score: number): Detection {
  const at = (offset: number) => rows[row * rowLength + offset]!;
  const eye = (first: number) => ({ x: at(first) + anchor.x, y: at(first + 1) + anchor.y });
  return { x: at(0) + anchor.x, y: at(1) + anchor.y, width: at(2), height: at(3), eyes: [eye(4), eye(6)], score };
}

/** Weighted non-maximum suppression: finds that overlap the best one are averaged by score. */
function mergeOverlaps(finds: Detection[]): Detection[] {
  let left = finds.toSorted((one, other) => other.score - one.score);
  const merged: Detection[] = [];
  for (let best = left[0]; best; best = left[0]) {
    const top = best;
    const group = left.filter((find) => find === top || overlap(find, top) > overlapShare);
    merged.push(average(group, top.score));
    left = left.filter((find) => !group.includes(find));
  }
  return merged;
}

function average(group: readonly Detection[], score: number): Detection {
  const total = group.reduce((sum, find) => sum + find.score, 0);
  const mean = (value: (find: Detection) => number) => group.reduce((sum, find) => sum + value(find) * find.score, 0) / total;
  const eye = (side: 0 | 1) => ({ x: mean((find) => find.eyes[side].x), y: mean((find) => find.eyes[side].y) });
  return {
    x: mean((find) => find.x),
    y: mean((find) => find.y),
    width: mean((find) => find.width),
    height: mean((find) => find.height),
    eyes: [eye(0), eye(1)],
    score,
  };
}

function toPicture(find: Detection, frame: Frame, side: number): Detection {
  const map = mapFrame(frame, side, side);
  const centre = movePoint(map, find);
  return {
    ...centre,
    width: (find.width * frame.width) / side,
    height: (find.height * frame.height) / side,
    eyes: [movePoint(map, find.eyes[0]), movePoint(map, find.eyes[1])],
    score: find.score,
  };
}

/** Intersection over union of two finds, as if both were upright. */
export function overlap(one: Detection, other: Detection): number {
  const width = Math.min(one.x + one.width / 2, other.x + other.width / 2) - Math.max(one.x - one.width / 2, other.x - other.width / 2);
  const height = Math.min(one.y + one.height / 2, other.y + other.height / 2) - Math.max(one.y - one.height / 2, other.y - other.height / 2);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
