// Owns the pixels of a sheet: white paper, copies of one photo, marks to cut along. Refuses to scale the photo more than once.

import type { Vault } from '../retention/vault.ts';
import { resizePixels, turnPixels } from './frame.ts';
import { createPixels } from './pixels.ts';
import type { Box, Pixels } from './pixels.ts';
import { photoSizeOf } from './sheet-layout.ts';
import type { CropMark, SheetCopy, SheetPlan } from './sheet-layout.ts';
import { forEachBand } from './turns.ts';

const mmPerInch = 25.4;

/** As on the PDF: one dot at 300 dpi, two at 600. */
const markWidthMm = 0.1;

/** Size in pixels of a sheet at so many dots per inch. */
export function sheetPixelSize({ widthMm, heightMm }: Pick<SheetPlan, 'widthMm' | 'heightMm'>, dpi: number): { readonly width: number; readonly height: number } {
  return { width: toDots(widthMm, dpi), height: toDots(heightMm, dpi) };
}

/**
 * Paint a sheet: the photo is brought to its printed size once, by Lanczos, and copied.
 *
 * @param photo - Of the photo's shape; erased when it is no longer needed.
 * @returns Pixels owned by the vault.
 */
export async function paintSheet(plan: SheetPlan, photo: Pixels<3>, dpi: number, vault: Vault, signal: AbortSignal): Promise<Pixels<3>> {
  const copy = await fitCopy(plan, photo, dpi, vault, signal);
  const { width, height } = sheetPixelSize(plan, dpi);
  const sheet = vault.ownPixels(createPixels(width, height, 3));
  const boxes = plan.copies.map((each) => locateCopy(each, dpi));
  await forEachBand(width, height, signal, (fromRow, toRow) => {
    sheet.data.fill(white, fromRow * width * 3, toRow * width * 3);
    for (const box of boxes) copyRows(copy, box, sheet, fromRow, toRow);
  });
  vault.erase(copy.data);
  for (const mark of plan.marks) drawMark(sheet, mark, dpi);
  return sheet;
}

const white = 255;

async function fitCopy(plan: SheetPlan, photo: Pixels<3>, dpi: number, vault: Vault, signal: AbortSignal): Promise<Pixels<3>> {
  const { widthMm, heightMm } = photoSizeOf(plan);
  const [width, height] = [toDots(widthMm, dpi), toDots(heightMm, dpi)];
  const isExact = photo.width === width && photo.height === height;
  const fitted = isExact ? photo : await resizePixels(photo, width, height, vault, signal);
  if (!isExact) vault.erase(photo.data);
  if (!plan.copies[0]?.turned) return fitted;
  const turned = await turnPixels(fitted, 90, vault, signal);
  vault.erase(fitted.data);
  return turned;
}

/** Each edge where it lies on the paper, so that copies without a gap meet: a box may be a dot wider or narrower than the copy. */
function locateCopy({ xMm, yMm, widthMm, heightMm }: SheetCopy, dpi: number): Box {
  const [x, y] = [toDots(xMm, dpi), toDots(yMm, dpi)];
  return { x, y, width: toDots(xMm + widthMm, dpi) - x, height: toDots(yMm + heightMm, dpi) - y };
}

/** The rows of one copy that lie in a band; what a box is wider than the copy repeats its last dots. */
function copyRows(copy: Pixels<3>, box: Box, sheet: Pixels<3>, fromRow: number, toRow: number): void {
  const width = Math.min(copy.width, box.width);
  for (let y = Math.max(fromRow, box.y); y < Math.min(toRow, box.y + box.height); y++) {
    const source = Math.min(y - box.y, copy.height - 1) * copy.width * 3;
    const target = (y * sheet.width + box.x) * 3;
    sheet.data.set(copy.data.subarray(source, source + width * 3), target);
    for (let x = width; x < box.width; x++) sheet.data.copyWithin(target + x * 3, target + (x - 1) * 3, target + x * 3);
  }
}

function drawMark({ data, width, height }: Pixels<3>, { fromXMm, fromYMm, toXMm, toYMm }: CropMark, dpi: number): void {
  const thickness = Math.max(1, toDots(markWidthMm, dpi));
  const span = (fromMm: number, toMm: number, limit: number): readonly [number, number] => {
    const from = toDots(fromMm, dpi) - (fromMm === toMm ? Math.floor(thickness / 2) : 0);
    return [Math.max(0, from), Math.min(limit, fromMm === toMm ? from + thickness : toDots(toMm, dpi))];
  };
  const [left, right] = span(fromXMm, toXMm, width);
  const [top, bottom] = span(fromYMm, toYMm, height);
  for (let y = top; y < bottom; y++) data.fill(0, (y * width + left) * 3, (y * width + right) * 3);
}

function toDots(mm: number, dpi: number): number {
  return Math.round((mm / mmPerInch) * dpi);
}
