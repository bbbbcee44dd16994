// Owns the light retouch: shadows under the eyes eased, redness taken back half way. Refuses texture: it moves broad colour only.

import type { Pixels } from '../../photo/pixels.ts';
import { clamp } from '../../styles/colour.ts';
import type { Triple } from '../../styles/colour.ts';
import { maskBareSkin, maskUnderEyes, reachOf } from './marks.ts';
import type { FaceMarks } from './marks.ts';
import { blurPlane, createPlane, enlargePlaneRow } from './plane.ts';
import type { Plane } from './plane.ts';

/** Share of a shadow's depth that is lifted, and of redness that is taken back. */
const easing = 0.5;

/** Darker than the cheek by more than this, in 255ths, is no shadow but a frame of glasses or hair: it fades out from the first to the second. */
const [shadowDepth, notShadow] = [42, 80];

/** Logarithm of red over green above the face's own middle from which skin counts as red, and the most that is looked at. */
const [redFrom, redMost] = [0.02, 0.14];

/** The widest pore and the finest wrinkle are smaller than this share of the way from eyes to chin. */
const broadness = 0.055;

/** Colour is looked at in this size. */
const lookSide = 480;

/** Retouch in place. @param alpha - Where there is a person; the rest is left alone. */
export function retouchSkin(picture: Pixels<3>, alpha: Pixels<1>, marks: FaceMarks): void {
  const broad = readBroadColour(picture, marks);
  const lifts = liftShadows(broad, maskUnderEyes(marks, picture.width, picture.height, lookSide));
  calmRedness(broad, lifts);
  const rows = lifts.map(() => new Float32Array(picture.width)) as [Float32Array, Float32Array, Float32Array];
  const data = new Uint8ClampedArray(picture.data.buffer);
  for (let y = 0, place = 0; y < picture.height; y++) {
    for (const [channel, lift] of lifts.entries()) enlargePlaneRow(lift, y, picture.height, rows[channel as 0 | 1 | 2]);
    for (let x = 0; x < picture.width; x++, place++) {
      if (alpha.data[place] === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const at = place * 3 + channel;
        data[at] = (data[at] ?? 0) * (1 + (rows[channel as 0 | 1 | 2][x] ?? 0));
      }
    }
  }
  for (const plane of [...broad.colour, broad.skin, ...lifts]) plane.data.fill(0);
}

interface BroadColour {
  /** Red, green and blue 0..255 of the skin around each point, features left out. */
  readonly colour: readonly [Plane, Plane, Plane];
  /** 0..1: where skin is. */
  readonly skin: Plane;
  /** Middle colour of the skin. */
  readonly middle: Triple;
}

/** Blur the skin alone: what is divided by the blurred mask knows nothing of eyes, brows and lips. */
function readBroadColour(picture: Pixels<3>, marks: FaceMarks): BroadColour {
  const skin = maskBareSkin(marks, picture.width, picture.height, lookSide);
  const weight = { ...skin, data: skin.data.slice() };
  const deviation = (reachOf(marks) * skin.width * broadness) / picture.width;
  const raw = [0, 1, 2].map((channel) => sampleChannel(picture, skin, channel)) as [Plane, Plane, Plane];
  const middle = raw.map((plane) => middleOf(plane, skin)) as unknown as Triple;
  blurPlane(weight, deviation);
  for (const plane of raw) {
    blurPlane(plane, deviation);
    for (let at = 0; at < plane.data.length; at++) plane.data[at] = (plane.data[at] ?? 0) / Math.max(1e-3, weight.data[at] ?? 0);
  }
  weight.data.fill(0);
  return { colour: raw, skin, middle };
}

/** One channel in the mask's size, times the mask. */
function sampleChannel({ data, width, height }: Pixels<3>, skin: Plane, channel: number): Plane {
  const plane = createPlane(width, height, lookSide);
  const step = width / plane.width;
  for (let row = 0, at = 0; row < plane.height; row++) {
    for (let column = 0; column < plane.width; column++, at++) {
      const share = skin.data[at] ?? 0;
      if (share === 0) continue;
      let sum = 0;
      // Nine samples of each square: noise is the blur's to take out.
      for (const v of thirds) for (const u of thirds) sum += data[(Math.min(height - 1, Math.floor((row + v) * step)) * width + Math.min(width - 1, Math.floor((column + u) * step))) * 3 + channel] ?? 0;
      plane.data[at] = (share * sum) / 9;
    }
  }
  return plane;
}

const thirds = [1 / 6, 1 / 2, 5 / 6];

function middleOf(plane: Plane, skin: Plane): number {
  const values: number[] = [];
  for (let at = 0; at < plane.data.length; at++) if ((skin.data[at] ?? 0) > 0.9) values.push((plane.data[at] ?? 0) / (skin.data[at] ?? 1));
  const sorted = Float32Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/** Factors less one, for each channel: towards the skin's middle where it is darker than that under the eyes. */
function liftShadows({ colour, middle }: BroadColour, under: Plane): [Plane, Plane, Plane] {
  const lifts = colour.map((plane) => ({ ...plane, data: new Float32Array(plane.data.length) })) as [Plane, Plane, Plane];
  for (let at = 0; at < under.data.length; at++) {
    const share = under.data[at] ?? 0;
    if (share < 0.01) continue;
    const depth = middle[1] - (colour[1].data[at] ?? 0);
    const strength = easing * share * clamp((notShadow - depth) / (notShadow - shadowDepth), 0, 1);
    for (const [channel, lift] of lifts.entries()) {
      const own = colour[channel as 0 | 1 | 2].data[at] ?? 0;
      if (own > 8) lift.data[at] = (strength * clamp(middle[channel as 0 | 1 | 2] - own, 0, shadowDepth)) / own;
    }
  }
  return lifts;
}

/** Where skin is redder than the face's middle: less red, a little more green, the same luminance. */
function calmRedness({ colour, skin, middle }: BroadColour, lifts: readonly [Plane, Plane, Plane]): void {
  const usual = Math.log(Math.max(1, middle[0]) / Math.max(1, middle[1]));
  for (let at = 0; at < skin.data.length; at++) {
    const [red, green] = [colour[0].data[at] ?? 0, colour[1].data[at] ?? 0];
    const share = skin.data[at] ?? 0;
    if (share < 0.01 || green < 8) continue;
    const excess = clamp(Math.log(red / green) - usual - redFrom, 0, redMost) * easing * share;
    lifts[0].data[at] = (1 + (lifts[0].data[at] ?? 0)) * Math.exp(-0.7 * excess) - 1;
    lifts[1].data[at] = (1 + (lifts[1].data[at] ?? 0)) * Math.exp(0.2 * excess) - 1;
  }
}
