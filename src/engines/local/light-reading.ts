// Owns what is measured of a person's light before anything is changed: skin, eyes, neutrals, hair, cloth, grain. Changes nothing.

import { cheekPoints, eyeRims } from '../../face/landmarks.ts';
import type { Pixels, Point } from '../../photo/pixels.ts';
import { clamp, labOf, linearOfByte } from '../../styles/colour.ts';
import type { Triple } from '../../styles/colour.ts';
import { markAt, reachOf } from './marks.ts';
import type { FaceMarks } from './marks.ts';

/** A person's light. Luma is 0..255 in sRGB, lightness CIE L*. */
export interface LightReading {
  /** Mean sRGB of the cheeks, 0..255. */
  readonly skin: Triple;
  /** Luma under which 98 % of the cheeks lie. */
  readonly skinHighlight: number;
  /** Where the key light comes from: −1 the image's left, 1 its right. */
  readonly side: number;
  /** Lightness of the whites of the eyes; undefined where they are too small or too narrow to tell. */
  readonly eyeWhite: number | undefined;
  /** Mean logarithm of red over blue light among the person's nearly neutral colours; 0 where there are too few. */
  readonly cast: number;
  readonly hairLightness: number;
  readonly clothLightness: number;
  /** Luma of the darkest half per cent and the brightest of the person. */
  readonly black: number;
  readonly bright: number;
  /** Deviation of the grain in 255ths. */
  readonly grain: number;
}

/** Read a person's light from the cut-out foreground and its alpha. */
export function readLight(foreground: Pixels<3>, alpha: Pixels<1>, marks: FaceMarks): LightReading {
  const patches = cheekPoints.map((indices) => indices.map((index) => readPatch(foreground, markAt(marks, index), reachOf(marks) * 0.09)));
  const [left, right] = [averageOf(patches[0] ?? []), averageOf(patches[1] ?? [])];
  const all = patches.flat();
  const person = surveyPerson(foreground, alpha);
  return {
    skin: averageOf(all).colour,
    skinHighlight: Math.max(...all.map(({ highlight }) => highlight)),
    side: clamp(1.1 * Math.log(Math.max(1, right.luma) / Math.max(1, left.luma)), -0.7, 0.7),
    eyeWhite: readEyeWhite(foreground, marks),
    cast: person.cast,
    hairLightness: readRegion(foreground, alpha, hairBox(marks)),
    clothLightness: readRegion(foreground, alpha, clothBox(marks, foreground)),
    black: person.black,
    bright: person.bright,
    grain: Math.min(...all.map(({ grain }) => grain)),
  };
}

interface Patch {
  readonly colour: Triple;
  readonly luma: number;
  readonly highlight: number;
  readonly grain: number;
}

function averageOf(patches: readonly Patch[]): Patch {
  const mean = (pick: (patch: Patch) => number) => patches.reduce((sum, patch) => sum + pick(patch), 0) / Math.max(1, patches.length);
  return {
    colour: [mean(({ colour }) => colour[0]), mean(({ colour }) => colour[1]), mean(({ colour }) => colour[2])],
    luma: mean(({ luma }) => luma),
    highlight: mean(({ highlight }) => highlight),
    grain: mean(({ grain }) => grain),
  };
}

/** Weights of sRGB luma in 8 bits, Rec. 709. */
export function lumaOf(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function lumaAt(data: Uint8Array, at: number): number {
  return lumaOf(data[at]!, data[at + 1]!, data[at + 2]!);
}

function readPatch(picture: Pixels<3>, middle: Point, radius: number): Patch {
  const places = placesIn(picture, { left: middle.x - radius, right: middle.x + radius, top: middle.y - radius, bottom: middle.y + radius });
  const lumas = lumasAt(picture.data, places);
  const count = Math.max(1, places.length);
  // The middle residue of Gaussian grain is 0.674 σ; the residue of four neighbours' mean has 1.118 σ.
  return {
    colour: [sumAt(picture.data, places, 0) / count, sumAt(picture.data, places, 1) / count, sumAt(picture.data, places, 2) / count],
    luma: lumas.reduce((sum, luma) => sum + luma, 0) / count,
    highlight: rank(lumas, 0.98),
    grain: rank(residuesAt(picture, places), 0.5) / 0.754,
  };
}

function sumAt(data: Uint8Array, places: Uint32Array, channel: number): number {
  let sum = 0;
  for (let index = 0; index < places.length; index++) sum += data[places[index]! * 3 + channel]!;
  return sum;
}

function lumasAt(data: Uint8Array, places: Uint32Array): Float64Array {
  const lumas = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++) lumas[index] = lumaAt(data, places[index]! * 3);
  return lumas;
}

/** How far each luma is from its neighbours' mean, inside the picture's edge. */
function residuesAt({ data, width, height }: Pixels<3>, places: Uint32Array): Float64Array {
  const residues = new Float64Array(places.length);
  let count = 0;
  for (let index = 0; index < places.length; index++) {
    const place = places[index]!;
    const x = place % width;
    if (x === 0 || x + 1 === width || place < width || place >= (height - 1) * width) continue;
    residues[count++] = Math.abs(residueAt(data, place * 3, width * 3));
  }
  return residues.subarray(0, count);
}

function residueAt(data: Uint8Array, at: number, row: number): number {
  return lumaAt(data, at) - (lumaAt(data, at - 3) + lumaAt(data, at + 3) + lumaAt(data, at - row) + lumaAt(data, at + row)) / 4;
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels of a box, counted row by row through the picture; 40 000 samples tell as much as millions. */
function placesIn(picture: Pixels<3>, box: Bounds): Uint32Array {
  const [left, right] = [Math.max(0, Math.floor(box.left)), Math.min(picture.width, Math.ceil(box.right))];
  const [top, bottom] = [Math.max(0, Math.floor(box.top)), Math.min(picture.height, Math.ceil(box.bottom))];
  if (right <= left || bottom <= top) return new Uint32Array(0);
  const stride = Math.max(1, Math.floor(Math.sqrt(((right - left) * (bottom - top)) / 40_000)));
  const columns = Math.ceil((right - left) / stride);
  const places = new Uint32Array(columns * Math.ceil((bottom - top) / stride));
  for (let y = top, to = 0; y < bottom; y += stride, to += columns) placesOfRow(places, to, to + columns, y * picture.width + left, stride);
  return places;
}

function placesOfRow(places: Uint32Array, from: number, to: number, first: number, stride: number): void {
  for (let at = from, place = first; at < to; at++, place += stride) places[at] = place;
}

function rank(values: Float64Array, share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The whites of the eyes reflect alike in everyone, so they are a grey card that every face brings along. */
function readEyeWhite(picture: Pixels<3>, marks: FaceMarks): number | undefined {
  const found = eyeRims.map((rim) => {
    const points = rim.map((index) => markAt(marks, index));
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    const [across, down] = [box.right - box.left, box.bottom - box.top];
    // Too few pixels, or lids so near that lashes and skin would be taken for the white.
    if (across < 18 || down < across * 0.2) return undefined;
    return rank(lightnessesAt(picture.data, placesIn(picture, box)), 0.88);
  });
  const [one, other] = found;
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}

function lightnessesAt(data: Uint8Array, places: Uint32Array): Float64Array {
  const lights = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++) {
    const at = places[index]! * 3;
    lights[index] = labOf(data[at]!, data[at + 1]!, data[at + 2]!)[0];
  }
  return lights;
}

function hairBox(marks: FaceMarks): Bounds {
  const brow = markAt(marks, 10);
  const half = reachOf(marks) * 0.5;
  const depth = brow.y - marks.crown.y;
  return { left: brow.x - half, right: brow.x + half, top: marks.crown.y + depth * 0.15, bottom: marks.crown.y + depth * 0.75 };
}

function clothBox(marks: FaceMarks, { width, height }: Pixels): Bounds {
  return { left: 0, right: width, top: Math.min(height - 2, marks.chin.y + reachOf(marks) * 0.9), bottom: height };
}

/** Middle lightness of the person inside a box; 50 where nothing is. */
function readRegion(picture: Pixels<3>, alpha: Pixels<1>, box: Bounds): number {
  const lights = lightnessesAt(picture.data, placesIn(picture, box).filter((place) => alpha.data[place]! > 240));
  return lights.length < 20 ? 50 : rank(lights, 0.5);
}

function surveyPerson(picture: Pixels<3>, alpha: Pixels<1>): Pick<LightReading, 'cast' | 'black' | 'bright'> {
  const whole = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  const places = placesIn(picture, whole).filter((place) => alpha.data[place]! >= 240);
  const lumas = lumasAt(picture.data, places);
  return { cast: castAt(picture.data, places), black: rank(lumas, 0.005), bright: rank(lumas, 0.995) };
}

function castAt(data: Uint8Array, places: Uint32Array): number {
  let [neutrals, cast] = [0, 0];
  for (let index = 0; index < places.length; index++) {
    const at = places[index]! * 3;
    if (!isNeutral(labOf(data[at]!, data[at + 1]!, data[at + 2]!))) continue;
    neutrals++;
    cast += Math.log(linearOfByte[data[at]!]! / linearOfByte[data[at + 2]!]!);
  }
  return neutrals > 0.04 * places.length && neutrals > 100 ? cast / neutrals : 0;
}

/** Skin starts at a chroma of about 15; a cast of 600 K moves grey by about 8. */
function isNeutral(lab: Triple): boolean {
  const [lightness, a, b] = lab;
  return lightness >= 25 && lightness <= 95 && Math.hypot(a, b) <= 11 && Math.abs(a) <= 5;
}
