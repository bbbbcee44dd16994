// Owns how a finished portrait becomes black and white: weights, contrast, grain. Refuses to lighten or darken anyone's skin.

import type { Pixels } from '../../photo/pixels.ts';
import type { Triple } from '../../styles/colour.ts';
import { clamp, encodeGamma, grainAt, hash, linearOfByte } from '../../styles/colour.ts';
import type { Printing } from '../../styles/look.ts';

/** Between the eye's own weights (0.21, 0.72, 0.07) and a yellow filter's: skin gains one L* at most, and blemishes, which are red, fade a little. */
const weights: Triple = [0.27, 0.65, 0.08];

/** Light in 4096 steps is finer than a byte in its shadows. */
const lightSteps = 4096;

const noiseMask = 0xffff;
const noise = new Float32Array(noiseMask + 1).map((_, index) => grainAt(index, 3, 23));

/**
 * Print a picture in black and white, in place.
 *
 * @param skin - sRGB 0..255 of the cheeks: contrast turns around their grey, so that it stays.
 */
export function printBlackAndWhite(picture: Pixels<3>, printing: Printing, skin: Triple): void {
  const table = developTable(printing, 255 * encodeGamma(greyLight(skin[0], skin[1], skin[2])));
  const { data, width, height } = picture;
  const to = new Uint8ClampedArray(data.buffer);
  for (let y = 0; y < height; y++) printRow(data, y * width * 3, (y + 1) * width * 3, table, printing.grain, hash(y, 41, 23), to);
}

function printRow(data: Uint8Array, start: number, end: number, table: Float32Array, grain: number, firstNoise: number, to: Uint8ClampedArray): void {
  let place = firstNoise & noiseMask;
  for (let at = start; at < end; at += 3) {
    place = (place + 1) & noiseMask;
    const grey = table[(greyLight(data[at]!, data[at + 1]!, data[at + 2]!) * (lightSteps - 1) + 0.5) | 0]!;
    // Film is grainiest in its middle tones and clean in white.
    const shine = grain * noise[place]! * (1 - Math.abs(grey - 110) / 200);
    to[at] = to[at + 1] = to[at + 2] = grey + shine;
  }
}

function greyLight(red: number, green: number, blue: number): number {
  return weights[0] * lightAt(red) + weights[1] * lightAt(green) + weights[2] * lightAt(blue);
}

function lightAt(byte: number): number {
  return linearOfByte[Math.round(byte)] ?? 0;
}

/** Light → grey 0..255: black, white and the pivot stay, the slope between them is steeper. */
function developTable({ contrast }: Printing, skinGrey: number): Float32Array {
  const pivot = clamp(skinGrey, 60, 200);
  return Float32Array.from({ length: lightSteps }, (_, step) => {
    const grey = 255 * encodeGamma(step / (lightSteps - 1));
    const room = grey < pivot ? pivot : 255 - pivot;
    const share = Math.abs(grey - pivot) / room;
    return grey + Math.sign(grey - pivot) * (contrast - 1) * room * share * (1 - share) ** 2 * 1.6;
  });
}
