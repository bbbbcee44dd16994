// Owns applying a matte solution to a picture of any size. Refuses to solve one.

import type { Affine, CutOut, Pixels } from '../photo/pixels.ts';
import { joinMaps } from '../photo/affine.ts';
import { gridOf } from './matte.ts';
import { gridShrink } from './plane.ts';
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
    cutTiles(job, y, Math.min(tile, picture.height - y));
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
  for (let y = 0; y < height; y++) summariseRow(edges, y * width * 4, width, states, ((y / blockSide) | 0) * columns);
  return { states, columns, rows };
}

function summariseRow(edges: Float32Array, from: number, width: number, states: Uint8Array, row: number): void {
  for (let x = 0, at = from; x < width; x++, at += 4) {
    const offset = edges[at + 3]!;
    const slope = Math.abs(edges[at]!) + Math.abs(edges[at + 1]!) + Math.abs(edges[at + 2]!);
    const state = slope > 1e-5 ? mixed : offset < 1e-4 ? background : offset > 1 - 1e-4 ? person : mixed;
    const place = row + ((x / blockSide) | 0);
    states[place] = states[place] === opaque || states[place] === state ? state : mixed;
  }
}

function cutTiles(job: Job, y: number, height: number): void {
  for (let x = 0; x < job.picture.width; x += tile) {
    const width = Math.min(tile, job.picture.width - x);
    const state = stateOf(job, x, y, width, height);
    for (let row = y; row < y + height; row++) {
      if (state === mixed) cutRow(job, x, row, width);
      else fillRow(job, row * job.picture.width + x, width, state);
    }
  }
}

function fillRow({ picture, alpha }: Job, at: number, width: number, state: number): void {
  if (state === person) alpha.fill(opaque, at, at + width);
  else picture.data.fill(0, at * 3, (at + width) * 3);
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
  return agreedState(blocks, blockAt(left, blocks.columns), blockAt(top, blocks.rows), blockAt(right, blocks.columns), blockAt(bottom, blocks.rows));
}

function blockAt(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor(place / blockSide)));
}

function agreedState({ states, columns }: Blocks, left: number, top: number, right: number, bottom: number): number {
  const state = states[top * columns + left]!;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) if (states[row * columns + column] !== state) return mixed;
  }
  return state;
}

function cutRow(job: Job, x: number, y: number, width: number): void {
  const { picture, alpha, edges, width: gridWidth, height: gridHeight, map } = job;
  const data = picture.data;
  let at = y * picture.width + x;
  let u = map.a * (x + 0.5) + map.b * (y + 0.5) + map.tx - 0.5;
  let v = map.c * (x + 0.5) + map.d * (y + 0.5) + map.ty - 0.5;
  for (let left = width; left > 0; left--, at++, u += map.a, v += map.c) {
    const pixel = at * 3;
    if (u < -1 || v < -1 || u > gridWidth || v > gridHeight) {
      data[pixel] = data[pixel + 1] = data[pixel + 2] = 0;
      continue;
    }
    const insideU = u < 0 ? 0 : u > gridWidth - 1 ? gridWidth - 1 : u;
    const insideV = v < 0 ? 0 : v > gridHeight - 1 ? gridHeight - 1 : v;
    const value = alphaAt(edges, gridWidth, gridHeight, insideU, insideV, data[pixel]!, data[pixel + 1]!, data[pixel + 2]!);
    const clear = (value - haze) / (1 - 2 * haze);
    const opacity = clear < 0 ? 0 : clear > 1 ? 1 : clear;
    alpha[at] = opacity * opaque + 0.5;
    if (opacity < 1) cleanColour(job, pixel, opacity, insideU, insideV);
  }
}

/** A colour's alpha by the function that lies between those of the grid. */
function alphaAt(edges: Float32Array, width: number, height: number, u: number, v: number, red: number, green: number, blue: number): number {
  const column = u | 0;
  const row = v | 0;
  const partU = u - column;
  const partV = v - row;
  const place = (row * width + column) * 4;
  const right = column + 1 < width ? place + 4 : place;
  const down = row + 1 < height ? width * 4 : 0;
  const a = (1 - partU) * (1 - partV);
  const b = partU * (1 - partV);
  const c = (1 - partU) * partV;
  const d = partU * partV;
  const byRed = edges[place]! * a + edges[right]! * b + edges[place + down]! * c + edges[right + down]! * d;
  const byGreen = edges[place + 1]! * a + edges[right + 1]! * b + edges[place + down + 1]! * c + edges[right + down + 1]! * d;
  const byBlue = edges[place + 2]! * a + edges[right + 2]! * b + edges[place + down + 2]! * c + edges[right + down + 2]! * d;
  const offset = edges[place + 3]! * a + edges[right + 3]! * b + edges[place + down + 3]! * c + edges[right + down + 3]! * d;
  return (byRed * red + byGreen * green + byBlue * blue) / 255 + offset;
}

/** Blur fusion's last step: the person's smooth colour, corrected by what the pixel itself shows of it. */
function cleanColour({ picture: { data }, colours, width, height }: Job, pixel: number, opacity: number, u: number, v: number): void {
  const columns = Math.ceil(width / gridShrink);
  const rows = Math.ceil(height / gridShrink);
  const x = Math.max(0, Math.min(columns - 1, (u + 0.5) / gridShrink - 0.5));
  const y = Math.max(0, Math.min(rows - 1, (v + 0.5) / gridShrink - 0.5));
  const column = x | 0;
  const row = y | 0;
  const partX = x - column;
  const partY = y - row;
  const place = (row * columns + column) * 6;
  const right = column + 1 < columns ? place + 6 : place;
  const down = row + 1 < rows ? columns * 6 : 0;
  const a = (1 - partX) * (1 - partY);
  const b = partX * (1 - partY);
  const c = (1 - partX) * partY;
  const d = partX * partY;
  for (let channel = 0; channel < 3; channel++) {
    const own = colours[place + channel]! * a + colours[right + channel]! * b + colours[place + down + channel]! * c + colours[right + down + channel]! * d;
    const other = colours[place + 3 + channel]! * a + colours[right + 3 + channel]! * b + colours[place + down + 3 + channel]! * c + colours[right + down + 3 + channel]! * d;
    const clean = own * 255 + opacity * (data[pixel + channel]! - (opacity * own + (1 - opacity) * other) * 255);
    data[pixel + channel] = clean < 0 ? 0 : clean > 255 ? 255 : clean + 0.5;
  }
}
