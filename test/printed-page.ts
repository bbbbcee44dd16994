// Owns what a printer would make of a PDF: its page as pixels, by poppler's pdftoppm. Refuses to install it.

import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import type { Pixels } from '../src/photo/pixels.ts';

/** Is there a pdftoppm? Says in one line how to get one when there is none. */
export function hasPdftoppm(): boolean {
  const there = spawnSync('pdftoppm', ['-v']).error === undefined;
  if (!there) process.stdout.write('skipped: no pdftoppm on the PATH. Install it (Debian: apt-get install poppler-utils).\n');
  return there;
}

/** The first page at so many dots per inch. */
export async function printPage(pdf: Uint8Array, dpi: number): Promise<Pixels<3>> {
  const { stdout, status } = spawnSync('pdftoppm', ['-r', String(dpi), '-png', '-f', '1', '-l', '1', '-'], { input: pdf, maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`pdftoppm ended with ${status}`);
  return readPixels(stdout);
}

/** Any picture's pixels. */
export async function readPixels(file: Uint8Array): Promise<Pixels<3>> {
  const { data, info } = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data: Uint8Array.from(data), width: info.width, height: info.height, channels: 3 };
}

/** Where the runs of dots of a colour begin and end on one line of a picture. */
export function findRuns(pixels: Pixels<3>, line: { readonly x: number } | { readonly y: number }, isWanted: (colour: readonly number[]) => boolean): [number, number][] {
  const length = 'x' in line ? pixels.height : pixels.width;
  const runs: [number, number][] = [];
  for (let along = 0, inside = false; along <= length; along++) {
    const at = ('x' in line ? along * pixels.width + line.x : line.y * pixels.width + along) * 3;
    const wanted = along < length && isWanted([...pixels.data.subarray(at, at + 3)]);
    if (wanted && !inside) runs.push([along, along]);
    if (!wanted && inside) runs.at(-1)![1] = along;
    inside = wanted;
  }
  return runs;
}
