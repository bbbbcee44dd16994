// Owns the reading of a shape, as requests to image models say it. Refuses what is not two positive numbers.

/**
 * @param text - Width to height, such as `4:5` or `1.91:1`.
 * @returns Width over height.
 * @throws {RangeError} When the text is no shape.
 */
export function readRatio(text: string): number {
  const [width, height] = text.split(':').map(Number);
  const ratio = (width ?? Number.NaN) / (height ?? Number.NaN);
  if (!(ratio > 0) || !Number.isFinite(ratio)) throw new RangeError('an aspect ratio is two positive numbers: 4:5');
  return ratio;
}
