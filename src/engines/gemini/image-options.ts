// Owns which shapes the image models paint. Refuses nothing: the nearest shape is always one.

import { readRatio } from '../aspect-ratio.ts';

/** Shapes that every image model of the family takes. @see https://ai.google.dev/gemini-api/docs/image-generation */
const commonRatios = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'];
const extremeRatios = ['1:4', '1:8', '4:1', '8:1'];
const modelsWithExtremes = ['gemini-nano-banana-2.1', 'gemini-3.1-flash-image'];

/**
 * The model's shape that is nearest to the one asked for: the least is cropped away.
 *
 * @param wanted - Width to height, such as `4:5` or `1.91:1`.
 */
export function findNearestRatio(wanted: string, model: string): string {
  const ratios = modelsWithExtremes.includes(model) ? [...commonRatios, ...extremeRatios] : commonRatios;
  const distance = (ratio: string) => Math.abs(Math.log(readRatio(ratio) / readRatio(wanted)));
  return ratios.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best));
}
