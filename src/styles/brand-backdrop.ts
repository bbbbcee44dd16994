// Owns the backdrops of a brand: paper of one colour, plain, lit up or as a tint. Refuses scenes, and light that would make another colour of it.

import type { Backdrop } from './backdrops.ts';
import { lightnessOf, luminanceOf, mix, readHex } from './colour.ts';

const brandBackdrop = /^(#[0-9a-f]{6})(?:-(glow|tint))?$/;

/** Half of what other papers lose: a brand's colour shall be seen as it is. */
const falloffStops = 0.5;
/** Below this lightness a shadow is not seen. */
const leastShadowedLightness = 40;
/** Share of white in a tint: as pale as paper, and still a colour. */
const tintShare = 0.66;

/** Describe paper of a colour. @param id - `#rrggbb` in small letters; with `-glow` or `-tint` behind it, lit up or pale. @returns Undefined for what is neither. */
export function describeBrandBackdrop(id: string): Backdrop | undefined {
  const [, colour, kind] = brandBackdrop.exec(id) ?? [];
  if (!colour) return undefined;
  if (kind === 'glow') return { ...paperOf(id, colour), falloffStops: 1.5, footStops: 0.3, shadow: 0, description: `A seamless studio paper backdrop of the colour ${colour}, lit up behind the head and falling off deep towards the corners.` };
  if (kind === 'tint') return { ...paperOf(id, tintOf(colour)), description: `A seamless studio paper backdrop of a pale tint of the colour ${colour}, bright and evenly lit.` };
  return paperOf(id, colour);
}

function paperOf(id: string, colour: string): Backdrop {
  const lightness = lightnessOf(luminanceOf(readHex(colour)));
  return {
    id,
    title: 'Brand',
    kind: 'paper',
    colour,
    foot: colour,
    lightness,
    falloffStops,
    footStops: 0.1,
    mottle: 0,
    shadow: lightness < leastShadowedLightness ? 0 : 0.06,
    lights: [],
    description: `A seamless studio paper backdrop of the plain colour ${colour}, evenly lit, with only a soft fall of light towards the edges.`,
  };
}

/** Mixed as printers' inks look mixed, in sRGB: in linear light a dark colour would turn grey. */
function tintOf(colour: string): string {
  const bytes = [1, 3, 5].map((at) => Math.round(mix(Number.parseInt(colour.slice(at, at + 2), 16), 255, tintShare)));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
