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
  for (let y = 0; y < picture.height; y++) {
    for (const [channel, lift] of lifts.entries()) enlargePlaneRow(lift, y, picture.height, rows[channel as 0 | 1 | 2]);
    liftRow(data, alpha.data, y * picture.width, ...rows);
  }
  for (const plane of [...broad.colour, broad.skin, ...lifts]) plane.data.fill(0);
}

function liftRow(data: Uint8ClampedArray, alpha: Uint8Array, start: number, reds: Float32Array, greens: Float32Array, blues: Float32Array): void {
  for (let x = 0, at = start * 3; x < reds.length; x++, at += 3) {
    if (alpha[start + x] === 0) continue;
    data[at] = data[at]! * (1 + reds[x]!);
    data[at + 1] = data[at + 1]! * (1 + greens[x]!);
    data[at + 2] = data[at + 2]! * (1 + blues[x]!);
  }
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
    for (let from = 0; from < plane.data.length; from += plane.width) divideRow(plane.data, weight.data, from, from + plane.width);
  }
  weight.data.fill(0);
  return { colour: raw, skin, middle };
}

function divideRow(data: Float32Array, weight: Float32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) data[at] = data[at]! / Math.max(1e-3, weight[at]!);
}

/** One channel in the mask's size, times the mask. */
function sampleChannel(picture: Pixels<3>, skin: Plane, channel: number): Plane {
  const plane = createPlane(picture.width, picture.height, lookSide);
  for (let row = 0; row < plane.height; row++) sampleRow(picture, channel, skin, row, plane.data);
  return plane;
}

function sampleRow({ data, width, height }: Pixels<3>, channel: number, skin: Plane, row: number, out: Float32Array): void {
  const step = width / skin.width;
  for (let column = 0, at = row * skin.width; column < skin.width; column++, at++) {
    const share = skin.data[at]!;
    if (share !== 0) out[at] = (share * sumNine(data, width, height, row, column, step, channel)) / 9;
  }
}

/** Nine samples of each square: noise is the blur's to take out. */
function sumNine(data: Uint8Array, width: number, height: number, row: number, column: number, step: number, channel: number): number {
  let sum = 0;
  for (let v = 0; v < 3; v++) {
    const start = Math.min(height - 1, Math.floor((row + thirds[v]!) * step)) * width;
    for (let u = 0; u < 3; u++) sum += data[(start + Math.min(width - 1, Math.floor((column + thirds[u]!) * step))) * 3 + channel]!;
  }
  return sum;
}

const thirds = [1 / 6, 1 / 2, 5 / 6];

function middleOf(plane: Plane, skin: Plane): number {
  const values = new Float32Array(skin.data.length);
  let count = 0;
  for (let from = 0; from < values.length; from += skin.width) count = collectSkin(plane.data, skin.data, from, from + skin.width, values, count);
  const middle = values.subarray(0, count).sort()[count >> 1] ?? 0;
  values.fill(0);
  return middle;
}

function collectSkin(data: Float32Array, skin: Float32Array, from: number, to: number, values: Float32Array, before: number): number {
  let count = before;
  for (let at = from; at < to; at++) if (skin[at]! > 0.9) values[count++] = data[at]! / skin[at]!;
  return count;
}

/** Factors less one, for each channel: towards the skin's middle where it is darker than that under the eyes. */
function liftShadows({ colour, middle }: BroadColour, under: Plane): [Plane, Plane, Plane] {
  const lifts = colour.map((plane) => ({ ...plane, data: new Float32Array(plane.data.length) })) as [Plane, Plane, Plane];
  for (const [channel, lift] of lifts.entries()) {
    const own = colour[channel as 0 | 1 | 2].data;
    for (let from = 0; from < own.length; from += under.width) liftFrom(own, colour[1].data, under.data, from, from + under.width, middle[channel as 0 | 1 | 2], middle[1], lift.data);
  }
  return lifts;
}

/** By green a shadow's depth is told. */
function liftFrom(own: Float32Array, green: Float32Array, under: Float32Array, from: number, to: number, usual: number, usualGreen: number, lift: Float32Array): void {
  for (let at = from; at < to; at++) {
    const share = under[at]!;
    if (share < 0.01 || own[at]! <= 8) continue;
    const depth = usualGreen - green[at]!;
    const strength = easing * share * clamp((notShadow - depth) / (notShadow - shadowDepth), 0, 1);
    lift[at] = (strength * clamp(usual - own[at]!, 0, shadowDepth)) / own[at]!;
  }
}

/** Where skin is redder than the face's middle: less red, a little more green, the same luminance. */
function calmRedness({ colour, skin, middle }: BroadColour, lifts: readonly [Plane, Plane, Plane]): void {
  const usual = Math.log(Math.max(1, middle[0]) / Math.max(1, middle[1]));
  const { data, width } = skin;
  for (let from = 0; from < data.length; from += width) calmRow(colour[0].data, colour[1].data, data, from, from + width, usual, lifts[0].data, lifts[1].data);
}

function calmRow(reds: Float32Array, greens: Float32Array, skin: Float32Array, from: number, to: number, usual: number, redLift: Float32Array, greenLift: Float32Array): void {
  for (let at = from; at < to; at++) {
    const share = skin[at]!;
    if (share < 0.01 || greens[at]! < 8) continue;
    const excess = clamp(Math.log(reds[at]! / greens[at]!) - usual - redFrom, 0, redMost) * easing * share;
    redLift[at] = (1 + redLift[at]!) * Math.exp(-0.7 * excess) - 1;
    greenLift[at] = (1 + greenLift[at]!) * Math.exp(0.2 * excess) - 1;
  }
}
