// Owns the geometry of pixels: size, crop, turns, affine maps. Refuses to change colours.

import type { Vault } from '../retention/vault.ts';
import { type Box, type Channels, createPixels, type Pixels } from './pixels.ts';
import { openPixels, renderPixels } from './sharp.ts';

/** What lies past a picture's edges: the nearest edge pixel, or one value per channel. */
export type Outside = 'clamp' | readonly number[];

/** For RGBA: nothing past the edges. */
export const transparentOutside: Outside = [0, 0, 0, 0];

/** Longest side of the picture in which faces and mattes are read. */
export const workingSidePixels = 1280;

/** Resize by Lanczos, anti-aliased, to exactly `width` × `height`; transparency is weighed. */
export function resizePixels<C extends Channels>(pixels: Pixels<C>, width: number, height: number, vault: Vault, signal: AbortSignal): Promise<Pixels<C>> {
  return fitPixels(pixels, width, height, 'fill', vault, signal);
}

/** Resize so that the picture covers `width` × `height`, its middle kept and the rest cut off. */
export function coverPixels<C extends Channels>(pixels: Pixels<C>, width: number, height: number, vault: Vault, signal: AbortSignal): Promise<Pixels<C>> {
  return fitPixels(pixels, width, height, 'cover', vault, signal);
}

async function fitPixels<C extends Channels>(
  pixels: Pixels<C>,
  width: number,
  height: number,
  fit: 'fill' | 'cover',
  vault: Vault,
  signal: AbortSignal,
): Promise<Pixels<C>> {
  signal.throwIfAborted();
  const fitted = await renderPixels(openPixels(pixels).resize(width, height, { fit, kernel: 'lanczos3' }), pixels.channels, vault);
  signal.throwIfAborted();
  return fitted;
}

/** The picture vision reads: the same one, longest side at most `workingSidePixels`, always in a new buffer. */
export function createWorkingPicture(pixels: Pixels<3>, vault: Vault, signal: AbortSignal): Promise<Pixels<3>> {
  const scale = Math.min(1, workingSidePixels / Math.max(pixels.width, pixels.height));
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  return resizePixels(pixels, width, height, vault, signal);
}

/** Turn clockwise by a quarter, a half or three quarters. */
export async function turnPixels<C extends Channels>(
  pixels: Pixels<C>,
  degrees: 90 | 180 | 270,
  vault: Vault,
  signal: AbortSignal,
): Promise<Pixels<C>> {
  signal.throwIfAborted();
  const turned = await renderPixels(openPixels(pixels).rotate(degrees), pixels.channels, vault);
  signal.throwIfAborted();
  return turned;
}

/**
 * Cut a rectangle out, which may reach past the edges or lie beyond them.
 *
 * @param box - Rounded to whole pixels.
 */
export function cropPixels<C extends Channels>(pixels: Pixels<C>, box: Box, outside: Outside, vault: Vault): Pixels<C> {
  const { channels } = pixels;
  const [left, top] = [Math.round(box.x), Math.round(box.y)];
  const crop = vault.ownPixels(createPixels(Math.round(box.width), Math.round(box.height), channels));
  const inside = { from: clamp(left, 0, pixels.width), to: clamp(left + crop.width, 0, pixels.width) };
  for (let y = 0; y < crop.height; y += 1) {
    const row = crop.data.subarray(y * crop.width * channels, (y + 1) * crop.width * channels);
    const sourceY = outside === 'clamp' ? clamp(top + y, 0, pixels.height - 1) : top + y;
    const isRowInside = sourceY >= 0 && sourceY < pixels.height && inside.to > inside.from;
    if (isRowInside) {
      const source = sourceY * pixels.width;
      row.set(pixels.data.subarray((source + inside.from) * channels, (source + inside.to) * channels), (inside.from - left) * channels);
    }
    if (!isRowInside || inside.to - inside.from < crop.width) fillOutside(row, pixels, sourceY, left, isRowInside ? inside : none, outside);
  }
  return crop;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const none: Span = { from: 0, to: 0 };

function fillOutside(row: Uint8Array, pixels: Pixels, sourceY: number, left: number, inside: Span, outside: Outside): void {
  const { channels } = pixels;
  for (let x = left, at = 0; at < row.length; x += 1, at += channels) {
    if (x >= inside.from && x < inside.to) continue;
    const edge = (sourceY * pixels.width + clamp(x, 0, pixels.width - 1)) * channels;
    for (let channel = 0; channel < channels; channel += 1) {
      row[at + channel] = (outside === 'clamp' ? pixels.data[edge + channel] : outside[channel]) ?? 0;
    }
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
