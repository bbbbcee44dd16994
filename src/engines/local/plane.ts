// Owns small planes of numbers that lie under a large picture: masks, blurs, drawn larger row by row. Refuses colour.

import type { Pixels, Point } from '../../photo/pixels.ts';

/** One number per point, row by row. */
export interface Plane {
  readonly data: Float32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** An empty plane of a picture's shape. */
export function createPlane(width: number, height: number, longest: number): Plane {
  const scale = Math.min(1, longest / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return { data: new Float32Array(size.width * size.height), ...size };
}

/** Shrink an alpha channel to a plane of 0..1 by averaging; of every point at most 4 × 4 samples are read. */
export function shrinkAlpha(alpha: Pixels<1>, longest: number): Plane {
  const plane = createPlane(alpha.width, alpha.height, longest);
  const across = samplesOf(alpha.width, plane.width);
  const down = samplesOf(alpha.height, plane.height);
  for (let v = 0; v < down.length; v++) addSamples(alpha.data, down[v]! * alpha.width, across, plane.data, Math.floor(v / perPoint) * plane.width);
  for (let from = 0; from < plane.data.length; from += plane.width) scaleRow(plane.data, from, from + plane.width, 255 * perPoint * perPoint);
  return plane;
}

/** Whole numbers, which a float holds exactly. */
function addSamples(alpha: Uint8Array, start: number, across: Uint32Array, sums: Float32Array, row: number): void {
  for (let u = 0, to = row; u < across.length; u += perPoint, to++) {
    let sum = sums[to]!;
    for (let sample = u; sample < u + perPoint; sample++) sum += alpha[start + across[sample]!]!;
    sums[to] = sum;
  }
}

function scaleRow(data: Float32Array, from: number, to: number, divisor: number): void {
  for (let at = from; at < to; at++) data[at] = data[at]! / divisor;
}

const perPoint = 4;

function samplesOf(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to * perPoint }, (_, index) => Math.floor(((index + 0.5) * from) / (to * perPoint)));
}

/** Blur in place: three boxes make nearly a Gaussian of this deviation, in points. What is past the edge equals the edge. */
export function blurPlane(plane: Plane, deviation: number): void {
  const radius = Math.round((Math.sqrt(4 * deviation * deviation + 1) - 1) / 2);
  if (radius < 1) return;
  const line = new Float32Array(Math.max(plane.width, plane.height));
  for (let pass = 0; pass < 3; pass++) {
    boxLines(plane.data, line, plane.height, plane.width, 1, plane.width, radius);
    boxLines(plane.data, line, plane.width, 1, plane.width, plane.height, radius);
  }
  line.fill(0);
}

/** Rows or columns, one after another. */
function boxLines(data: Float32Array, line: Float32Array, count: number, apart: number, stride: number, length: number, radius: number): void {
  for (let index = 0; index < count; index++) boxLine(data, line, index * apart, stride, length, radius);
}

function boxLine(data: Float32Array, line: Float32Array, start: number, stride: number, length: number, radius: number): void {
  const last = length - 1;
  let sum = 0;
  for (let index = -radius; index <= radius; index++) sum += data[start + Math.max(0, Math.min(last, index)) * stride]!;
  for (let index = 0; index < length; index++) {
    line[index] = sum / (2 * radius + 1);
    sum += data[start + Math.min(last, index + radius + 1) * stride]! - data[start + Math.max(0, index - radius) * stride]!;
  }
  for (let index = 0, at = start; index < length; index++, at += stride) data[at] = line[index]!;
}

/** Draw one row of a plane at the size of the large picture, bilinearly. */
export function enlargePlaneRow(plane: Plane, y: number, height: number, row: Float32Array): void {
  const { data, width } = plane;
  const down = Math.max(0, Math.min(plane.height - 1, ((y + 0.5) * plane.height) / height - 0.5));
  const top = Math.floor(down);
  const [upper, lower] = [top * width, Math.min(plane.height - 1, top + 1) * width];
  row.fill(0);
  const [first, last] = [firstFilled(data, upper, lower, width), lastFilled(data, upper, lower, width)];
  const scale = width / row.length;
  enlargeBetween(data, upper, lower, width, down - top, row, Math.max(0, Math.floor((first - 1) / scale)), Math.min(row.length, Math.ceil((last + 2) / scale)));
}

function enlargeBetween(data: Float32Array, upper: number, lower: number, width: number, share: number, row: Float32Array, from: number, to: number): void {
  const scale = width / row.length;
  for (let x = from; x < to; x++) {
    const across = Math.max(0, Math.min(width - 1, (x + 0.5) * scale - 0.5));
    const left = Math.floor(across);
    const right = left + 1 < width ? left + 1 : left;
    const start = lerp(data[upper + left]!, data[lower + left]!, share);
    row[x] = lerp(start, lerp(data[upper + right]!, data[lower + right]!, share), across - left);
  }
}

/** A mask is empty nearly everywhere: only its filled part is drawn. */
function firstFilled(data: Float32Array, upper: number, lower: number, width: number): number {
  let x = 0;
  while (x < width && data[upper + x] === 0 && data[lower + x] === 0) x++;
  return x;
}

function lastFilled(data: Float32Array, upper: number, lower: number, width: number): number {
  let x = width - 1;
  while (x >= 0 && data[upper + x] === 0 && data[lower + x] === 0) x--;
  return x;
}

function lerp(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/**
 * Fill a polygon with a value.
 *
 * @param scale - Points of the plane per unit of the polygon.
 */
export function fillPolygon(plane: Plane, polygon: readonly Point[], scale: number, value: number): void {
  for (let row = 0; row < plane.height; row++) {
    const crossings = crossRow(polygon, (row + 0.5) / scale);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const from = Math.max(0, Math.round((crossings[index] ?? 0) * scale));
      const to = Math.min(plane.width, Math.round((crossings[index + 1] ?? 0) * scale));
      if (to > from) plane.data.fill(value, row * plane.width + from, row * plane.width + to);
    }
  }
}

function crossRow(polygon: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  for (let index = 0; index < polygon.length; index++) {
    const one = polygon[index]!;
    const other = polygon[(index + 1) % polygon.length]!;
    if (one.y <= y === other.y <= y) continue;
    crossings.push(one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x));
  }
  return crossings.sort((left, right) => left - right);
}
