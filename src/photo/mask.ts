// Owns making masks larger and softer: outlines, shadows, glows. Refuses to paint them.

import type { Vault } from '../retention/vault.ts';
import type { Mask } from './coverage.ts';
import { createPixels, type Pixels } from './pixels.ts';
import { openPixels, renderPixels } from './sharp.ts';

/** Who works on a mask: who owns its bytes, and when to stop. */
export interface MaskContext {
  readonly vault: Vault;
  readonly signal: AbortSignal;
}

/** A blur of more pixels than this is made on a smaller picture: nobody can tell, and it takes a tenth of the time. */
const mostSigma = 6;

/**
 * Blur a mask.
 *
 * @param sigma - In pixels. The mask grows by three of them on every side.
 * @returns A new mask; the one given stays as it is.
 */
export async function softenMask(mask: Mask, sigma: number, context: MaskContext): Promise<Mask> {
  return blurMask(mask, sigma, Math.ceil(sigma * 3), undefined, context);
}

/** From the middle of a blurred edge outwards: at this share of a deviation… */
const growthDeviations = 1.036;
/** …15 % of the coverage are left, which becomes the new edge, and the slope there is this per deviation. */
const [growthLevel, growthSlope] = [0.15, 0.233];

/**
 * Grow a mask by a radius, with round corners.
 *
 * @param radius - In pixels.
 * @returns A new mask; the one given stays as it is.
 */
export async function growMask(mask: Mask, radius: number, context: MaskContext): Promise<Mask> {
  const sigma = radius / growthDeviations;
  // The new edge runs from nothing to all over a pixel and a half.
  const steepness = (small: number) => small / growthSlope / 1.5;
  return blurMask(mask, sigma, Math.ceil(radius * 1.2) + 2, (small) => ({ gain: steepness(small), level: growthLevel }), context);
}

interface Edge {
  readonly gain: number;
  readonly level: number;
}

async function blurMask(mask: Mask, sigma: number, room: number, edge: ((sigma: number) => Edge) | undefined, { vault, signal }: MaskContext): Promise<Mask> {
  signal.throwIfAborted();
  // An edge keeps more of its pixels than a shadow.
  const shrink = Math.min(1, (edge ? mostSigma * 2 : mostSigma) / sigma);
  const padded = padMask(mask, room, vault);
  const size = { width: Math.max(1, Math.round(padded.width * shrink)), height: Math.max(1, Math.round(padded.height * shrink)) };
  const small = shrink < 1 ? await renderPixels(openPixels(padded).resize({ ...size, fit: 'fill' }), 1, vault) : padded;
  const blurred = openPixels(small).blur(Math.max(0.3, sigma * shrink));
  const { gain, level } = edge?.(Math.max(0.3, sigma * shrink)) ?? { gain: 1, level: 0 };
  const soft = await renderPixels(edge ? blurred.linear(gain, -gain * 255 * level + 127) : blurred, 1, vault);
  const full = shrink < 1 ? await renderPixels(openPixels(soft).resize({ width: padded.width, height: padded.height, fit: 'fill', kernel: 'cubic' }), 1, vault) : soft;
  for (const { data } of [padded, small, soft]) if (data !== full.data) vault.erase(data);
  signal.throwIfAborted();
  return { pixels: full, x: mask.x - room, y: mask.y - room };
}

function padMask({ pixels }: Mask, room: number, vault: Vault): Pixels<1> {
  const padded = vault.ownPixels(createPixels(pixels.width + room * 2, pixels.height + room * 2, 1));
  for (let row = 0; row < pixels.height; row++) {
    padded.data.set(pixels.data.subarray(row * pixels.width, (row + 1) * pixels.width), (row + room) * padded.width + room);
  }
  return padded;
}

/** Keep of a mask what another one covers, in place; what lies beyond the other is emptied. */
export function intersectMask(mask: Mask, other: Mask): void {
  const { pixels } = mask;
  for (let row = 0, at = 0; row < pixels.height; row++) {
    const otherRow = row + mask.y - other.y;
    const isInside = otherRow >= 0 && otherRow < other.pixels.height;
    for (let column = 0; column < pixels.width; column++, at++) {
      const otherColumn = column + mask.x - other.x;
      const share = isInside && otherColumn >= 0 && otherColumn < other.pixels.width ? other.pixels.data[otherRow * other.pixels.width + otherColumn]! : 0;
      pixels.data[at] = (pixels.data[at]! * share + 127) / 255;
    }
  }
}
