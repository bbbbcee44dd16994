// Owns setting title and subtitle onto the painted picture so that they are read: colour, outline, shadow and scrim until the measured contrast holds. Refuses to assume what is behind.

import type { Ink } from '../../photo/canvas.ts';
import { leastContrast, luminanceOfInk, measureContrast, readBehind } from '../../photo/contrast.ts';
import { coverPath } from '../../photo/coverage.ts';
import type { Mask, PathStep } from '../../photo/coverage.ts';
import { growMask, softenMask } from '../../photo/mask.ts';
import type { Box } from '../../photo/pixels.ts';
import type { DrawnLine } from '../../photo/typography/block.ts';
import type { TextLook } from '../../styles/layouts.ts';
import { paintMask } from '../../photo/canvas.ts';
import { fillPath, spendMask } from './easel.ts';
import type { Easel } from './easel.ts';
import { drawPanel } from './shapes.ts';

/** Lines that are ready to be painted. */
export interface Lettering {
  readonly lines: readonly DrawnLine[];
  readonly look: TextLook;
  /** Height of a capital in pixels. */
  readonly capHeight: number;
}

/** How far around letters their background counts, in heights of a capital: the eye sees an edge, not a point. */
const surround = 0.07;

/**
 * Paint a block of text.
 *
 * @returns Its contrast as measured, of the line where it is least; at least 4.5.
 */
export async function paintLettering(easel: Easel, lettering: Lettering): Promise<number> {
  const { lines, look } = lettering;
  if (look.effect === 'plate') await paintPlates(easel, lettering);
  const around = await coverLines(easel, lettering);
  if (look.effect === 'outline') await paintOutline(easel, lettering);
  if (look.effect === 'shadow') await paintShadow(easel, lettering);
  const ink = await settleInk(easel, lettering, around);
  easel.vault.erase(around.pixels.data);
  let least = Infinity;
  for (const [index, line] of lines.entries()) {
    const letters = coverPath(line.path, line.box, easel.vault);
    const near = await spread(easel, letters, lettering.capHeight);
    const behind = readBehind(easel.canvas, near);
    easel.vault.erase(near.pixels.data);
    const accent = look.accent && lines.length > 1 && index === lines.length - 1 ? easel.palette[look.accent] : ink;
    const used = measureContrast(accent, behind) >= leastContrast ? accent : ink;
    least = Math.min(least, measureContrast(used, behind));
    await spendMask(easel, letters, used, 1);
  }
  return least;
}

async function spread(easel: Easel, letters: Mask, capHeight: number): Promise<Mask> {
  return growMask(letters, Math.max(1, surround * capHeight), easel);
}

async function coverLines(easel: Easel, { lines, capHeight }: Lettering): Promise<Mask> {
  const letters = coverPath(lines.flatMap(({ path }) => path), unionOf(lines.map(({ box }) => box)), easel.vault);
  const around = await spread(easel, letters, capHeight);
  easel.vault.erase(letters.pixels.data);
  return around;
}

/** Scrims in turn: each is laid over the one before, until the worst tenth is clear. */
const scrimOpacities = [0.4, 0.5, 0.6, 0.75, 0.9, 1];

/** The first ink that is clear enough; else the clearest, with a scrim under it. */
async function settleInk(easel: Easel, { look, capHeight }: Lettering, around: Mask): Promise<Ink> {
  const { canvas, palette } = easel;
  const inks = look.inks.map((tint) => palette[tint]);
  const contrasts = inks.map((ink) => measureContrast(ink, readBehind(canvas, around)));
  const clear = contrasts.findIndex((contrast) => contrast >= leastContrast);
  if (clear >= 0) return inks[clear]!;
  const ink = inks[contrasts.indexOf(Math.max(...contrasts))]!;
  const scrim = luminanceOfInk(ink) > 0.18 ? darkScrim(palette.night) : palette.white;
  for (const opacity of scrimOpacities) {
    const wide = await growMask(around, capHeight * 0.3, easel);
    const soft = await softenMask(wide, capHeight * 0.22, easel);
    easel.vault.erase(wide.pixels.data);
    await spendMask(easel, soft, scrim, opacity);
    if (measureContrast(ink, readBehind(canvas, around)) >= leastContrast) return ink;
  }
  return luminanceOfInk(ink) > 0.18 ? palette.white : palette.ink;
}

function darkScrim([red, green, blue]: Ink): Ink {
  return [red * 0.6, green * 0.6, blue * 0.6];
}

async function paintOutline(easel: Easel, { lines, look, capHeight }: Lettering): Promise<void> {
  const letters = coverPath(lines.flatMap(({ path }) => path), unionOf(lines.map(({ box }) => box)), easel.vault);
  const rim = await growMask(letters, capHeight * 0.125, easel);
  easel.vault.erase(letters.pixels.data);
  const ink = easel.palette[look.effectTint ?? 'ink'];
  const drop = { ...rim, y: rim.y + Math.round(capHeight * 0.07) };
  await paintMask(easel.canvas, drop, ink, 1, easel.signal);
  await spendMask(easel, rim, ink, 1);
}

async function paintShadow(easel: Easel, { lines, capHeight }: Lettering): Promise<void> {
  const letters = coverPath(lines.flatMap(({ path }) => path), unionOf(lines.map(({ box }) => box)), easel.vault);
  const soft = await softenMask(letters, capHeight * 0.09, easel);
  easel.vault.erase(letters.pixels.data);
  await spendMask(easel, { ...soft, y: soft.y + Math.round(capHeight * 0.05) }, [0, 0, 0], 0.45);
}

/** Room in a plate beside and above its letters, in heights of a capital. */
export const plateRoom = { beside: 0.34, above: 0.34, below: 0.36 };

async function paintPlates(easel: Easel, { lines, look, capHeight }: Lettering): Promise<void> {
  const path: PathStep[] = lines.flatMap(({ box, baseline }) => {
    const top = Math.min(box.y - 0.14 * capHeight, baseline - capHeight * (1 + plateRoom.above));
    const bottom = Math.max(box.y + box.height + 0.14 * capHeight, baseline + capHeight * plateRoom.below);
    return drawPanel({ x: box.x - plateRoom.beside * capHeight, y: top, width: box.width + 2 * plateRoom.beside * capHeight, height: bottom - top }, capHeight * 0.1);
  });
  await fillPath(easel, path, easel.palette[look.effectTint ?? 'ink']);
}

/** The box around boxes. */
export function unionOf(boxes: readonly Box[]): Box {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}
