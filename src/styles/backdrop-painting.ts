// Owns how a backdrop looks around a person: falloff, foot, mottling, vignette, grain, in linear light. Refuses chance.

import { createPixels } from '../photo/pixels.ts';
import type { Pixels, Point } from '../photo/pixels.ts';
import { findBackdrop } from './backdrops.ts';
import type { Backdrop, SceneLight } from './backdrops.ts';
import { clamp, cloudAt, encodeGamma, grainAt, hash, mix, readHex } from './colour.ts';
import type { Triple } from './colour.ts';

/** What the painter must know of the person in front. */
export interface BackdropSetting {
  /** Middle of the head, in pixels of the frame. */
  readonly head: Point;
  /** From crown to chin, in pixels: lights and shadows are as large as the head, not as the frame. */
  readonly headHeight: number;
  /** Where the key light on the face comes from: −1 the image's left, 1 its right, 0 the front. */
  readonly light: number;
  /** Deviation of the grain in 255ths; 0.6 is enough against banding. */
  readonly grain: number;
}

/** A small, smooth picture of the backdrop: sRGB 0..255 as floats, drawn larger by `enlarge`. */
interface Field {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Nothing in a backdrop is finer than 1/100 of the frame, so 384 points across describe it. */
const fieldSide = 384;

/** Share of the frame's height that a head takes in the framing for which scenes are described. */
const usualHead = 0.45;

/** Below this the light on a face comes from the front, and no side is wrong. */
const leastSide = 0.08;

/** Noise of deviation 1, read in a loop; 2¹⁶ values are more than a row has. */
const noiseMask = 0xffff;
const noiseTable = Float32Array.from({ length: noiseMask + 1 }, (_, index) => grainAt(index, 0, 11));

/** Deviation of each channel's own noise, in 255ths: enough to hide rounding, too little to colour the grain. */
const dither = 0.3;

/**
 * Paint a backdrop. The same arguments give the same bytes.
 *
 * @param width - Pixels of the frame.
 * @param height - Pixels of the frame.
 * @returns RGB in a buffer of its own.
 */
export function paintBackdrop(backdrop: Backdrop, width: number, height: number, setting: BackdropSetting): Pixels<3> {
  const field = paintField(backdrop, width, height, setting);
  const picture = createPixels(width, height, 3);
  const line = new Float32Array(field.width * 3);
  const to = new Uint8ClampedArray(picture.data.buffer);
  const step = stepOf(width, height);
  for (let y = 0; y < height; y++) {
    fieldLine(field, (y + 0.5) / step + 0.5, line);
    enlargeRow(line, step, setting.grain, hash(y, 17, 11), to, y * width * 3, width);
  }
  return picture;
}

/**
 * A small picture of a backdrop for a list to choose from.
 *
 * @throws {RangeError} No backdrop has this id.
 */
export function paintSwatch(id: string, width: number, height: number): Pixels<3> {
  const backdrop = findBackdrop(id);
  if (!backdrop) throw new RangeError('no such backdrop');
  const setting = { head: { x: width / 2, y: height * 0.4 }, headHeight: height * 0.45, light: -0.3, grain: 0.6 };
  return paintBackdrop(backdrop, width, height, setting);
}

function paintField(backdrop: Backdrop, width: number, height: number, setting: BackdropSetting): Field {
  const step = stepOf(width, height);
  const size = { width: Math.ceil(width / step) + 2, height: Math.ceil(height / step) + 2 };
  const field = { data: new Float32Array(size.width * size.height * 3), ...size };
  const place = { x: setting.head.x / step + 0.5, y: setting.head.y / step + 0.5, unit: setting.headHeight / usualHead / step };
  paintGround(field, backdrop, place, (height - setting.head.y + 1) / step);
  const turn = isTurned(backdrop, setting) ? -1 : 1;
  for (const lamp of backdrop.lights) paintLight(field, { ...lamp, x: lamp.x * turn }, place);
  lightField(field, fallOf(backdrop, width, height, setting), step);
  return field;
}

/** Pixels of the frame per point of its field. */
function stepOf(width: number, height: number): number {
  return Math.max(1, Math.max(width, height) / fieldSide);
}

/** Where a scene's origin lies on the field, and how many of its points one unit of the scene takes. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly unit: number;
}

/** A scene that knows where its window is turns round when the face is lit from the other side. */
function isTurned({ keySide }: Backdrop, { light }: BackdropSetting): boolean {
  return keySide !== undefined && keySide * light < -leastSide;
}

/** The backdrop's own colours in linear light, from the middle down to its foot. */
function paintGround(field: Field, { colour, foot }: Backdrop, place: Place, reach: number): void {
  const [middle, below] = [readHex(colour), readHex(foot)];
  for (let y = 0; y < field.height; y++) {
    const share = soften((2 * (y - place.y)) / reach - 1);
    fillRow(field.data, y * field.width * 3, (y + 1) * field.width * 3, mix(middle[0], below[0], share), mix(middle[1], below[1], share), mix(middle[2], below[2], share));
  }
}

function fillRow(data: Float32Array, from: number, to: number, red: number, green: number, blue: number): void {
  for (let at = from; at < to; at += 3) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
  }
}

/** One blurred light over what is behind it; a light as wide as high is a disc. */
function paintLight(field: Field, lamp: SceneLight, place: Place): void {
  const [halfWidth, halfHeight] = [lamp.width / 2, lamp.height / 2];
  const [left, right] = span(place.x + (lamp.x - halfWidth - lamp.blur) * place.unit, place.x + (lamp.x + halfWidth + lamp.blur) * place.unit, field.width);
  const [top, bottom] = span(place.y + (lamp.y - halfHeight - lamp.blur) * place.unit, place.y + (lamp.y + halfHeight + lamp.blur) * place.unit, field.height);
  const colour = readHex(lamp.colour);
  for (let y = top; y < bottom; y++) lightRow(field.data, y * field.width, left, right, lamp, place, Math.abs((y - place.y) / place.unit - lamp.y), colour);
}

/** @param dy - How far the row lies from the light's middle, in units of the scene. */
function lightRow(data: Float32Array, row: number, left: number, right: number, lamp: SceneLight, place: Place, dy: number, colour: Triple): void {
  const isDisc = lamp.width === lamp.height;
  const rows = isDisc ? 1 : soften((lamp.height / 2 - dy) / lamp.blur);
  for (let x = left, at = (row + left) * 3; x < right; x++, at += 3) {
    const dx = Math.abs((x - place.x) / place.unit - lamp.x);
    const cover = isDisc ? soften((lamp.width / 2 - Math.hypot(dx, dy)) / lamp.blur) : rows * soften((lamp.width / 2 - dx) / lamp.blur);
    const share = lamp.opacity * cover;
    data[at] = mix(data[at]!, colour[0], share);
    data[at + 1] = mix(data[at + 1]!, colour[1], share);
    data[at + 2] = mix(data[at + 2]!, colour[2], share);
  }
}

/** The whole points between two bounds that lie on the field. */
function span(from: number, to: number, length: number): readonly [number, number] {
  return [clamp(Math.floor(from), 0, length), clamp(Math.ceil(to) + 1, 0, length)];
}

/** From linear light to sRGB, with the falloff and the brushwork on it. */
function lightField(field: Field, fall: Fall, step: number): void {
  for (let y = 0; y < field.height; y++) fallRow(field.data, y * field.width * 3, field.width, fall, y, step);
}

function fallRow(data: Float32Array, start: number, width: number, fall: Fall, y: number, step: number): void {
  for (let x = 0, at = start; x < width; x++, at += 3) {
    const light = gainAt(fall, (x - 0.5) * step, (y - 0.5) * step);
    data[at] = 255 * encodeGamma(Math.min(1, data[at]! * light));
    data[at + 1] = 255 * encodeGamma(Math.min(1, data[at + 1]! * light));
    data[at + 2] = 255 * encodeGamma(Math.min(1, data[at + 2]! * light));
  }
}

/** How light falls on a backdrop, in pixels of the frame. */
interface Fall {
  readonly backdrop: Backdrop;
  readonly setting: BackdropSetting;
  readonly width: number;
  readonly height: number;
  /** Where it has lost all it will lose. */
  readonly reach: number;
}

function fallOf(backdrop: Backdrop, width: number, height: number, setting: BackdropSetting): Fall {
  // The pool of light reaches past the shoulders: at 2.4 head heights it has lost all it will lose.
  return { backdrop, setting, width, height, reach: Math.max(setting.headHeight * 2.4, Math.hypot(width, height) * 0.45) };
}

/** Share of its light that a point of the backdrop keeps, by its place in the frame. */
function gainAt({ backdrop, setting, width, height, reach }: Fall, x: number, y: number): number {
  const { head, headHeight, light } = setting;
  const scale = headHeight / usualHead;
  const far = Math.hypot((x - head.x - light * headHeight * 0.25) * 0.92, y - head.y + headHeight * 0.05) / reach;
  const down = clamp((y - head.y) / (height - head.y + 1), -1, 1);
  const edge = Math.hypot(x - width / 2, y - height / 2) / (Math.hypot(width, height) / 2);
  const side = (light * (x - head.x)) / width;
  const stops = backdrop.falloffStops * poolOf(far) + backdrop.footStops * down * 0.5 - 0.3 * side + 0.12 * edge ** 4;
  const clouds = backdrop.mottle === 0 ? 0 : mottleAt((x - head.x) / scale, (y - head.y) / scale, backdrop.kind === 'canvas');
  return 2 ** -stops * (1 + backdrop.mottle * 2 * clouds);
}

/** Share of the falloff lost at a distance, 0 in the middle, 1 at the reach: flat first, then steeper, as from a gridded lamp. */
function poolOf(far: number): number {
  return (far * far) / (far * far + 0.42) * 1.42;
}

/** Brushwork: three octaves, bent by a fourth so that no lattice shows. */
function mottleAt(x: number, y: number, bent: boolean): number {
  const bend = bent ? 0.35 : 0.15;
  const u = x + bend * cloudAt(x * 1.7, y * 1.7, 5);
  const v = y + bend * cloudAt(x * 1.7 + 9, y * 1.7, 6);
  return 0.5 * cloudAt(u * 2.3, v * 2.3, 1) + 0.3 * cloudAt(u * 5.1, v * 5.1, 2) + 0.2 * cloudAt(u * 11.3, v * 9.7, 3);
}

function soften(inside: number): number {
  const share = clamp(inside * 0.5 + 0.5, 0, 1);
  return share * share * (3 - 2 * share);
}

/** A line between the field's rows. */
function fieldLine({ data, height }: Field, down: number, line: Float32Array): void {
  const top = Math.min(Math.floor(down), height - 2);
  for (let at = 0, upper = top * line.length; at < line.length; at++, upper++) line[at] = mix(data[upper]!, data[upper + line.length]!, down - top);
}

/**
 * One row at full size, across the line; rounding hides steps only with noise added before it.
 *
 * @param firstNoise - Each row begins somewhere else in the table of noise, so that no pattern repeats below itself.
 */
function enlargeRow(line: Float32Array, step: number, grain: number, firstNoise: number, to: Uint8ClampedArray, start: number, width: number): void {
  const last = line.length / 3 - 2;
  let noise = firstNoise & noiseMask;
  for (let x = 0, at = start; x < width; x++) {
    const across = (x + 0.5) / step + 0.5;
    const left = Math.min(across | 0, last);
    const share = across - left;
    const shine = grain * noiseTable[noise]!;
    for (let place = left * 3; place < left * 3 + 3; place++, at++) {
      noise = (noise + 1) & noiseMask;
      const value = line[place]!;
      to[at] = value + (line[place + 3]! - value) * share + shine + dither * noiseTable[noise]!;
    }
  }
}
