// Owns applying a matte solution to a picture of any size. Refuses to solve one.

import type { Affine, CutOut, Pixels } from '../photo/pixels.ts';
import { joinMaps } from '../photo/affine.ts';
import { colourShrink, gridOf } from './matte.ts';
import type { MatteSolution } from './portrait.ts';
import type { Scratch } from './scratch.ts';

/** The part of a matte solution that a cut needs. */
export type MatteGrid = Pick<MatteSolution, 'width' | 'height' | 'buffers'>;

const tile = 16;
const opaque = 255;
// Alpha this near to 0 or 1 is taken for it: noise of the picture, not hair.
const haze = 0.1;

/**
 * Cut a picture out.
 *
 * @param picture - Becomes the foreground in place.
 * @param map - From the picture's pixels to those of the working picture the matte was solved for.
 */
export function cutPicture(picture: Pixels<3>, matte: MatteGrid, map: Affine, scratch: Scratch): CutOut {
  const [edges, colours] = matte.buffers;
  if (!edges || !colours) throw new Error('The matte solution is incomplete');
  const grid = gridOf(matte);
  const toGrid = { a: grid.width / matte.width, b: 0, tx: 0, c: 0, d: grid.height / matte.height, ty: 0 };
  const alpha = scratch.bytes(picture.width * picture.height);
  const job: Job = { picture, alpha, edges, colours, ...grid, map: joinMaps(toGrid, map), blocks: summarise(edges, grid, scratch) };
  for (let y = 0; y < picture.height; y += tile) {
    // One check in 64 rows: a check is cheap, but not free.
    if (y % 64 === 0) scratch.step();
    for (let x = 0; x < picture.width; x += tile) cutTile(job, x, y, Math.min(tile, picture.width - x), Math.min(tile, picture.height - y));
  }
  return { foreground: picture, alpha: { data: alpha, width: picture.width, height: picture.height, channels: 1 } };
}

interface Job {
  readonly picture: Pixels<3>;
  readonly alpha: Uint8Array;
  readonly edges: Float32Array;
  readonly colours: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly map: Affine;
  readonly blocks: Blocks;
}

/** Grid cells of 4 × 4 that are surely background (0), surely person (1), or neither (2). */
interface Blocks {
  readonly states: Uint8Array;
  readonly columns: number;
  readonly rows: number;
}

const blockSide = 4;
const background = 0;
const person = 1;
const mixed = 2;

function summarise(edges: Float32Array, { width, height }: Pick<Pixels, 'width' | 'height'>, scratch: Scratch): Blocks {
  const [columns, rows] = [Math.ceil(width / blockSide), Math.ceil(height / blockSide)];
  const states = scratch.bytes(columns * rows);
  states.fill(opaque);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const offset = edges[at + 3]!;
      const slope = Math.abs(edges[at]!) + Math.abs(edges[at + 1]!) + Math.abs(edges[at + 2]!);
      const state = slope > 1e-5 ? mixed : offset < 1e-4 ? background : offset > 1 - 1e-4 ? person : mixed;
      const place = ((y / blockSide) | 0) * columns + ((x / blockSide) | 0);
      states[place] = states[place] === opaque || states[place] === state ? state : mixed;
    }
  }
  return { states, columns, rows };
}

function cutTile(job: Job, x: number, y: number, width: number, height: number): void {
  const state = stateOf(job, x, y, width, height);
  if (state === mixed) {
    for (let row = y; row < y + height; row++) cutRow(job, x, row, width);
    return;
  }
  for (let row = y; row < y + height; row++) {
    const at = row * job.picture.width + x;
    if (state === person) job.alpha.fill(opaque, at, at + width);
    else job.picture.data.fill(0, at * 3, (at + width) * 3);
  }
}

/** What all grid cells under a tile agree on. */
function stateOf({ map, blocks, width: gridWidth, height: gridHeight }: Job, x: number, y: number, width: number, height: number): number {
  const startX = map.a * x + map.b * y + map.tx;
  const startY = map.c * x + map.d * y + map.ty;
  // A bilinear read reaches half a cell beyond.
  const left = startX + Math.min(0, map.a * width) + Math.min(0, map.b * height) - 1;
  const right = startX + Math.max(0, map.a * width) + Math.max(0, map.b * height) + 1;
  const top = startY + Math.min(0, map.c * width) + Math.min(0, map.d * height) - 1;
  const bottom = startY + Math.max(0, map.c * width) + Math.max(0, map.d * height) + 1;
  if (right < -1 || bottom < -1 || left > gridWidth + 1 || top > gridHeight + 1) return background;
  const isInside = left >= -2 && top >= -2 && right <= gridWidth + 2 && bottom <= gridHeight + 2;
  if (!isInside) return mixed;
  const column = (value: number) => Math.max(0, Math.min(blocks.columns - 1, Math.floor(value / blockSide)));
  const row = (value: number) => Math.max(0, Math.min(blocks.rows - 1, Math.floor(value / blockSide)));
  const state = blocks.states[row(top) * blocks.columns + column(left)]!;
  for (let v = row(top); v <= row(bottom); v++) {
    for (let u = column(left); u <= column(right); u++) if (blocks.states[v * blocks.columns + u] !== state) return mixed;
  }
  return state;
}

function cutRow(job: Job, x: number, y: number, width: number): void {
  const { picture: { data, width: stride }, edges, width: gridWidth, height: gridHeight, map } = job;
  let at = y * stride + x;
  let u = map.a * (x + 0.5) + map.b * (y + 0.5) + map.tx - 0.5;
  let v = map.c * (x + 0.5) + map.d * (y + 0.5) + map.ty - 0.5;
  for (let left = width; left > 0; left--, at++, u += map.a, v += map.c) {
    const pixel = at * 3;
    if (u < -1 || v < -1 || u > gridWidth || v > gridHeight) {
      data[pixel] = data[pixel + 1] = data[pixel + 2] = 0;
      continue;
    }
    const clampedU = u < 0 ? 0 : u > gridWidth - 1 ? gridWidth - 1 : u;
    const clampedV = v < 0 ? 0 : v > gridHeight - 1 ? gridHeight - 1 : v;
    const [column, row] = [clampedU | 0, clampedV | 0];
    const [partU, partV] = [clampedU - column, clampedV - row];
    const place = (row * gridWidth + column) * 4;
    const right = column + 1 < gridWidth ? place + 4 : place;
    const down = row + 1 < gridHeight ? gridWidth * 4 : 0;
    const [a, b, c, d] = [(1 - partU) * (1 - partV), partU * (1 - partV), (1 - partU) * partV, partU * partV];
    const red = edges[place]! * a + edges[right]! * b + edges[place + down]! * c + edges[right + down]! * d;
    const green = edges[place + 1]! * a + edges[right + 1]! * b + edges[place + down + 1]! * c + edges[right + down + 1]! * d;
    const blue = edges[place + 2]! * a + edges[right + 2]! * b + edges[place + down + 2]! * c + edges[right + down + 2]! * d;
    const offset = edges[place + 3]! * a + edges[right + 3]! * b + edges[place + down + 3]! * c + edges[right + down + 3]! * d;
    const value = (red * data[pixel]! + green * data[pixel + 1]! + blue * data[pixel + 2]!) / 255 + offset;
    const clear = (value - haze) / (1 - 2 * haze);
    const opacity = clear < 0 ? 0 : clear > 1 ? 1 : clear;
    job.alpha[at] = opacity * opaque + 0.5;
    if (opacity < 1) cleanColour(job, pixel, opacity, clampedU, clampedV);
  }
}

/** Blur fusion's last step: the person's smooth colour, corrected by what the pixel itself shows of it. */
function cleanColour({ picture: { data }, colours, width, height }: Job, pixel: number, opacity: number, u: number, v: number): void {
  const [columns, rows] = [Math.ceil(width / colourShrink), Math.ceil(height / colourShrink)];
  const x = Math.max(0, Math.min(columns - 1, (u + 0.5) / colourShrink - 0.5));
  const y = Math.max(0, Math.min(rows - 1, (v + 0.5) / colourShrink - 0.5));
  const [column, row] = [x | 0, y | 0];
  const [partX, partY] = [x - column, y - row];
  const place = (row * columns + column) * 6;
  const right = column + 1 < columns ? place + 6 : place;
  const down = row + 1 < rows ? columns * 6 : 0;
  const [a, b, c, d] = [(1 - partX) * (1 - partY), partX * (1 - partY), (1 - partX) * partY, partX * partY];
  for (let channel = 0; channel < 3; channel++) {
    const own = colours[place + channel]! * a + colours[right + channel]! * b + colours[place + down + channel]! * c + colours[right + down + channel]! * d;
    const other = colours[place + 3 + channel]! * a + colours[right + 3 + channel]! * b + colours[place + down + 3 + channel]! * c + colours[right + down + 3 + channel]! * d;
    const clean = own * 255 + opacity * (data[pixel + channel]! - (opacity * own + (1 - opacity) * other) * 255);
    data[pixel + channel] = clean < 0 ? 0 : clean > 255 ? 255 : clean + 0.5;
  }
}
