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
  const field = { width: Math.ceil(width / step) + 2, height: Math.ceil(height / step) + 2 };
  const data = new Float32Array(field.width * field.height * 3);
  const paint = brush(backdrop, width, height, setting);
  let at = 0;
  for (let y = 0; y < field.height; y++) {
    for (let x = 0; x < field.width; x++) {
      for (const light of paint((x - 0.5) * step, (y - 0.5) * step)) data[at++] = 255 * encodeGamma(Math.min(1, light));
    }
  }
  return { data, ...field };
}

/** Pixels of the frame per point of its field. */
function stepOf(width: number, height: number): number {
  return Math.max(1, Math.max(width, height) / fieldSide);
}

/** The light of one point of the backdrop, by its place in the frame. */
function brush(backdrop: Backdrop, width: number, height: number, setting: BackdropSetting): (x: number, y: number) => Triple {
  const [middle, foot] = [readHex(backdrop.colour), readHex(backdrop.foot)];
  const { head, headHeight, light } = setting;
  // The pool of light reaches past the shoulders: at 2.4 head heights it has lost all it will lose.
  const reach = Math.max(headHeight * 2.4, Math.hypot(width, height) * 0.45);
  const corner = Math.hypot(width, height) / 2;
  const scale = headHeight / 0.45;
  return (x, y) => {
    const far = Math.hypot((x - head.x - light * headHeight * 0.25) * 0.92, y - head.y + headHeight * 0.05) / reach;
    const down = clamp((y - head.y) / (height - head.y + 1), -1, 1);
    const edge = Math.hypot(x - width / 2, y - height / 2) / corner;
    const side = (light * (x - head.x)) / width;
    const stops = backdrop.falloffStops * poolOf(far) + backdrop.footStops * down * 0.5 - 0.3 * side + 0.12 * edge ** 4;
    const clouds = backdrop.mottle === 0 ? 0 : mottleAt((x - head.x) / scale, (y - head.y) / scale, backdrop.kind === 'canvas');
    const gain = 2 ** -stops * (1 + backdrop.mottle * 2 * clouds);
    const share = soften(2 * down - 1);
    const base: Triple = [mix(middle[0], foot[0], share), mix(middle[1], foot[1], share), mix(middle[2], foot[2], share)];
    const lit = addLights(base, backdrop.lights, (x - head.x) / scale, (y - head.y) / scale);
    return [lit[0] * gain, lit[1] * gain, lit[2] * gain];
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

function addLights(base: Triple, lights: readonly SceneLight[], x: number, y: number): Triple {
  let [red, green, blue] = base;
  for (const lamp of lights) {
    const share = lamp.opacity * coverOf(lamp, x, y);
    if (share < 0.002) continue;
    const colour = readHex(lamp.colour);
    red = mix(red, colour[0], share);
    green = mix(green, colour[1], share);
    blue = mix(blue, colour[2], share);
  }
  return [red, green, blue];
}

/** How much of a point a blurred light covers; a light as wide as high is a disc. */
function coverOf(lamp: SceneLight, x: number, y: number): number {
  const [dx, dy] = [Math.abs(x - lamp.x), Math.abs(y - lamp.y)];
  if (lamp.width === lamp.height) return soften((lamp.width / 2 - Math.hypot(dx, dy)) / lamp.blur);
  return soften((lamp.width / 2 - dx) / lamp.blur) * soften((lamp.height / 2 - dy) / lamp.blur);
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
