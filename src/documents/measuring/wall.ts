// Owns finding the wall behind a head: what is surely neither person, nor hair, nor outside the photo. Refuses to measure it.

import type { Pixels } from '../../photo/pixels.ts';
import type { Vault } from '../../retention/vault.ts';
import { labOfLight, linearOfByte } from '../../styles/colour.ts';
import type { FacePatch } from './patch.ts';
import type { WallPlaces } from './surface.ts';

/** Of the head's height: hair's haze and soft edges end there. */
const edgeShare = 0.035;

/** Of the head's height: a shadow on a wall an arm's length behind reaches about so far out. */
const shadowShare = 0.22;

/** A pixel is surely not the person up to here, 0..255. */
const clear = 12;

/** Hair that the matte lost is this near in colour to the person beside it, and this far from the wall; CIELAB. */
const [hairLikeness, wallDifference] = [14, 28];

/** The wall in cells of 2 × 2 pixels of the patch. */
interface Grid {
  readonly width: number;
  readonly height: number;
  /** CIELAB of each cell. */
  readonly colours: Float32Array<ArrayBuffer>;
  /** 1 person, 2 outside the photo, 0 neither. */
  readonly kinds: Uint8Array<ArrayBuffer>;
}

/** Every cell of wall around a head, down to the chin; owned by the vault. */
export function findWall(patch: FacePatch, photo: Pixels, vault: Vault): WallPlaces {
  const grid = readGrid(patch, photo, vault);
  keepHair(grid, vault);
  const distances = vault.own(distanceTo(grid));
  const places = collect(grid, distances, patch, vault);
  for (const buffer of [grid.colours, grid.kinds, distances]) vault.erase(buffer);
  return places;
}

/** Erase what was found. */
export function forgetWall({ where, colours, near }: WallPlaces, vault: Vault): void {
  for (const buffer of [where, colours, near]) vault.erase(buffer);
}

function readGrid({ picture: { data, width: stride }, alpha, map, chinY }: FacePatch, photo: Pixels, vault: Vault): Grid {
  const [width, height] = [stride >> 1, Math.min(alpha.height, Math.ceil(chinY)) >> 1];
  const colours = vault.own(new Float32Array(width * height * 3));
  const kinds = vault.own(new Uint8Array(width * height));
  for (let y = 0, cell = 0; y < height; y++) {
    for (let x = 0; x < width; x++, cell++) {
      const [one, other] = [y * 2 * stride + x * 2, (y * 2 + 1) * stride + x * 2];
      const [u, v] = [map.a * (x * 2 + 1) + map.b * (y * 2 + 1) + map.tx, map.c * (x * 2 + 1) + map.d * (y * 2 + 1) + map.ty];
      // The last pixels of a photo are often a border or a scanner's edge.
      const isOutside = u < 3 || v < 3 || u > photo.width - 3 || v > photo.height - 3;
      const cover = Math.max(alpha.data[one]!, alpha.data[one + 1]!, alpha.data[other]!, alpha.data[other + 1]!);
      kinds[cell] = cover > clear ? 1 : isOutside ? 2 : 0;
      const lab = labOfLight(lightOf(data, one, other, 0), lightOf(data, one, other, 1), lightOf(data, one, other, 2));
      for (let channel = 0; channel < 3; channel++) colours[cell * 3 + channel] = lab[channel]!;
    }
  }
  return { width, height, colours, kinds };
}

/** Mean light of two pixels and the two below them. */
function lightOf(data: Uint8Array, one: number, other: number, channel: number): number {
  return (linearOfByte[data[one * 3 + channel]!]! + linearOfByte[data[one * 3 + 3 + channel]!]! + linearOfByte[data[other * 3 + channel]!]! + linearOfByte[data[other * 3 + 3 + channel]!]!) / 4;
}

/** Give the person what goes on from them in their own colour, where that is nothing like the wall: long hair that the matte lost. */
function keepHair({ width, height, colours, kinds }: Grid, vault: Vault): void {
  const wall = middleColour(colours, kinds);
  const differs = (cell: number, lightness: number, a: number, b: number) => Math.sqrt((colours[cell * 3]! - lightness) ** 2 + (colours[cell * 3 + 1]! - a) ** 2 + (colours[cell * 3 + 2]! - b) ** 2);
  const queue = vault.own(new Int32Array(width * height));
  const seeds = vault.own(new Int32Array(width * height));
  const steps = [-width, width, -1, 1];
  let [next, end] = [0, 0];
  for (let cell = 0; cell < kinds.length; cell++) if (kinds[cell] === 1) queue[end++] = seeds[cell] = cell;
  for (; next < end; next++) {
    const cell = queue[next]!;
    const seed = seeds[cell]! * 3;
    const column = cell % width;
    for (const step of steps) {
      const near = cell + step;
      if ((step === -1 && column === 0) || (step === 1 && column + 1 === width) || near < 0 || near >= width * height || kinds[near] !== 0 || differs(near, ...wall) < wallDifference) continue;
      if (differs(near, colours[seed]!, colours[seed + 1]!, colours[seed + 2]!) > hairLikeness) continue;
      kinds[near] = 1;
      seeds[near] = seeds[cell]!;
      queue[end++] = near;
    }
  }
  vault.erase(queue);
  vault.erase(seeds);
}

/** Middle lightness, a and b of the cells that are neither person nor outside; every seventh is enough. */
function middleColour(colours: Float32Array, kinds: Uint8Array): [number, number, number] {
  const values = new Float32Array(Math.ceil(kinds.length / 7));
  const middle = (channel: number) => {
    let count = 0;
    for (let cell = 0; cell < kinds.length; cell += 7) if (kinds[cell] === 0) values[count++] = colours[cell * 3 + channel]!;
    return values.subarray(0, count).sort()[count >> 1] ?? 0;
  };
  const colour: [number, number, number] = [middle(0), middle(1), middle(2)];
  values.fill(0);
  return colour;
}

/** Distance to the person in cells, by two passes of steps of 1 and 1.4. */
function distanceTo({ width, height, kinds }: Grid): Float32Array<ArrayBuffer> {
  const distance = Float32Array.from(kinds, (kind) => (kind === 1 ? 0 : 1e6));
  const relax = (cell: number, from: number, step: number) => {
    if (distance[from]! + step < distance[cell]!) distance[cell] = distance[from]! + step;
  };
  // The outermost cells only lend: a frame of one cell needs no distance of its own.
  for (let y = 1; y < height; y++) {
    for (let x = 1, cell = y * width + 1; x + 1 < width; x++, cell++) {
      relax(cell, cell - 1, 1);
      relax(cell, cell - width, 1);
      relax(cell, cell - width - 1, Math.SQRT2);
      relax(cell, cell - width + 1, Math.SQRT2);
    }
  }
  for (let y = height - 2; y >= 0; y--) {
    for (let x = width - 2, cell = y * width + x; x > 0; x--, cell--) {
      relax(cell, cell + 1, 1);
      relax(cell, cell + width, 1);
      relax(cell, cell + width + 1, Math.SQRT2);
      relax(cell, cell + width - 1, Math.SQRT2);
    }
  }
  return distance;
}

function collect(grid: Grid, distances: Float32Array, { eyes, headPixels }: FacePatch, vault: Vault): WallPlaces {
  const head = headPixels / 2;
  const isWall = (cell: number) => grid.kinds[cell] === 0 && distances[cell]! > edgeShare * head && distances[cell]! < 1e6;
  let count = 0;
  for (let cell = 0; cell < distances.length; cell++) if (isWall(cell)) count++;
  const places = { count, where: vault.own(new Float32Array(count * 2)), colours: vault.own(new Float32Array(count * 3)), near: vault.own(new Uint8Array(count)) };
  for (let cell = 0, place = 0; cell < distances.length; cell++) {
    if (!isWall(cell)) continue;
    places.where[place * 2] = ((cell % grid.width) - eyes.x / 2) / head;
    places.where[place * 2 + 1] = (Math.floor(cell / grid.width) - eyes.y / 2) / head;
    for (let channel = 0; channel < 3; channel++) places.colours[place * 3 + channel] = grid.colours[cell * 3 + channel]!;
    places.near[place] = distances[cell]! <= shadowShare * head ? 1 : 0;
    place++;
  }
  return places;
}
