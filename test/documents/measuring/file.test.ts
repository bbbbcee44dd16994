// Holds what is told of a file: its bytes, its tables, whether it has colours.

import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readFileMeasures } from '../../../src/documents/measuring/file.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import type { Pixels } from '../../../src/photo/pixels.ts';

const lines = { eyes: { x: 100, y: 90 }, crown: { x: 100, y: 20 }, chin: { x: 100, y: 150 }, rollDegrees: 0, interEyePixels: 40 };

function paint(colour: readonly [number, number, number]): Pixels<3> {
  const picture = createPixels(200, 200, 3);
  for (let at = 0; at < 200 * 200; at++) picture.data.set(colour, at * 3);
  return picture;
}

it('tells skin from grey', () => {
  const colouredOf = (picture: Pixels<3>) => readFileMeasures(new Uint8Array(1), { format: 'png' }, picture, lines).coloured;
  expect([colouredOf(paint([220, 170, 140])), colouredOf(paint([105, 67, 48])), colouredOf(paint([150, 151, 149]))]).toEqual([true, true, false]);
});

it('tells bytes, format and quality', async () => {
  const bytes = await sharp(paint([220, 170, 140]).data, { raw: { width: 200, height: 200, channels: 3 } }).jpeg({ quality: 40 }).toBuffer();
  expect(readFileMeasures(bytes, { format: 'jpeg' }, paint([220, 170, 140]), lines)).toEqual({ bytes: bytes.length, format: 'jpeg', jpegQuality: 40, blockiness: 1, coloured: true });
});

it('takes a head at the photo’s very edge', () => {
  const edge = { ...lines, eyes: { x: 3, y: 3 }, chin: { x: 3, y: 60 } };
  expect(readFileMeasures(new Uint8Array(1), { format: 'png' }, paint([220, 170, 140]), edge).blockiness).toBe(1);
});
