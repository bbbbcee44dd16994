// Owns how a backdrop looks around a person: falloff, foot, mottling, vignette, grain, in linear light. Refuses chance.

import { createPixels } from '../photo/pixels.ts';
import type { Pixels, Point } from '../photo/pixels.ts';
import { findBackdrop } from './backdrops.ts';
import type { Backdrop, SceneLight } from './backdrops.ts';
import { clamp, cloudAt, encodeGamma, grainAt, hash, mix, readHex } from './colour.ts';

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
  for (let y = 0; y < height; y++) enlargeRow(field, picture, y, setting.grain, line);
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
  lightField(field, gainOf(backdrop, width, height, setting), step);
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
  for (let y = 0, at = 0; y < field.height; y++) {
    const share = soften((2 * (y - place.y)) / reach - 1);
    for (let x = 0; x < field.width; x++) {
      for (let channel = 0; channel < 3; channel++) field.data[at++] = mix(middle[channel] ?? 0, below[channel] ?? 0, share);
    }
  }
}

/** One blurred light over what is behind it; a light as wide as high is a disc. */
function paintLight(field: Field, lamp: SceneLight, place: Place): void {
  const colour = readHex(lamp.colour);
  const [halfWidth, halfHeight] = [lamp.width / 2, lamp.height / 2];
  const [left, right] = span(place.x + (lamp.x - halfWidth - lamp.blur) * place.unit, place.x + (lamp.x + halfWidth + lamp.blur) * place.unit, field.width);
  const [top, bottom] = span(place.y + (lamp.y - halfHeight - lamp.blur) * place.unit, place.y + (lamp.y + halfHeight + lamp.blur) * place.unit, field.height);
  const isDisc = lamp.width === lamp.height;
  for (let y = top; y < bottom; y++) {
    const dy = Math.abs((y - place.y) / place.unit - lamp.y);
    const rows = isDisc ? 1 : soften((halfHeight - dy) / lamp.blur);
    for (let x = left, at = (y * field.width + left) * 3; x < right; x++, at += 3) {
      const dx = Math.abs((x - place.x) / place.unit - lamp.x);
      const cover = isDisc ? soften((halfWidth - Math.hypot(dx, dy)) / lamp.blur) : rows * soften((halfWidth - dx) / lamp.blur);
      const share = lamp.opacity * cover;
      for (let channel = 0; channel < 3; channel++) field.data[at + channel] = mix(field.data[at + channel] ?? 0, colour[channel] ?? 0, share);
    }
  }
}

/** The whole points between two bounds that lie on the field. */
function span(from: number, to: number, length: number): readonly [number, number] {
  return [clamp(Math.floor(from), 0, length), clamp(Math.ceil(to) + 1, 0, length)];
}

/** From linear light to sRGB, with the falloff and the brushwork on it. */
function lightField(field: Field, gain: (x: number, y: number) => number, step: number): void {
  for (let y = 0, at = 0; y < field.height; y++) {
    for (let x = 0; x < field.width; x++) {
      const light = gain((x - 0.5) * step, (y - 0.5) * step);
      for (let channel = 0; channel < 3; channel++, at++) field.data[at] = 255 * encodeGamma(Math.min(1, (field.data[at] ?? 0) * light));
    }
  }
}

/** Share of its light that a point of the backdrop keeps, by its place in the frame. */
function gainOf(backdrop: Backdrop, width: number, height: number, setting: BackdropSetting): (x: number, y: number) => number {
  const { head, headHeight, light } = setting;
  // The pool of light reaches past the shoulders: at 2.4 head heights it has lost all it will lose.
  const reach = Math.max(headHeight * 2.4, Math.hypot(width, height) * 0.45);
  const corner = Math.hypot(width, height) / 2;
  const scale = headHeight / usualHead;
  return (x, y) => {
    const far = Math.hypot((x - head.x - light * headHeight * 0.25) * 0.92, y - head.y + headHeight * 0.05) / reach;
    const down = clamp((y - head.y) / (height - head.y + 1), -1, 1);
    const edge = Math.hypot(x - width / 2, y - height / 2) / corner;
    const side = (light * (x - head.x)) / width;
    const stops = backdrop.falloffStops * poolOf(far) + backdrop.footStops * down * 0.5 - 0.3 * side + 0.12 * edge ** 4;
    const clouds = backdrop.mottle === 0 ? 0 : mottleAt((x - head.x) / scale, (y - head.y) / scale, backdrop.kind === 'canvas');
    return 2 ** -stops * (1 + backdrop.mottle * 2 * clouds);
  };
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

/** One row at full size: down the field first, then across; rounding hides steps only with noise added before it. */
function enlargeRow(field: Field, picture: Pixels<3>, y: number, grain: number, line: Float32Array): void {
  const step = stepOf(picture.width, picture.height);
  const down = (y + 0.5) / step + 0.5;
  const top = Math.min(Math.floor(down), field.height - 2);
  for (let at = 0, upper = top * line.length; at < line.length; at++, upper++) {
    line[at] = mix(field.data[upper] ?? 0, field.data[upper + line.length] ?? 0, down - top);
  }
  const to = new Uint8ClampedArray(picture.data.buffer, y * picture.width * 3, picture.width * 3);
  // Each row begins somewhere else in the table of noise, so that no pattern repeats below itself.
  let noise = hash(y, 17, 11) & noiseMask;
  for (let x = 0, at = 0; x < picture.width; x++) {
    const across = (x + 0.5) / step + 0.5;
    const left = Math.min(across | 0, field.width - 2);
    const share = across - left;
    const shine = grain * (noiseTable[noise] ?? 0);
    for (let place = left * 3; place < left * 3 + 3; place++, at++) {
      noise = (noise + 1) & noiseMask;
      const value = line[place] ?? 0;
      to[at] = value + ((line[place + 3] ?? 0) - value) * share + shine + dither * (noiseTable[noise] ?? 0);
    }
  }
}
