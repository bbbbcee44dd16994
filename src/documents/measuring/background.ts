// Owns what is measured of the wall behind a head: colour, pattern, evenness, shadow. Refuses to judge.

import type { ReadContext } from '../../face/reading.ts';
import type { Pixels } from '../../photo/pixels.ts';
import type { BackgroundMeasures } from '../measures.ts';
import type { FacePatch } from './patch.ts';
import { fitSurface, takeResidues } from './surface.ts';
import type { WallPlaces } from './surface.ts';
import { findWall, forgetWall } from './wall.ts';

/** Fewer places than these tell nothing of a wall. */
const leastPlaces = 100;

/** The wall out of the shadow's reach tells the wall's light, when it is at least this share of what is seen. */
const leastFarShare = 0.25;

/** Measure the wall behind an aligned head. */
export function measureBackground(patch: FacePatch, photo: Pixels, { vault }: ReadContext): BackgroundMeasures {
  const nothing = { share: 0, colour: { lightness: 0, a: 0, b: 0 }, texture: 0, unevenness: 0, shadow: 0 };
  if (!patch.hasMatte) return nothing;
  const wall = findWall(patch, photo, vault);
  // A place stands for 2 × 2 pixels.
  const share = (wall.count * 4) / (patch.picture.width * patch.picture.height);
  const measured = wall.count < leastPlaces ? { ...nothing, share } : { share, ...measureWall(wall, vault) };
  forgetWall(wall, vault);
  return measured;
}

function measureWall(wall: WallPlaces, vault: ReadContext['vault']): Omit<BackgroundMeasures, 'share'> {
  const nearCount = wall.near.reduce((sum, near) => sum + near, 0);
  const isFarEnough = wall.count - nearCount >= Math.max(leastPlaces, leastFarShare * wall.count);
  const isWall = (place: number) => !isFarEnough || wall.near[place] === 0;
  const residues = vault.own(new Float32Array(wall.count * 3));
  takeResidues(wall, fitSurface(wall, isWall), residues);
  const measured = {
    colour: meanColour(wall, isWall),
    texture: textureOf(wall, residues, isWall),
    unevenness: rangeOf(wall, (place) => (isWall(place) ? wall.colours[place * 3]! - residues[place * 3]! : undefined)),
    shadow: Math.max(0, shadowOf(wall, residues, -1), shadowOf(wall, residues, 1)),
  };
  vault.erase(residues);
  return measured;
}

function meanColour({ colours, count }: WallPlaces, isWall: (place: number) => boolean): BackgroundMeasures['colour'] {
  const sums = [0, 0, 0];
  let walls = 0;
  for (let place = 0; place < count; place++) {
    if (!isWall(place)) continue;
    for (let channel = 0; channel < 3; channel++) sums[channel]! += colours[place * 3 + channel]!;
    walls++;
  }
  const [lightness, a, b] = sums.map((sum) => sum / walls) as [number, number, number];
  return { lightness, a, b };
}

function textureOf({ count }: WallPlaces, residues: Float32Array, isWall: (place: number) => boolean): number {
  let [squares, walls] = [0, 0];
  for (let place = 0; place < count; place++) {
    if (!isWall(place)) continue;
    squares += residues[place * 3]! ** 2 + residues[place * 3 + 1]! ** 2 + residues[place * 3 + 2]! ** 2;
    walls++;
  }
  return Math.sqrt(squares / walls);
}

/** From the lowest twentieth of some numbers to their highest. */
function rangeOf({ count }: WallPlaces, valueOf: (place: number) => number | undefined): number {
  const values = Float32Array.from(Array.from({ length: count }, (_, place) => valueOf(place)).filter((value) => value !== undefined)).sort();
  const range = (values[Math.floor(values.length * 0.95)] ?? 0) - (values[Math.floor(values.length * 0.05)] ?? 0);
  values.fill(0);
  return range;
}

/** What the darkest tenth beside the head loses against the wall's own light, on one side. */
function shadowOf({ count, where, near }: WallPlaces, residues: Float32Array, side: -1 | 1): number {
  const losses = new Float32Array(count);
  let beside = 0;
  for (let place = 0; place < count; place++) if (near[place] === 1 && Math.sign(where[place * 2]!) === side) losses[beside++] = -residues[place * 3]!;
  const lost = losses.subarray(0, beside).sort()[Math.floor(beside * 0.9)] ?? 0;
  losses.fill(0);
  return beside < leastPlaces / 2 ? 0 : lost;
}
