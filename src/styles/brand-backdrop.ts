// Owns the backdrop of a brand: plain paper of one colour. Refuses scenes, and light that would make another colour of it.

import type { Backdrop } from './backdrops.ts';
import { lightnessOf, luminanceOf, readHex } from './colour.ts';

const hexColour = /^#[0-9a-f]{6}$/;

/** Half of what other papers lose: a brand's colour shall be seen as it is. */
const falloffStops = 0.5;
/** Below this lightness a shadow is not seen. */
const leastShadowedLightness = 40;

/** Describe paper of a colour. @returns Undefined for what is not `#rrggbb` in small letters. */
export function describeBrandBackdrop(colour: string): Backdrop | undefined {
  if (!hexColour.test(colour)) return undefined;
  const lightness = lightnessOf(luminanceOf(readHex(colour)));
  return {
    id: colour,
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
