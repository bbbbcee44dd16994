// Owns the contact sheet of a pack: every picture small, in rows, on one page. Refuses words: files are named as the pictures are numbered.

import { encodePicture } from '../photo/encode.ts';
import type { EncodedFile } from '../photo/encode.ts';
import { resizePixels } from '../photo/frame.ts';
import type { Pixels } from '../photo/pixels.ts';
import { createPixels } from '../photo/pixels.ts';
import type { DigitalSourceType } from '../photo/provenance.ts';
import type { JobContext } from './orders.ts';

/** A picture on the sheet. */
export interface Tile {
  readonly number: number;
  readonly pixels: Pixels<3>;
  readonly source: DigitalSourceType;
}

/** Forty of them are 6 MB of pixels, and a sheet of six columns is 1300 pixels wide: a page at 150 dpi. */
const cell = { width: 200, height: 250, gap: 16 };

const mostColumns = 6;

/** Make a picture small; it stays as it is. */
export async function takeTile(number: number, pixels: Pixels<3>, source: DigitalSourceType, { vault, signal }: JobContext): Promise<Tile> {
  const scale = Math.min(1, cell.width / pixels.width, cell.height / pixels.height);
  const [width, height] = [Math.max(1, Math.round(pixels.width * scale)), Math.max(1, Math.round(pixels.height * scale))];
  return { number, source, pixels: await resizePixels(pixels, width, height, vault, signal) };
}

/** Lay tiles on a white sheet in the order of their numbers; they are erased. */
export async function printContactSheet(tiles: readonly Tile[], { vault, signal }: JobContext): Promise<EncodedFile> {
  const columns = Math.min(mostColumns, Math.ceil(Math.sqrt(tiles.length)));
  const rows = Math.ceil(tiles.length / columns);
  const sheet = vault.ownPixels(createPixels(columns * (cell.width + cell.gap) + cell.gap, rows * (cell.height + cell.gap) + cell.gap, 3));
  sheet.data.fill(255);
  for (const [place, { pixels }] of tiles.toSorted((one, other) => one.number - other.number).entries()) {
    const left = cell.gap + (place % columns) * (cell.width + cell.gap) + ((cell.width - pixels.width) >> 1);
    const top = cell.gap + Math.floor(place / columns) * (cell.height + cell.gap) + ((cell.height - pixels.height) >> 1);
    layOn(sheet, pixels, left, top);
    vault.erase(pixels.data);
  }
  const isPainted = tiles.some(({ source }) => source === 'trainedAlgorithmicMedia');
  const file = await encodePicture(sheet, { format: 'jpeg', source: isPainted ? 'compositeWithTrainedAlgorithmicMedia' : 'humanEdits' }, vault, signal);
  vault.erase(sheet.data);
  return file;
}

function layOn(sheet: Pixels<3>, tile: Pixels<3>, left: number, top: number): void {
  for (let row = 0; row < tile.height; row++) {
    const from = row * tile.width * 3;
    sheet.data.set(tile.data.subarray(from, from + tile.width * 3), ((top + row) * sheet.width + left) * 3);
  }
}
