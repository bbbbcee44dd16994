// Owns the small picture of a look: its backdrop, its crop, and a plaster bust in its clothes. Refuses a face: nobody is the example.

import { createPixels } from '../photo/pixels.ts';
import type { Pixels } from '../photo/pixels.ts';
import { paintBackdrop } from './backdrop-painting.ts';
import { findBackdrop } from './backdrops.ts';
import { clamp, encodeGamma, linearOfByte, luminanceOf, readHex } from './colour.ts';
import type { Triple } from './colour.ts';
import { framings } from './look.ts';
import type { Look, OutfitId } from './look.ts';

/** The colour in which brand looks are shown before somebody gives their own. */
export const exampleBrand = '#1f6f8b';

/** Key light from the left, above and in front, as a unit vector. */
const key: Triple = [-0.5, -0.42, 0.757];

/** How a garment is drawn: cloth, what shows in its opening, and how deep that reaches in head heights below the chin. */
interface Garment {
  readonly cloth: string;
  readonly under?: string;
  readonly depth?: number;
  readonly tie?: string;
  /** Cloth up to under the chin. */
  readonly isHigh?: boolean;
  /** Folded over along the opening. */
  readonly hasLapels?: boolean;
}

const garments: Readonly<Record<OutfitId, Garment>> = {
  'as-worn': { cloth: '#857b71' },
  suit: { cloth: '#2c3444', under: '#eceef0', depth: 0.95, hasLapels: true },
  'suit-and-tie': { cloth: '#2a3140', under: '#f1f2f3', depth: 0.95, tie: '#6b2f37', hasLapels: true },
  blazer: { cloth: '#4b5664', under: '#dcd8d1', depth: 0.9, hasLapels: true },
  shirt: { cloth: '#c3d0dc', under: '#b9b4ae', depth: 0.3, hasLapels: true },
  blouse: { cloth: '#d9c4bb', under: '#b9b4ae', depth: 0.42 },
  knit: { cloth: '#8b7f73' },
  turtleneck: { cloth: '#26262a', isHigh: true },
  tee: { cloth: '#d5d3ce' },
  denim: { cloth: '#4f6580', under: '#dedbd5', depth: 0.75, hasLapels: true },
  'outdoor-jacket': { cloth: '#56624c', under: '#a3937f', depth: 0.55, hasLapels: true },
  scrubs: { cloth: '#5f8f93', under: '#b9b4ae', depth: 0.34 },
  'white-coat': { cloth: '#f2f4f4', under: '#9fb4c6', depth: 0.85, hasLapels: true },
  gown: { cloth: '#1f1e22', under: '#e9e9ea', depth: 0.6, hasLapels: true },
  robe: { cloth: '#1c1b1f', under: '#f4f4f4', depth: 0.35 },
};

const plaster = '#cbc7c1';

/** Paint the picture of a look. @returns RGB in a buffer of its own; the same every time. */
export function paintLookSwatch(look: Look, width: number, height: number): Pixels<3> {
  const closeness = framings.find(({ id }) => id === look.framing)?.closeness ?? 1;
  const headHeight = 0.4 * height * closeness;
  const head = { x: width / 2, y: 0.11 * height + headHeight / 2 + (closeness < 1 ? 0.05 * height : 0) };
  const backdrop = findBackdrop(look.family === 'brand' ? brandId(look) : look.backdrop);
  if (!backdrop) throw new RangeError('a look without a backdrop');
  const picture = paintBackdrop(backdrop, width, height, { head, headHeight, light: -0.3, grain: 0.6 });
  drawBust(picture, head, headHeight, garments[look.outfits[0]]);
  return look.printing ? withoutColour(picture) : picture;
}

function brandId({ backdrop }: Look): string {
  return backdrop === 'plain' ? exampleBrand : `${exampleBrand}-${backdrop}`;
}

/** Looks at each pixel, in a square of this side, so that edges are smooth. */
const looksAcross = 2;
const looksAtPixel = looksAcross ** 2;

function drawBust(picture: Pixels<3>, head: { readonly x: number; readonly y: number }, unit: number, garment: Garment): void {
  const bust = createBust(garment);
  const sums = [0, 0, 0];
  for (let y = 0, at = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++, at += 3) {
      let covered = 0;
      sums.fill(0);
      for (let look = 0; look < looksAtPixel; look++) {
        const seen = bust((x + ((look % looksAcross) + 0.5) / looksAcross - head.x) / unit, (y + (Math.floor(look / looksAcross) + 0.5) / looksAcross - head.y) / unit);
        if (!seen) continue;
        covered++;
        for (let channel = 0; channel < 3; channel++) sums[channel] = (sums[channel] ?? 0) + (seen[channel] ?? 0);
      }
      if (covered === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const behind = linearOfByte[picture.data[at + channel] ?? 0] ?? 0;
        picture.data[at + channel] = Math.round(255 * clamp(encodeGamma(((sums[channel] ?? 0) + behind * (looksAtPixel - covered)) / looksAtPixel), 0, 1));
      }
    }
  }
}

/** The light of a point of the bust, in head heights from the middle of its head; undefined where there is none. */
function createBust(garment: Garment): (x: number, y: number) => Triple | undefined {
  const [skin, cloth, under, tie] = [readHex(plaster), readHex(garment.cloth), readHex(garment.under ?? garment.cloth), readHex(garment.tie ?? garment.cloth)];
  return (x, y) => {
    const face = headAt(x, y);
    if (face !== undefined) return shade(skin, face);
    const isCloth = y > shoulderAt(x) && Math.abs(x) < 0.99;
    const neck = Math.abs(x) < neckWidth && y > 0.2 && y < 0.9;
    if (!isCloth && !neck) return undefined;
    if (garment.isHigh && neck && y > 0.56) return shade(cloth, 0.75 + 0.35 * roundAt(x, neckWidth));
    // Under the chin lies the head's own shadow.
    const chin = 1 - 0.45 * clamp(1 - (y - 0.42) / 0.28, 0, 1);
    if (neck && y < collarAt(x)) return shade(skin, chin * (0.5 + 0.5 * roundAt(x, neckWidth)));
    return clothAt(garment, { cloth, under, tie }, x, y);
  };
}

const neckWidth = 0.2;

/** Light on the head, 0..1.1; undefined beside it. The jaw is narrower than the brow. */
function headAt(x: number, y: number): number | undefined {
  const wide = 0.375 - 0.085 * clamp(y / 0.5, 0, 1) ** 1.6;
  const [u, v] = [x / wide, y / 0.5];
  const off = u * u + v * v;
  if (off >= 1) return undefined;
  return 0.42 + 0.62 * Math.max(0, u * key[0] + v * key[1] + Math.sqrt(1 - off) * key[2]);
}

/** Upper edge of the shoulders. */
function shoulderAt(x: number): number {
  return 0.64 + 0.5 * (Math.abs(x) / 0.99) ** 1.7 + 0.35 * clamp((Math.abs(x) - 0.8) / 0.19, 0, 1) ** 3;
}

/** Upper edge of a round neck. */
function collarAt(x: number): number {
  return 0.78 - 0.14 * (x / neckWidth) ** 2;
}

/** Light on something upright and round. */
function roundAt(x: number, half: number): number {
  return clamp(Math.sqrt(Math.max(0, 1 - (x / half) ** 2)) * 0.8 - (x / half) * 0.35, 0, 1);
}

function clothAt({ depth = 0, hasLapels, tie }: Garment, colours: { readonly cloth: Triple; readonly under: Triple; readonly tie: Triple }, x: number, y: number): Triple {
  const light = 0.72 + 0.3 * roundAt(x, 1.15) - 0.12 * clamp(y - 0.9, 0, 1);
  const bottom = 0.68 + depth;
  const open = 0.23 * clamp((bottom - y) / Math.max(0.01, depth), 0, 1.1);
  const inside = depth > 0 && y < bottom && Math.abs(x) < open;
  if (inside && tie && Math.abs(x) < 0.045 + 0.03 * clamp((y - 0.78) / 0.5, 0, 1) && y > 0.74) return shade(colours.tie, light);
  if (inside) return shade(colours.under, light * (1 - 0.25 * clamp((Math.abs(x) - open + 0.05) / 0.05, 0, 1)));
  const lapel = hasLapels && depth > 0 && y < bottom && Math.abs(x) < open + 0.13 * clamp((bottom - y) / 0.35, 0, 1);
  return shade(colours.cloth, lapel ? light * 1.16 : light);
}

function shade([red, green, blue]: Triple, light: number): Triple {
  return [red * light, green * light, blue * light];
}

function withoutColour(picture: Pixels<3>): Pixels<3> {
  const grey = createPixels(picture.width, picture.height, 3);
  for (let at = 0; at < picture.data.length; at += 3) {
    const light = luminanceOf([linearOfByte[picture.data[at] ?? 0] ?? 0, linearOfByte[picture.data[at + 1] ?? 0] ?? 0, linearOfByte[picture.data[at + 2] ?? 0] ?? 0]);
    grey.data.fill(Math.round(255 * encodeGamma(light)), at, at + 3);
  }
  return grey;
}
