// Owns how the many parts of a scene out of focus are strewn: leaves, lamps, books, bricks. Refuses chance: the same seed gives the same scene.

import type { SceneLight } from '../backdrops.ts';
import { hash } from '../colour.ts';

/** From the least to the most. */
export type Range = readonly [least: number, most: number];

/** Discs of light strewn over an area, in frame heights from the head. */
export interface Strewing {
  readonly seed: number;
  readonly count: number;
  readonly x: Range;
  readonly y: Range;
  readonly size: Range;
  readonly opacity: Range;
  readonly blur: number;
  readonly colours: readonly string[];
}

/** Strew discs; those of one lens at one distance are nearly of one size. */
export function strewDiscs({ seed, count, x, y, size, opacity, blur, colours }: Strewing): SceneLight[] {
  return Array.from({ length: count }, (_, index) => {
    const across = pick(size, index, seed + 3);
    return {
      x: pick(x, index, seed + 1),
      y: pick(y, index, seed + 2),
      width: across,
      height: across,
      colour: choose(colours, index, seed + 4),
      opacity: pick(opacity, index, seed + 5),
      blur,
    };
  });
}

/** Bring the parts of a scene closer to the person, as a longer lens would, so that a portrait shows enough of it; discs stay round. */
export function gather(lights: readonly SceneLight[], share: number): SceneLight[] {
  return lights.map((light) => ({ ...light, x: light.x * share, width: light.width === light.height ? light.width : light.width * share }));
}

/** Upright panes side by side: books on a shelf, buildings of a street, panels of a wall. */
export interface Rowing {
  readonly seed: number;
  readonly x: Range;
  /** Lower edge of all of them. */
  readonly foot: number;
  readonly width: Range;
  readonly height: Range;
  /** Room between two. */
  readonly gap: number;
  readonly opacity: Range;
  readonly blur: number;
  readonly colours: readonly string[];
}

/** Set panes in a row. */
export function setRow({ seed, x, foot, width, height, gap, opacity, blur, colours }: Rowing): SceneLight[] {
  const row: SceneLight[] = [];
  for (let left = x[0], index = 0; left < x[1]; index++) {
    const [across, tall] = [pick(width, index, seed), pick(height, index, seed + 1)];
    row.push({ x: left + across / 2, y: foot - tall / 2, width: across, height: tall, colour: choose(colours, index, seed + 2), opacity: pick(opacity, index, seed + 3), blur });
    left += across + gap;
  }
  return row;
}

/** Courses of bricks, each half a brick further than the one below. */
export function layBricks(seed: number, colours: readonly string[], blur: number): SceneLight[] {
  const [length, course] = [0.24, 0.082];
  const rows = Array.from({ length: 22 }, (_, row) => row);
  return rows.flatMap((row) =>
    setRow({ seed: seed + row * 7, x: [-2.1 + (row % 2) * (length / 2), 2.1], foot: -0.75 + (row + 1) * course, width: [length - 0.02, length - 0.02], height: [course - 0.017, course - 0.017], gap: 0.02, opacity: [0.35, 0.8], blur, colours }),
  );
}

function pick([least, most]: Range, index: number, seed: number): number {
  return least + ((most - least) * hash(index, seed, 29)) / 0xffffffff;
}

function choose(colours: readonly string[], index: number, seed: number): string {
  return colours[hash(index, seed, 31) % colours.length] ?? '#808080';
}
