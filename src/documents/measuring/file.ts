// Owns what is measured of a photo's file: its bytes, its compression, whether it has colours. Refuses to judge.

import { estimateJpegQuality, measureBlockiness } from '../../photo/compression.ts';
import type { PhotoFacts } from '../../photo/open.ts';
import type { Box, Pixels } from '../../photo/pixels.ts';
import type { FileMeasures, HeadLines } from '../measures.ts';

/** Side of the window in which blocks are looked for, in pixels: 64 blocks across are plenty. */
const windowSide = 512;

/** Red, green and blue of a colour photo's face are further apart than this, 0..255; grey ones differ by rounding alone. */
const leastSpread = 8;

/** Share of the face that must. */
const leastColoured = 0.02;

/**
 * Read what the file itself tells.
 *
 * @param bytes - As uploaded.
 * @param photo - The file opened, at full size and not resampled; turned by quarters at most.
 */
export function readFileMeasures(bytes: Uint8Array, { format }: Pick<PhotoFacts, 'format'>, photo: Pixels<3>, lines: HeadLines): FileMeasures {
  const box = boxAround(lines, photo);
  return {
    bytes: bytes.byteLength,
    format,
    jpegQuality: estimateJpegQuality(bytes),
    blockiness: measureBlockiness(photo, box),
    coloured: isColoured(photo, box),
  };
}

/** Around the face's middle, as wide as the face, inside the photo. */
function boxAround({ eyes, chin, interEyePixels }: HeadLines, photo: Pixels): Box {
  const side = Math.floor(Math.min(windowSide, 3 * interEyePixels, photo.width, photo.height));
  const start = (middle: number, length: number) => Math.floor(Math.max(0, Math.min(length - side, middle - side / 2)));
  return { x: start((eyes.x + chin.x) / 2, photo.width), y: start((eyes.y + chin.y) / 2, photo.height), width: side, height: side };
}

function isColoured({ data, width }: Pixels<3>, box: Box): boolean {
  let [coloured, count] = [0, 0];
  for (let y = box.y; y < box.y + box.height; y += 2) {
    for (let x = box.x; x < box.x + box.width; x += 2) {
      const at = (y * width + x) * 3;
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > leastSpread) coloured++;
      count++;
    }
  }
  return coloured > leastColoured * count;
}
