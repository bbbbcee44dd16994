// Owns where the photo, the frame and the lines lie while they are looked at. Refuses the DOM: points and numbers only.

import type { HeadLines, PhotoMeasures } from '../../src/documents/measures.ts';
import type { DocumentPlacement } from '../../src/documents/placement.ts';
import type { Point } from '../../src/photo/pixels.ts';
import type { PhotoWindow } from '../state.ts';

/** A level rectangle of the photo: what is shown of it. Points in pixels of the upright photo. */
export interface View {
  readonly topLeft: Point;
  readonly topRight: Point;
  readonly bottomLeft: Point;
}

/** Around the frame, as a share of its longer side: room for the handles, and for what will be cut off. */
const margin = 0.16;

/** Look at the frame, with a margin around it. */
export function viewFrame({ corners }: DocumentPlacement): View {
  const [topLeft, topRight, bottomLeft] = corners;
  const right = minus(topRight, topLeft);
  const down = minus(bottomLeft, topLeft);
  const around = margin * Math.max(length(right), length(down));
  const at = (across: number, along: number) =>
    plus(topLeft, plus(scale(right, across), scale(down, along)));
  const [x, y] = [around / length(right), around / length(down)];
  return { topLeft: at(-x, -y), topRight: at(1 + x, -y), bottomLeft: at(-x, 1 + y) };
}

/** Width over height. */
export function ratioOf({ topLeft, topRight, bottomLeft }: View): number {
  return length(minus(topRight, topLeft)) / length(minus(bottomLeft, topLeft));
}

/** Where a point of the photo is in the view, in fractions of its width and height. */
export function project({ topLeft, topRight, bottomLeft }: View, point: Point): Point {
  const right = minus(topRight, topLeft);
  const down = minus(bottomLeft, topLeft);
  const from = minus(point, topLeft);
  return { x: dot(from, right) / dot(right, right), y: dot(from, down) / dot(down, down) };
}

/** The y, in pixels of the photo, of the point of the head's axis that stands this far down in the view. */
export function axisYAt(view: View, lines: HeadLines, down: number): number {
  const slope = -Math.tan((lines.rollDegrees * Math.PI) / 180);
  const eyes = project(view, lines.eyes).y;
  const next = project(view, { x: lines.eyes.x + slope, y: lines.eyes.y + 1 }).y;
  return lines.eyes.y + (down - eyes) / (next - eyes);
}

/**
 * The view as a window on the photo the way the browser shows it: turned by its EXIF orientation only, while the
 * view is on the photo turned by `turn` beyond that.
 */
export function windowOf({ topLeft, topRight, bottomLeft }: View, { width, height, turn }: PhotoMeasures): PhotoWindow {
  const on = ({ x, y }: Point): Point => turnBack(x / width, y / height, turn);
  const [a, b, c] = [on(topLeft), on(topRight), on(bottomLeft)];
  return [a.x, a.y, b.x, b.y, c.x, c.y];
}

function turnBack(x: number, y: number, turn: PhotoMeasures['turn']): Point {
  if (turn === 90) return { x: y, y: 1 - x };
  if (turn === 180) return { x: 1 - x, y: 1 - y };
  return turn === 270 ? { x: 1 - y, y: x } : { x, y };
}

function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}

function minus(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}

function scale(a: Point, by: number): Point {
  return { x: a.x * by, y: a.y * by };
}

function dot(a: Point, b: Point): number {
  return a.x * b.x + a.y * b.y;
}

function length(a: Point): number {
  return Math.hypot(a.x, a.y);
}
