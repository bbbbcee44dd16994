// Owns painting plain and running colours without bands. Refuses blur and pictures.

import type { Vault } from '../retention/vault.ts';
import type { Gradient } from './background.ts';
import { encodeGamma, linearFromOklab, oklabFromLinear } from './colour-space.ts';
import { type Colour, linearOf } from './css-colour.ts';
import { createPixels, type Pixels } from './pixels.ts';
import { forEachBand } from './turns.ts';

/** Fill a picture with one colour, exactly; RGBA when the colour is see-through. */
export function paintColour(colour: Colour, width: number, height: number, vault: Vault): Pixels<3 | 4> {
  const { red, green, blue, alpha } = colour;
  const sample = [red, green, blue, alpha].map((part) => Math.round(part * 255)).slice(0, alpha < 1 ? 4 : 3);
  const pixels = vault.ownPixels(createPixels<3 | 4>(width, height, alpha < 1 ? 4 : 3));
  const row = pixels.data.subarray(0, width * sample.length);
  for (let at = 0; at < row.length; at += sample.length) row.set(sample, at);
  for (let y = 1; y < height; y += 1) pixels.data.set(row, y * row.length);
  return pixels;
}

/**
 * Paint a gradient. Colours run through Oklab, so that between two of them lies neither mud nor a bright band,
 * and each pixel is dithered, so that no steps show on a large soft run.
 *
 * @returns RGBA when a colour is see-through, else RGB.
 * @throws The signal's reason when aborted.
 */
export async function paintGradient(gradient: Gradient, width: number, height: number, vault: Vault, signal: AbortSignal): Promise<Pixels<3 | 4>> {
  const channels = gradient.colours.some((colour) => colour.alpha < 1) ? 4 : 3;
  const pixels = vault.ownPixels(createPixels<3 | 4>(width, height, channels));
  const ramp = createRamp(gradient.colours, channels);
  const placeOf = gradient.shape === 'radial' ? placeOnDisc(width, height) : placeOnLine(gradient.angleDegrees, width, height);
  await forEachBand(width, height, signal, (fromRow, toRow) => {
    for (let y = fromRow, at = fromRow * width * channels; y < toRow; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const step = Math.floor(placeOf(x, y) * rampSteps + 0.5) * channels;
        const dither = ditherAt(x, y);
        pixels.data[at] = ramp[step]! + dither;
        pixels.data[at + 1] = ramp[step + 1]! + dither;
        pixels.data[at + 2] = ramp[step + 2]! + dither;
        if (channels === 4) pixels.data[at + 3] = ramp[step + 3]! + dither;
        at += channels;
      }
    }
  });
  return pixels;
}

/** Fine enough that neighbouring steps differ by less than a sixteenth of a level. */
const rampSteps = 4095;

/** Values 0..255 that keep their fraction for dithering. */
function createRamp(colours: readonly Colour[], channels: 3 | 4): Float32Array {
  const stops = colours.map((colour) => ({ oklab: oklabFromLinear(linearOf(colour)), alpha: colour.alpha }));
  const ramp = new Float32Array((rampSteps + 1) * channels);
  for (let step = 0; step <= rampSteps; step += 1) {
    const place = (step / rampSteps) * (stops.length - 1);
    const first = Math.min(Math.floor(place), stops.length - 2);
    const [before, after] = [stops[first]!, stops[first + 1]!];
    const share = place - first;
    const alpha = before.alpha + (after.alpha - before.alpha) * share;
    // Weighed by alpha: what is not there lends no colour.
    const weight = alpha === 0 ? share : (after.alpha * share) / alpha;
    const mix = (index: 0 | 1 | 2) => before.oklab[index] + (after.oklab[index] - before.oklab[index]) * weight;
    const linear = linearFromOklab([mix(0), mix(1), mix(2)]);
    for (let channel = 0; channel < 3; channel += 1) ramp[step * channels + channel] = toLevels(encodeGamma(linear[channel as 0 | 1 | 2]));
    if (channels === 4) ramp[step * channels + 3] = toLevels(alpha);
  }
  return ramp;
}

/** Ends keep to whole levels, so that white stays white under dithering. */
function toLevels(value: number): number {
  const level = Math.min(Math.max(value * 255, 0), 255);
  const nearest = Math.round(level);
  return Math.abs(level - nearest) < 1e-3 ? nearest : level;
}

type PlaceOf = (x: number, y: number) => number;

/** The line through the middle whose ends see the corners at right angles, as CSS draws it. */
function placeOnLine(angleDegrees: number, width: number, height: number): PlaceOf {
  const [sin, cos] = [Math.sin((angleDegrees * Math.PI) / 180), Math.cos((angleDegrees * Math.PI) / 180)];
  const length = Math.abs(width * sin) + Math.abs(height * cos);
  const [perX, perY] = [sin / length, -cos / length];
  const start = 0.5 + ((1 - width) * perX + (1 - height) * perY) / 2;
  return (x, y) => Math.min(Math.max(start + x * perX + y * perY, 0), 1);
}

/** Where a head usually is: in the middle, above half. */
const discCentre = { x: 0.5, y: 0.42 };

/** Out to the farthest corner, eased at both ends: a cone would show its tip. */
function placeOnDisc(width: number, height: number): PlaceOf {
  const [centreX, centreY] = [width * discCentre.x, height * discCentre.y];
  const radius = Math.hypot(Math.max(centreX, width - centreX), Math.max(centreY, height - centreY));
  return (x, y) => {
    const dx = x + 0.5 - centreX;
    const dy = y + 0.5 - centreY;
    const place = Math.min(Math.sqrt(dx * dx + dy * dy) / radius, 1);
    return place * place * (3 - 2 * place);
  };
}

/**
 * Interleaved gradient noise, 0..1, added before the fraction is cut off: even to the eye, the same on every run,
 * and kinder to PNG than random noise.
 *
 * @see Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare", 2014
 */
export function ditherAt(x: number, y: number): number {
  const inner = 0.06711056 * x + 0.00583715 * y;
  const outer = 52.9829189 * (inner - Math.floor(inner));
  return outer - Math.floor(outer);
}
