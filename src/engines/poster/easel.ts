// Owns what painting a poster needs: the canvas, the colours, who owns the bytes. Refuses to know layouts.

import { paintMask } from '../../photo/canvas.ts';
import type { Ink } from '../../photo/canvas.ts';
import { coverPath } from '../../photo/coverage.ts';
import type { Mask, PathStep } from '../../photo/coverage.ts';
import type { Colour } from '../../photo/css-colour.ts';
import { paintGradient } from '../../photo/gradient.ts';
import { softenMask } from '../../photo/mask.ts';
import type { MaskContext } from '../../photo/mask.ts';
import type { Box, Pixels, Point } from '../../photo/pixels.ts';
import type { Palette } from '../../styles/palette.ts';
import { drawDisc } from './shapes.ts';

/** A poster being painted. */
export interface Easel extends MaskContext {
  readonly canvas: Pixels<3>;
  readonly palette: Palette;
}

/** The whole picture. */
export function wholeOf({ width, height }: { readonly width: number; readonly height: number }): Box {
  return { x: 0, y: 0, width, height };
}

/** Fill a path with a colour. */
export async function fillPath({ canvas, vault, signal }: Easel, path: readonly PathStep[], ink: Ink, opacity = 1): Promise<void> {
  const mask = coverPath(path, wholeOf(canvas), vault);
  await paintMask(canvas, mask, ink, opacity, signal);
  vault.erase(mask.pixels.data);
}

/** Paint through a mask and forget it. */
export async function spendMask({ canvas, vault, signal }: Easel, mask: Mask, ink: Ink, opacity: number): Promise<void> {
  await paintMask(canvas, mask, ink, opacity, signal);
  vault.erase(mask.pixels.data);
}

/** A round light, strongest in its middle. */
export async function paintGlow(easel: Easel, middle: Point, radius: number, ink: Ink, opacity: number): Promise<void> {
  const core = radius * 0.5;
  const disc = coverPath(drawDisc(middle, core), { x: middle.x - core, y: middle.y - core, width: core * 2, height: core * 2 }, easel.vault);
  const soft = await softenMask(disc, radius * 0.3, easel);
  easel.vault.erase(disc.pixels.data);
  await spendMask(easel, soft, ink, opacity);
}

/** Start a canvas with a run of colours; one colour alone is flat. */
export async function startCanvas(size: { readonly width: number; readonly height: number }, inks: readonly [Ink, ...Ink[]], angleDegrees: number, { vault, signal }: MaskContext): Promise<Pixels<3>> {
  const colours = (inks.length === 1 ? [inks[0], inks[0]] : inks).map(colourOf);
  const gradient = { kind: 'gradient', shape: 'linear', angleDegrees, colours } as const;
  return (await paintGradient(gradient, size.width, size.height, vault, signal)) as Pixels<3>;
}

function colourOf([red, green, blue]: Ink): Colour {
  return { red: red / 255, green: green / 255, blue: blue / 255, alpha: 1 };
}

/** A veil that is nothing at one line and everything at another, across the whole width. */
export function drawVeil({ width, height }: Pixels<3>, from: number, to: number, { vault }: MaskContext): Mask {
  const top = Math.max(0, Math.floor(Math.min(from, to)));
  const data = vault.own(new Uint8Array(width * (height - top)));
  for (let row = 0; row < height - top; row++) {
    const share = Math.min(1, Math.max(0, (row + top + 0.5 - from) / (to - from)));
    data.fill(share * share * (3 - 2 * share) * 255 + 0.5, row * width, (row + 1) * width);
  }
  return { pixels: { data, width, height: height - top, channels: 1 }, x: 0, y: top };
}
