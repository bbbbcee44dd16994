// Owns the arithmetic of colour: sRGB, linear light, CIELAB, deterministic noise. Refuses pictures: it knows numbers only.

import { decodeGamma, encodeGamma as encodeSigned } from '../photo/colour-space.ts';

/** Three channels, in the unit that the function says. */
export type Triple = readonly [number, number, number];

/** An sRGB byte's share of white light, 0..1; the table of IEC 61966-2-1. */
export const linearOfByte: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => decodeGamma(byte / 255));

/** Linear light to sRGB 0..1; light above white stays above 1, and there is none below nothing. */
export function encodeGamma(light: number): number {
  return light <= 0 ? 0 : encodeSigned(light);
}

/** `#rrggbb` to linear light. */
export function readHex(hex: string): Triple {
  const value = Number.parseInt(hex.slice(1), 16);
  return [light(value >> 16), light((value >> 8) & 255), light(value & 255)];
}

function light(byte: number): number {
  return linearOfByte[byte] ?? 0;
}

/** Relative luminance of linear light (Rec. 709 primaries). */
export function luminanceOf([red, green, blue]: Triple): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** CIE lightness 0..100 of a relative luminance. */
export function lightnessOf(luminance: number): number {
  return 116 * labCurve(luminance) - 16;
}

/**
 * sRGB bytes (fractions allowed) to CIELAB under D65.
 * @see https://www.w3.org/TR/css-color-4/#color-conversion-code
 */
export function labOf(red: number, green: number, blue: number): Triple {
  return labOfLight(decodeGamma(red / 255), decodeGamma(green / 255), decodeGamma(blue / 255));
}

/** Linear light, 1 being white, to CIELAB under D65. */
export function labOfLight(r: number, g: number, b: number): Triple {
  const x = labCurve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = labCurve(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = labCurve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function labCurve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 27 / 116 + 16 / 116;
}

/** Angle of a CIELAB colour's hue in degrees, 0..360. */
export function hueOf([, a, b]: Triple): number {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** A well mixed number 0..2³²−1 for a lattice point: the same every time, so that a picture made twice is the same. */
export function hash(x: number, y: number, seed: number): number {
  let value = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Noise of mean 0 and deviation 1, nearly Gaussian: the four bytes of a hash added up (σ of one byte is 73.9). */
export function grainAt(x: number, y: number, seed: number): number {
  const bits = hash(x, y, seed);
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / 147.8;
}

/** Smooth noise −1..1 with features one unit wide. */
export function cloudAt(x: number, y: number, seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [ease(x - left), ease(y - top)];
  const upper = mix(corner(left, top, seed), corner(left + 1, top, seed), across);
  const lower = mix(corner(left, top + 1, seed), corner(left + 1, top + 1, seed), across);
  return mix(upper, lower, down);
}

function corner(x: number, y: number, seed: number): number {
  return hash(x, y, seed) / 0x7fffffff - 1;
}

/** Quintic ease 0..1, flat at both ends in its first and second derivative. */
export function ease(share: number): number {
  return share * share * share * (share * (share * 6 - 15) + 10);
}

/** From one number to another by a share 0..1. */
export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Keep a number inside bounds. */
export function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
