// Owns how a person's light is put right: white balance, exposure, contrast, highlights. Refuses to change anyone's skin.

import type { Pixels } from '../../photo/pixels.ts';
import { clamp, encodeGamma, hueOf, labOf, linearOfByte } from '../../styles/colour.ts';
import type { Triple } from '../../styles/colour.ts';
import { lumaOf } from './light-reading.ts';
import type { LightReading } from './light-reading.ts';
import type { FaceMarks } from './marks.ts';
import { maskSkin } from './marks.ts';
import { enlargePlaneRow } from './plane.ts';

/** What will be done to the light of a person. */
export interface TonePlan {
  /** Factors on linear red, green and blue: white balance and exposure in one. */
  readonly gains: Triple;
  /** Exposure alone, in stops. */
  readonly stops: number;
  /** Luma that contrast turns around: the skin's own, so that skin stays where it was. */
  readonly pivot: number;
  /** Slope of the mid-tones at the pivot. */
  readonly contrast: number;
  /** Luma taken off the deepest shadows: haze. */
  readonly haze: number;
}

/** ln(red ÷ blue) of black bodies between 5500 K and 6100 K: what 600 K do to grey. */
const castLimit = 0.142;

/** Largest change of exposure in stops, to either side. */
const stopLimit = 0.7;

/** Largest lift, in stops, of a face in shade beside something bright. */
const shadeLimit = 0.35;

/** ln(red ÷ blue) by which a look may lean warmer or cooler at most: some 200 K, and less where skin would turn. */
const leanLimit = 0.05;

/** Skin may turn this far in CIELAB hue; 3° begin to be noticed, and rounding takes one. */
const hueLimitDegrees = 1.6;

/** A whole face is dark when the whites of its eyes are below this L*; well lit ones are at 60 to 85. */
const dimEyeWhite = 42;

/** Luma from which highlights on skin are bent, and where white ends up. */
const [shoulder, skinWhite] = [224, 242];

/**
 * Decide what a person's light needs; a photo in order gets a little contrast and nothing else.
 *
 * @param warmth - −1 cooler to 1 warmer, towards the light of the place behind.
 */
export function planTone(reading: LightReading, warmth = 0): TonePlan {
  const stops = exposureOf(reading);
  const balance = balanceOf(reading, warmth);
  const factor = 2 ** stops;
  const gains: Triple = [balance[0] * factor, balance[1] * factor, balance[2] * factor];
  const lit = gainColour(reading.skin, gains);
  return { gains, stops, pivot: clamp(lumaOf(...lit), 40, 220), contrast: 1.07, haze: clamp(reading.black - 10, 0, 10) };
}

function exposureOf({ eyeWhite, bright, skinHighlight }: LightReading): number {
  if (skinHighlight > 250) return -Math.min(stopLimit, (skinHighlight - 250) * 0.05);
  if (eyeWhite === undefined || eyeWhite > dimEyeWhite) return 0;
  const wanted = Math.log2(luminanceAt(dimEyeWhite + 12) / Math.max(1e-4, luminanceAt(eyeWhite)));
  // Something of the person is bright already: the face is in its own shade, and only some of it may be lifted.
  return clamp(wanted / 2, 0, bright > 190 ? shadeLimit : stopLimit);
}

function luminanceAt(lightness: number): number {
  return ((lightness + 16) / 116) ** 3;
}

/** Gray-world over the person's neutrals, limited, pulled half way, and less where skin would turn. */
function balanceOf({ cast, skin }: LightReading, warmth: number): Triple {
  const hue = hueOf(labOf(...skin));
  for (let pull = clamp(cast, -castLimit, castLimit) / 2 - warmth * leanLimit; Math.abs(pull) > 0.002; pull *= 0.7) {
    const gains = keepLuminance([Math.exp(-pull / 2), 1, Math.exp(pull / 2)], skin);
    const turned = Math.abs(hueOf(labOf(...gainColour(skin, gains))) - hue);
    if (Math.min(turned, 360 - turned) < hueLimitDegrees) return gains;
  }
  return [1, 1, 1];
}

function keepLuminance(gains: Triple, colour: Triple): Triple {
  const light = colour.map((byte) => linearOfByte[Math.round(byte)] ?? 0);
  const before = lumaOf(light[0] ?? 0, light[1] ?? 0, light[2] ?? 0);
  const after = lumaOf((light[0] ?? 0) * gains[0], (light[1] ?? 0) * gains[1], (light[2] ?? 0) * gains[2]);
  const factor = after > 0 ? before / after : 1;
  return [gains[0] * factor, gains[1] * factor, gains[2] * factor];
}

function gainColour(colour: Triple, gains: Triple): Triple {
  const apply = (channel: 0 | 1 | 2) => gainByte(Math.round(colour[channel]), gains[channel]);
  return [apply(0), apply(1), apply(2)];
}

/**
 * Apply a plan in place.
 *
 * @param foreground - The person's colour.
 * @param alpha - Where there is a person; the rest is left alone.
 */
export function applyTone(foreground: Pixels<3>, alpha: Pixels<1>, marks: FaceMarks, plan: TonePlan): void {
  const { width, height } = foreground;
  const tables = { reds: gainTable(plan.gains[0]), greens: gainTable(plan.gains[1]), blues: gainTable(plan.gains[2]), factors: curveFactors(plan) };
  const skin = maskSkin(marks, width, height);
  const row = new Float32Array(width);
  // Assigning to a clamped array rounds and bounds.
  const data = new Uint8ClampedArray(foreground.data.buffer);
  for (let y = 0; y < height; y++) {
    enlargePlaneRow(skin, y, height, row);
    toneRow(data, alpha.data, y * width, tables, row);
  }
  skin.data.fill(0);
}

/** Byte → sRGB 0..255 for each channel, and luma → factor on all three. */
interface ToneTables {
  readonly reds: Float32Array;
  readonly greens: Float32Array;
  readonly blues: Float32Array;
  readonly factors: Float32Array;
}

function toneRow(data: Uint8ClampedArray, alpha: Uint8Array, start: number, { reds, greens, blues, factors }: ToneTables, skin: Float32Array): void {
  for (let x = 0, at = start * 3; x < skin.length; x++, at += 3) {
    if (alpha[start + x] === 0) continue;
    const red = reds[data[at]!]!;
    const green = greens[data[at + 1]!]!;
    const blue = blues[data[at + 2]!]!;
    const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let factor = factors[(luma + 0.5) | 0] ?? 1;
    const toned = luma * factor;
    if (toned > shoulder) factor *= 1 - skin[x]! * (1 - rollOff(toned) / toned);
    data[at] = red * factor;
    data[at + 1] = green * factor;
    data[at + 2] = blue * factor;
  }
}

/** Byte → sRGB 0..255 after a factor on its light. */
function gainTable(gain: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => gainByte(byte, gain));
}

/** A factor on light that bends instead of clipping: white stays white, and a factor of 1 changes nothing. */
function gainByte(byte: number, gain: number): number {
  const light = linearOfByte[byte] ?? 0;
  return 255 * encodeGamma(gain > 1 ? (gain * light) / (1 + (gain - 1) * light * light) : gain * light);
}

/**
 * Luma → factor on all three channels, so that hue and saturation stay. The curve leaves the pivot, black and
 * white in place and is steeper only between.
 */
function curveFactors({ pivot, contrast, haze }: TonePlan): Float32Array {
  return Float32Array.from({ length: 256 }, (_, luma) => {
    if (luma === 0) return 1;
    const away = luma - pivot;
    const room = away < 0 ? pivot : 255 - pivot;
    const share = Math.abs(away) / room;
    // s(1 − s)² has slope 1 at the pivot and meets the end flat.
    const bent = luma + Math.sign(away) * (contrast - 1) * room * share * (1 - share) ** 2;
    const dark = haze * Math.max(0, 1 - luma / 64) ** 2;
    return Math.max(0, bent - dark) / luma;
  });
}

function rollOff(luma: number): number {
  const over = (luma - shoulder) / (255 - shoulder);
  return shoulder + (skinWhite - shoulder) * (1 - (1 - Math.min(1, over)) ** 1.55);
}
