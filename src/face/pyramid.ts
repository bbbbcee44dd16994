// Owns looking at parts of a picture at any size and angle. Refuses to change the picture.

import type { Affine, Pixels } from '../photo/pixels.ts';
import type { Scratch } from './scratch.ts';

/** A picture and its halvings, so that shrinking never skips pixels. */
export interface Pyramid {
  readonly width: number;
  readonly height: number;
  readonly levels: readonly Pixels<3>[];
}

/** A look at a picture: where the samples lie and what values they become. */
export interface View {
  /** From sample coordinates (corners; a sample's centre is at +0.5) to picture pixels. */
  readonly map: Affine;
  readonly width: number;
  readonly height: number;
  /** What 0 and 255 become; outside the picture everything is `low`. */
  readonly low: number;
  readonly high: number;
}

// A picture of 1280 pixels shrunk to 128 needs three halvings to stay under two pixels a sample.
const maxHalvings = 4;

/** Halve a picture until nothing is left to halve. */
export function buildPyramid(picture: Pixels<3>, scratch: Scratch): Pyramid {
  const levels = [picture];
  while (levels.length <= maxHalvings) {
    const last = levels[levels.length - 1];
    if (!last || Math.min(last.width, last.height) < 4) break;
    levels.push(halve(last, scratch));
  }
  return { width: picture.width, height: picture.height, levels };
}

function halve({ data, width, height }: Pixels<3>, scratch: Scratch): Pixels<3> {
  const [halfWidth, halfHeight] = [width >> 1, height >> 1];
  const half = scratch.bytes(halfWidth * halfHeight * 3);
  for (let y = 0; y < halfHeight; y++) halveRow(data, y * 2 * width * 3, width * 3, half, y * halfWidth * 3, halfWidth);
  return { data: half, width: halfWidth, height: halfHeight, channels: 3 };
}

function halveRow(data: Uint8Array, start: number, stride: number, half: Uint8Array, firstTo: number, count: number): void {
  const end = firstTo + count * 3;
  for (let from = start, to = firstTo; to < end; from += 6, to += 3) {
    const below = from + stride;
    half[to] = (data[from]! + data[from + 3]! + data[below]! + data[below + 3]! + 2) >> 2;
    half[to + 1] = (data[from + 1]! + data[from + 4]! + data[below + 1]! + data[below + 4]! + 2) >> 2;
    half[to + 2] = (data[from + 2]! + data[from + 5]! + data[below + 2]! + data[below + 5]! + 2) >> 2;
  }
}

/** Sample a view of a picture as interleaved RGB floats. */
export function sampleView(pyramid: Pyramid, view: View, scratch: Scratch): Float32Array<ArrayBuffer> {
  const { map } = view;
  const stepX = Math.hypot(map.a, map.c);
  const stepY = Math.hypot(map.b, map.d);
  const halvings = Math.floor(Math.log2(Math.max(1, Math.min(stepX, stepY))));
  const depth = Math.min(halvings, pyramid.levels.length - 1);
  const level = pyramid.levels[depth]!;
  const shrink = [level.width / pyramid.width, level.height / pyramid.height] as const;
  const taps = Math.max(1, Math.min(4, Math.round((Math.max(stepX, stepY) * shrink[0]) / 1.25)));
  const out = scratch.floats(view.width * view.height * 3);
  const scale = (view.high - view.low) / 255 / (taps * taps);
  if (view.low !== 0) out.fill(view.low);
  for (let tap = 0; tap < taps * taps; tap++) {
    const shiftX = ((tap % taps) + 0.5) / taps;
    const shiftY = (Math.floor(tap / taps) + 0.5) / taps;
    addSamples(level, view, shrink, shiftX, shiftY, scale, out);
  }
  return out;
}

function addSamples(level: Pixels<3>, view: View, shrink: readonly [number, number], shiftX: number, shiftY: number, scale: number, out: Float32Array): void {
  const { map } = view;
  const [stepX, stepY] = [map.a * shrink[0], map.c * shrink[1]];
  const stride = view.width * 3;
  for (let v = 0; v < view.height; v++) {
    // Half a pixel back: from corners to the grid of pixel centres.
    const x = (map.a * shiftX + map.b * (v + shiftY) + map.tx) * shrink[0] - 0.5;
    const y = (map.c * shiftX + map.d * (v + shiftY) + map.ty) * shrink[1] - 0.5;
    addRow(level.data, level.width, level.height, x, y, stepX, stepY, scale, out, v * stride, stride);
  }
}

/** Samples along a line through a picture, bilinear. */
function addRow(data: Uint8Array, width: number, height: number, startX: number, startY: number, stepX: number, stepY: number, scale: number, out: Float32Array, start: number, length: number): void {
  const [lastX, lastY, end] = [width - 1, height - 1, start + length];
  for (let to = start, x = startX, y = startY; to < end; to += 3, x += stepX, y += stepY) {
    if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) continue;
    const insideX = x < 0 ? 0 : x > lastX ? lastX : x;
    const insideY = y < 0 ? 0 : y > lastY ? lastY : y;
    // One by one: a thread that has just started would allocate an array for every pair.
    const left = insideX | 0;
    const top = insideY | 0;
    const partX = insideX - left;
    const partY = insideY - top;
    const at = (top * width + left) * 3;
    const right = left < lastX ? at + 3 : at;
    const down = top < lastY ? width * 3 : 0;
    const a = (1 - partX) * (1 - partY) * scale;
    const b = partX * (1 - partY) * scale;
    const c = (1 - partX) * partY * scale;
    const d = partX * partY * scale;
    out[to] = out[to]! + data[at]! * a + data[right]! * b + data[at + down]! * c + data[right + down]! * d;
    out[to + 1] = out[to + 1]! + data[at + 1]! * a + data[right + 1]! * b + data[at + down + 1]! * c + data[right + down + 1]! * d;
    out[to + 2] = out[to + 2]! + data[at + 2]! * a + data[right + 2]! * b + data[at + down + 2]! * c + data[right + down + 2]! * d;
  }
}
