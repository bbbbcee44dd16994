// Owns turning outlines into masks, exactly to the share of each pixel that they cover. Refuses colour, and SVG: no loader for it is ever opened.

import type { Box, Pixels } from './pixels.ts';
import type { Vault } from '../retention/vault.ts';

/** One step of a path in pixels, y down; contours of opposite turns leave a hole. */
export interface PathStep {
  readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
  readonly args: readonly number[];
}

/** A plane of coverage 0..255 with its place on a picture. */
export interface Mask {
  readonly pixels: Pixels<1>;
  readonly x: number;
  readonly y: number;
}

/**
 * Fill paths. Areas that overlap in the same turn are filled once.
 *
 * The method is that of font-rs and stb_truetype: each edge adds its signed area to the pixels it crosses, and a running sum
 * along the row gives the coverage.
 *
 * @param bounds - What of the picture is drawn; rounded outwards to whole pixels.
 * @returns Owned by the vault.
 * @see https://medium.com/@raphlinus/inside-the-fastest-font-renderer-in-the-world-75ae5270c445
 */
export function coverPath(path: readonly PathStep[], bounds: Box, vault: Vault): Mask {
  const [x, y] = [Math.floor(bounds.x), Math.floor(bounds.y)];
  const [width, height] = [Math.max(1, Math.ceil(bounds.x + bounds.width) - x), Math.max(1, Math.ceil(bounds.y + bounds.height) - y)];
  const sums: Sums = { data: new Float32Array((width + 2) * height), width, height };
  traceSteps(path, (x0, y0, x1, y1) => addEdge(sums, x0 - x, y0 - y, x1 - x, y1 - y));
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0, at = row * (width + 2), to = row * width; column < width; column++, at++, to++) {
      sum += sums.data[at]!;
      const share = Math.abs(sum);
      data[to] = share >= 1 ? 255 : share * 255 + 0.5;
    }
  }
  return { pixels: vault.ownPixels({ data, width, height, channels: 1 }), x, y };
}

type Edge = (x0: number, y0: number, x1: number, y1: number) => void;

/** Walk a path as straight edges. */
function traceSteps(path: readonly PathStep[], edge: Edge): void {
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    edge(x, y, toX, toY);
    [x, y] = [toX, toY];
  };
  for (const { command, args } of path) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === 'moveTo') [startX, startY, x, y] = [a, b, a, b];
    else if (command === 'lineTo') lineTo(a, b);
    else if (command === 'closePath') lineTo(startX, startY);
    else if (command === 'quadraticCurveTo') traceCurve(x, y, x + (2 / 3) * (a - x), y + (2 / 3) * (b - y), c + (2 / 3) * (a - c), d + (2 / 3) * (b - d), c, d, lineTo);
    else traceCurve(x, y, a, b, c, d, e, f, lineTo);
  }
}

function traceCurve(x: number, y: number, a: number, b: number, c: number, d: number, e: number, f: number, lineTo: (x: number, y: number) => void): void {
  // Fine enough that a chord leaves the curve by less than a fiftieth of a pixel.
  const bend = Math.hypot(x - 2 * a + c, y - 2 * b + d) + Math.hypot(a - 2 * c + e, b - 2 * d + f);
  const pieces = Math.max(1, Math.min(64, Math.ceil(Math.sqrt(bend * 12))));
  for (let piece = 1; piece <= pieces; piece++) {
    const t = piece / pieces;
    const s = 1 - t;
    lineTo(s * s * s * x + 3 * s * s * t * a + 3 * s * t * t * c + t * t * t * e, s * s * s * y + 3 * s * s * t * b + 3 * s * t * t * d + t * t * t * f);
  }
}

interface Sums {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

function addEdge(sums: Sums, fromX: number, fromY: number, toX: number, toY: number): void {
  if (fromY === toY) return;
  const turn = fromY < toY ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = turn === 1 ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY];
  const slope = (bottomX - topX) / (bottomY - topY);
  for (let row = Math.max(0, Math.floor(topY)); row < Math.min(sums.height, Math.ceil(bottomY)); row++) {
    const [upper, lower] = [Math.max(row, topY), Math.min(row + 1, bottomY)];
    const [x0, x1] = [topX + (upper - topY) * slope, topX + (lower - topY) * slope];
    addSpan(sums, row * (sums.width + 2), clampTo(Math.min(x0, x1), sums.width), clampTo(Math.max(x0, x1), sums.width), (lower - upper) * turn);
  }
}

function clampTo(x: number, width: number): number {
  return x < 0 ? 0 : x > width ? width : x;
}

/** The part of an edge inside one row, which covers everything to its right by `height`. */
function addSpan({ data }: Sums, rowStart: number, left: number, right: number, height: number): void {
  const [first, last] = [Math.floor(left), Math.ceil(right)];
  const at = rowStart + first;
  if (last <= first + 1) {
    const share = (left + right) / 2 - first;
    data[at] = data[at]! + height * (1 - share);
    data[at + 1] = data[at + 1]! + height * share;
    return;
  }
  const perPixel = 1 / (right - left);
  let covered = 0;
  let before = 0;
  for (let pixel = first; pixel < last; pixel++) {
    // The area right of the edge inside this pixel, of an edge that crosses it from side to side.
    const [from, to] = [Math.max(left, pixel), Math.min(right, pixel + 1)];
    const part = (to - from) * perPixel;
    const area = covered + part * (pixel + 1 - (from + to) / 2);
    const index = rowStart + pixel;
    data[index] = data[index]! + height * (area - before);
    covered += part;
    before = area;
  }
  data[rowStart + last] = data[rowStart + last]! + height * (1 - before);
}
