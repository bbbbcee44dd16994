// Owns which sizes the image models paint. Refuses nothing: the nearest size is always one.

import { readRatio } from '../aspect-ratio.ts';
import type { PaintRequest } from '../engine.ts';

/** Sizes of the models that take no other. */
const standardSizes = [[1024, 1024], [1536, 1024], [1024, 1536]] as const;
const modelsOfStandardSizes = /^(gpt-image-1|chatgpt-image)/;

/** Sides are multiples of 16. */
const unitPixels = 16;
/** One side is at most three times the other. */
const maxElongation = 3;
/** Larger ones are experimental: 2560 × 1440. What is asked beyond is enlarged by the finish, which says so. */
const maxArea = 2560 * 1440;
const maxSide = 2560;

/** Megapixels as Gemini counts them: 1K is 1024², 2K four times that. */
const areas: Readonly<Record<PaintRequest['imageSize'], number>> = { '1K': 1024 ** 2, '2K': maxArea, '4K': maxArea };

/**
 * The model's size that is nearest to the shape asked for, such as `1344x1680`: the least is cropped away.
 *
 * @param aspectRatio - Width to height, such as `4:5` or `1.91:1`.
 * @see https://developers.openai.com/api/reference/resources/images/methods/edit (size)
 */
export function planSize(aspectRatio: string, imageSize: PaintRequest['imageSize'], model: string): string {
  const ratio = Math.min(maxElongation, Math.max(1 / maxElongation, readRatio(aspectRatio)));
  return (modelsOfStandardSizes.test(model) ? findStandardSize(ratio) : fitSize(ratio, areas[imageSize])).join('x');
}

function findStandardSize(ratio: number): readonly [number, number] {
  const distance = ([width, height]: readonly [number, number]) => Math.abs(Math.log(width / height / ratio));
  return standardSizes.reduce<readonly [number, number]>((best, size) => (distance(size) < distance(best) ? size : best), standardSizes[0]);
}

/** Rounded down, so that neither the area nor a side goes over; the shorter side up when the shape would become too long. */
function fitSize(ratio: number, area: number): readonly [number, number] {
  const longest = Math.min(maxSide, Math.sqrt(area * Math.max(ratio, 1 / ratio)));
  const long = floorToUnit(longest);
  const short = Math.max(floorToUnit(longest / Math.max(ratio, 1 / ratio)), Math.ceil(long / maxElongation / unitPixels) * unitPixels);
  return ratio >= 1 ? [long, short] : [short, long];
}

function floorToUnit(pixels: number): number {
  return Math.floor(pixels / unitPixels) * unitPixels;
}
