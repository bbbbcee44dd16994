// Owns the colours of a thumbnail, all derived from one brand colour. Refuses to say where they go.

import type { Ink } from '../photo/canvas.ts';
import { encodeGamma, fitGamut, fromPolar, linearFromOklab, oklabFromLinear } from '../photo/colour-space.ts';
import { readHex } from './colour.ts';

/** Names of a palette's colours. */
export type Tint = 'brand' | 'deep' | 'night' | 'soft' | 'pale' | 'paper' | 'white' | 'ink' | 'pop';

export type Palette = Readonly<Record<Tint, Ink>>;

/**
 * Derive a palette.
 *
 * @param brand - `#rrggbb`.
 */
export function derivePalette(brand: string): Palette {
  const [lightness, a, b] = oklabFromLinear(readHex(brand));
  const [chroma, hue] = [Math.hypot(a, b), (Math.atan2(b, a) * 180) / Math.PI];
  const at = (light: number, mostChroma: number): Ink => inkOf(light, Math.min(chroma, mostChroma), hue);
  return {
    brand: inkOf(lightness, chroma, hue),
    deep: at(Math.min(0.36, lightness * 0.62), 0.12),
    night: at(0.19, 0.045),
    soft: at(0.86, 0.07),
    pale: at(0.955, 0.02),
    paper: [245, 240, 230],
    white: [255, 255, 255],
    ink: [21, 18, 15],
    pop: isYellow(chroma, hue) && lightness > 0.6 ? [255, 255, 255] : [255, 219, 45],
  };
}

/** Yellow pops out of everything but itself. */
function isYellow(chroma: number, hue: number): boolean {
  return chroma > 0.05 && hue > 60 && hue < 120;
}

function inkOf(lightness: number, chroma: number, hue: number): Ink {
  const [red, green, blue] = fitGamut(linearFromOklab(fromPolar([lightness, chroma, hue])));
  return [byteOf(red), byteOf(green), byteOf(blue)];
}

function byteOf(light: number): number {
  return Math.round(Math.min(1, Math.max(0, encodeGamma(light))) * 255);
}
