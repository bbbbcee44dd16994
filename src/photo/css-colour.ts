// Owns reading a colour as CSS writes it. Refuses what needs a page around it: currentcolor, system colours, calc(), variables.

import { decodeGamma, encodeGamma, fitGamut, fromPolar, linearFromLab, linearFromOklab, predefinedSpaces, type Triple } from './colour-space.ts';
import { colourNames } from './css-colour-names.ts';

/** An sRGB colour, gamma-encoded, each component 0..1. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/**
 * Read a CSS colour: names, `#rgb[a]`, `#rrggbb[aa]`, `rgb()`, `hsl()`, `hwb()`, `lab()`, `lch()`, `oklab()`,
 * `oklch()` and `color()` with its predefined spaces, in modern syntax and, for rgb and hsl, with commas.
 *
 * @returns The colour brought into sRGB's gamut, or undefined when it is not one.
 * @see https://www.w3.org/TR/css-color-4/
 */
export function readColour(text: string): Colour | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === 'transparent') return { red: 0, green: 0, blue: 0, alpha: 0 };
  const named = colourNames.get(wanted);
  if (named !== undefined) return readHex(named.toString(16).padStart(6, '0'));
  if (wanted.startsWith('#')) return readHex(wanted.slice(1));
  const call = /^([a-z]+)\(\s*([^()]*?)\s*\)$/.exec(wanted);
  return call === null ? undefined : readFunction(call[1] ?? '', call[2] ?? '');
}

function readHex(digits: string): Colour | undefined {
  if (!/^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return undefined;
  const size = digits.length <= 4 ? 1 : 2;
  const part = (index: number) => Number.parseInt(digits.slice(index * size, (index + 1) * size).repeat(3 - size), 16) / 255;
  return { red: part(0), green: part(1), blue: part(2), alpha: digits.length === 4 || digits.length === 8 ? part(3) : 1 };
}

function readFunction(name: string, body: string): Colour | undefined {
  if (name === 'color') {
    const [space = '', ...rest] = body.split(/\s+/);
    const convert = predefinedSpaces.get(space);
    const read = readModern(rest.join(' '), [unit, unit, unit]);
    return convert === undefined || read === undefined ? undefined : fromLinear(convert(read.components), read.alpha);
  }
  const notation = notations.get(name);
  if (notation === undefined) return undefined;
  const read = body.includes(',') ? readLegacy(body, notation) : readModern(body, notation.components);
  return read === undefined ? undefined : notation.convert(read.components, read.alpha);
}

/** How one component is written, and what 100 % of it means. */
interface Component {
  readonly whole: number;
  readonly isHue?: boolean;
}

interface Notation {
  readonly components: readonly [Component, Component, Component];
  /** With commas: percentages for these components must be percentages (hsl) or all alike (rgb). */
  readonly legacy?: 'alike' | 'percent';
  readonly convert: (components: Triple, alpha: number) => Colour;
}

const unit: Component = { whole: 1 };
const byte: Component = { whole: 255 };
const percent: Component = { whole: 100 };
const hue: Component = { whole: 360, isHue: true };

const rgb: Notation = { components: [byte, byte, byte], legacy: 'alike', convert: fromBytes };
const hsl: Notation = { components: [hue, percent, percent], legacy: 'percent', convert: fromHsl };

const notations: ReadonlyMap<string, Notation> = new Map<string, Notation>([
  ['rgb', rgb],
  ['rgba', rgb],
  ['hsl', hsl],
  ['hsla', hsl],
  ['hwb', { components: [hue, percent, percent], convert: fromHwb }],
  ['lab', { components: [percent, { whole: 125 }, { whole: 125 }], convert: (lab, alpha) => fromLinear(linearFromLab(boundLightness(lab, 100)), alpha) }],
  ['lch', { components: [percent, { whole: 150 }, hue], convert: (lch, alpha) => fromLinear(linearFromLab(fromPolar(boundChroma(boundLightness(lch, 100)))), alpha) }],
  ['oklab', { components: [unit, { whole: 0.4 }, { whole: 0.4 }], convert: (lab, alpha) => fromLinear(linearFromOklab(boundLightness(lab, 1)), alpha) }],
  ['oklch', { components: [unit, { whole: 0.4 }, hue], convert: (lch, alpha) => fromLinear(linearFromOklab(fromPolar(boundChroma(boundLightness(lch, 1)))), alpha) }],
]);

interface Read {
  readonly components: Triple;
  readonly alpha: number;
}

function readModern(body: string, components: Notation['components']): Read | undefined {
  const [main = '', alphaText, ...more] = body.split('/').map((part) => part.trim());
  const parts = main.split(/\s+/);
  if (parts.length !== 3 || more.length > 0) return undefined;
  return assemble(parts.map((part, index) => readComponent(part, components[index] ?? unit)), alphaText);
}

function readLegacy(body: string, notation: Notation): Read | undefined {
  const parts = body.split(',').map((part) => part.trim());
  const main = parts.slice(0, 3);
  const percentages = main.filter((part) => part.endsWith('%')).length;
  const isAllowed = notation.legacy === 'alike' ? percentages === 0 || percentages === 3 : notation.legacy === 'percent' && percentages === 2 && !main[0]?.endsWith('%');
  if (parts.length < 3 || parts.length > 4 || !isAllowed || parts.includes('none')) return undefined;
  return assemble(main.map((part, index) => readComponent(part, notation.components[index] ?? unit)), parts[3]);
}

function assemble(components: readonly (number | undefined)[], alphaText: string | undefined): Read | undefined {
  const alpha = alphaText === undefined ? 1 : readComponent(alphaText, unit);
  const [first, second, third] = components;
  if (first === undefined || second === undefined || third === undefined || alpha === undefined) return undefined;
  return { components: [first, second, third], alpha: clampUnit(alpha) };
}

const degreesPer: ReadonlyMap<string, number> = new Map([['deg', 1], ['grad', 0.9], ['rad', 180 / Math.PI], ['turn', 360]]);

function readComponent(text: string, component: Component): number | undefined {
  if (text === 'none') return 0;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|[a-z]+)?$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  const suffix = match[2];
  if (suffix === undefined) return value;
  if (suffix === '%') return component.isHue === true ? undefined : (value / 100) * component.whole;
  const degrees = component.isHue === true ? degreesPer.get(suffix) : undefined;
  return degrees === undefined ? undefined : value * degrees;
}

function fromBytes([red, green, blue]: Triple, alpha: number): Colour {
  return { red: clampUnit(red / 255), green: clampUnit(green / 255), blue: clampUnit(blue / 255), alpha };
}

/** @see https://www.w3.org/TR/css-color-4/#hsl-to-rgb */
function fromHsl([hueDegrees, saturation, lightness]: Triple, alpha: number): Colour {
  const [s, l] = [clampUnit(saturation / 100), clampUnit(lightness / 100)];
  const part = (n: number) => {
    const k = (((n + hueDegrees / 30) % 12) + 12) % 12;
    return l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return { red: part(0), green: part(8), blue: part(4), alpha };
}

/** @see https://www.w3.org/TR/css-color-4/#hwb-to-rgb */
function fromHwb([hueDegrees, whiteness, blackness]: Triple, alpha: number): Colour {
  const [white, black] = [clampUnit(whiteness / 100), clampUnit(blackness / 100)];
  const grey = white / (white + black);
  if (white + black >= 1) return { red: grey, green: grey, blue: grey, alpha };
  const pure = fromHsl([hueDegrees, 100, 50], alpha);
  const mix = (value: number) => value * (1 - white - black) + white;
  return { red: mix(pure.red), green: mix(pure.green), blue: mix(pure.blue), alpha };
}

function fromLinear(linear: Triple, alpha: number): Colour {
  const [red, green, blue] = fitGamut(linear);
  return { red: encodeGamma(red), green: encodeGamma(green), blue: encodeGamma(blue), alpha };
}

/** A colour's linear light, not weighed by its alpha. */
export function linearOf({ red, green, blue }: Colour): Triple {
  return [decodeGamma(red), decodeGamma(green), decodeGamma(blue)];
}

function boundLightness([lightness, second, third]: Triple, most: number): Triple {
  return [Math.min(Math.max(lightness, 0), most), second, third];
}

function boundChroma([lightness, chroma, hueDegrees]: Triple): Triple {
  return [lightness, Math.max(chroma, 0), hueDegrees];
}

function clampUnit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
