// Owns pictures drawn for the tests of this folder. Refuses files: all but HEIC is made here.

import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { expect } from 'vitest';
import type { OpenLimits } from '../../src/photo/open.ts';
import type { Pixels } from '../../src/photo/pixels.ts';
import type { Problem } from '../../src/problem.ts';

export const limits: OpenLimits = { maxPixels: 50e6, minSidePixels: 16 };
export const notAborted = new AbortController().signal;

export const red = [200, 60, 40] as const;
export const green = [40, 160, 80] as const;
export const blue = [50, 80, 200] as const;
export const yellow = [230, 200, 60] as const;

/** Red and green above blue and yellow: tells any turn and mirroring apart. */
export function drawQuadrants(width = 160, height = 120): Sharp {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const top = x < width / 2 ? red : green;
      const bottom = x < width / 2 ? blue : yellow;
      data.set(y < height / 2 ? top : bottom, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function readFixture(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
}

export function colourAt(pixels: Pixels, x: number, y: number): number[] {
  const at = (Math.floor(y * pixels.height) * pixels.width + Math.floor(x * pixels.width)) * pixels.channels;
  return [...pixels.data.subarray(at, at + pixels.channels)];
}

/** The four quadrants' colours: top left, top right, bottom left, bottom right. */
export function quadrantsOf(pixels: Pixels): number[][] {
  return [[0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]].map(([x = 0, y = 0]) => colourAt(pixels, x, y));
}

export function largestDifference(one: readonly (readonly number[])[], other: readonly (readonly number[])[]): number {
  return Math.max(...one.flatMap((colour, index) => colour.map((part, channel) => Math.abs(part - (other[index]?.[channel] ?? 999)))));
}

/** The problem a piece of work ends in. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  return work.then(() => expect.fail('no problem'), (error: unknown) => error as Problem);
}
