// Owns how hard a JPEG was compressed: told by its tables, or by the edges of its blocks in decoded pixels. Refuses to decode.

import type { Box, Pixels } from './pixels.ts';

/**
 * The standard table of luminance steps, in the zigzag order of a file.
 *
 * @see ITU-T T.81 Annex K.1
 */
const standardSteps = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
  56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

/** Markers of a JPEG: start of image, tables, start of scan. */
const [startOfImage, quantisationTables, startOfScan] = [0xd8, 0xdb, 0xda];

/**
 * Estimate the quality 1–100 of a JPEG on the scale of the Independent JPEG Group: the one whose table is nearest to
 * the file's own. Cameras, Photoshop and mozjpeg have tables of other shapes; they get the quality of equal steps on average.
 *
 * @param bytes - A whole file or its beginning.
 * @returns Nothing when it is no JPEG or holds no table.
 */
export function estimateJpegQuality(bytes: Uint8Array): number | null {
  const steps = readLuminanceSteps(bytes);
  if (!steps) return null;
  let [best, least] = [1, Infinity];
  for (let quality = 1; quality <= 100; quality++) {
    const difference = Math.abs(steps.reduce((sum, step, index) => sum + Math.log(step / stepAt(quality, index)), 0));
    if (difference < least) [best, least] = [quality, difference];
  }
  return best;
}

/** As `jpeg_quality_scaling` of libjpeg does it. */
function stepAt(quality: number, index: number): number {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return Math.min(255, Math.max(1, Math.floor((standardSteps[index]! * percent + 50) / 100)));
}

/** Table 0, which every encoder uses for luminance. Thumbnails lie inside other segments and are stepped over. */
function readLuminanceSteps(bytes: Uint8Array): number[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) return undefined;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    // Fill bytes may stand before any marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === startOfScan) return undefined;
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    const steps = marker === quantisationTables ? readTables(bytes.subarray(at + 4, Math.min(end, bytes.length))) : undefined;
    if (steps) return steps;
    at = end;
  }
  return undefined;
}

/** One segment may hold several tables, of bytes or of words. */
function readTables(segment: Uint8Array): number[] | undefined {
  for (let at = 0; at < segment.length; ) {
    const [bytesPerStep, table] = [segment[at]! >> 4 ? 2 : 1, segment[at]! & 15];
    const end = at + 1 + 64 * bytesPerStep;
    if (end > segment.length) return undefined;
    if (table === 0) {
      const stepOf = (index: number) => (bytesPerStep === 1 ? segment[at + 1 + index]! : segment[at + 1 + index * 2]! * 256 + segment[at + 2 + index * 2]!);
      return Array.from({ length: 64 }, (_, index) => Math.max(1, stepOf(index)));
    }
    at = end;
  }
  return undefined;
}

/** Side of a JPEG's blocks. */
const blockSide = 8;

/**
 * How much steeper neighbours differ at the edges of 8 × 8 blocks than elsewhere, wherever the grid lies: pictures are
 * turned and cropped after they were compressed.
 *
 * @param box - In whole pixels, inside the picture and not resampled; at least 32 × 32 to tell anything.
 * @returns About 1 where there are no blocks.
 */
export function measureBlockiness(picture: Pixels<3>, box: Box): number {
  if (box.width < blockSide * 4 || box.height < blockSide * 4) return 1;
  return (steepestPhase(picture, box, true) + steepestPhase(picture, box, false)) / 2;
}

/** Green is four fifths of what the eye sees of sharpness, and luminance enough. */
function steepestPhase({ data, width }: Pixels<3>, box: Box, isAcross: boolean): number {
  const sums = new Float64Array(blockSide);
  const counts = new Float64Array(blockSide);
  const step = isAcross ? 3 : width * 3;
  const [right, bottom] = [box.x + box.width - (isAcross ? 1 : 0), box.y + box.height - (isAcross ? 0 : 1)];
  for (let y = box.y; y < bottom; y++) {
    for (let x = box.x; x < right; x++) {
      const at = (y * width + x) * 3 + 1;
      const phase = (isAcross ? x : y) % blockSide;
      sums[phase] = sums[phase]! + Math.abs(data[at + step]! - data[at]!);
      counts[phase] = counts[phase]! + 1;
    }
  }
  const means = sums.map((sum, phase) => sum / Math.max(1, counts[phase]!));
  const most = Math.max(...means);
  const others = (means.reduce((sum, mean) => sum + mean, 0) - most) / (blockSide - 1);
  return others > 0 ? most / others : 1;
}
