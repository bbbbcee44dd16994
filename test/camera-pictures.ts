// Owns the pictures that are measured with: drawn people, as large and as heavy as a camera's. Cached nowhere.

import sharp from 'sharp';
import { drawPortrait, renderFile } from './drawn-portrait.ts';

/**
 * A drawn portrait as a camera would save it: so many pixels, with a sensor's noise.
 *
 * @param noise - Standard deviation of the noise in 8-bit steps; at quality 90, 12 megapixels with 14 have about 8 MB.
 */
export async function drawCameraJpeg(width: number, height: number, noise: number, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const portrait = await renderFile(drawPortrait({ width: 1200, height: Math.round((1200 * height) / width) }), 'png');
  const grain = await sharp({ create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: noise }, background: '#808080' } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const jpeg = await sharp(portrait).resize(width, height).composite([{ input: grain, blend: 'hard-light' }]).jpeg({ quality }).toBuffer();
  return new Uint8Array(jpeg);
}
