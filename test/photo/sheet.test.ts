// Shows that a sheet of pixels has its size, its copies where they are planned, whole and in their colours, and white around them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPaper } from '../../src/documents/papers.ts';
import { planSheet } from '../../src/documents/sheet-plan.ts';
import type { SheetPlan, SheetRequest } from '../../src/documents/sheet-plan.ts';
import { createPixels } from '../../src/photo/pixels.ts';
import type { Pixels } from '../../src/photo/pixels.ts';
import { paintSheet, sheetPixelSize } from '../../src/photo/sheet.ts';
import { Vault } from '../../src/retention/vault.ts';
import { findRuns, readPixels } from '../printed-page.ts';
import { blue, colourAt, drawQuadrants, green, largestDifference, notAborted, red, yellow } from './drawn.ts';

const drawPhoto = async (width: number, height: number) => readPixels(await drawQuadrants(width, height).png().toBuffer());

function layOut(paper: string, photoWidthMm: number, photoHeightMm: number, rest: Partial<SheetRequest> = {}): SheetPlan {
  return planSheet({ paper: readPaper(paper)!, photoWidthMm, photoHeightMm, gapMm: 2, cropMarks: true, ...rest });
}

const isInk = (colour: readonly number[]) => colour.some((part) => part < 255);
const dots = (mm: number, dpi: number) => Math.round((mm / 25.4) * dpi);

describe('a sheet of pixels', () => {
  it.each([['10x15', 300, 1181, 1772], ['4x6', 300, 1200, 1800], ['4x6', 600, 2400, 3600], ['a4', 600, 4961, 7016]] as const)('of %s at %d dpi is %d × %d', (paper, dpi, width, height) => {
    expect(sheetPixelSize(layOut(paper, 35, 45), dpi)).toEqual({ width, height });
  });

  it.each([
    ['upright', '10x15', [red, green, blue, yellow]],
    ['turned clockwise by a quarter', '4x6', [blue, red, yellow, green]],
  ] as const)('has each copy %s, in its place and colours', async (_name, paper, colours) => {
    await using vault = new Vault();
    const plan = layOut(paper, 35, 45);
    const sheet = await paintSheet(plan, await drawPhoto(700, 900), 300, vault, notAborted);
    for (const { xMm, yMm, widthMm, heightMm } of plan.copies) {
      const corners = [[0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].map(([across = 0, down = 0]) =>
        colourAt(sheet, (xMm + across * widthMm) / plan.widthMm, (yMm + down * heightMm) / plan.heightMm),
      );
      expect(largestDifference(corners, colours)).toBeLessThan(3);
    }
  });

  it('copies a photo of the exact size dot by dot', async () => {
    await using vault = new Vault();
    const photo = await drawPhoto(413, 531);
    for (let at = 0; at < photo.data.length; at++) photo.data[at] = (at * 7919) % 251;
    const original = photo.data.slice();
    const plan = layOut('10x15', 35, 45);
    const sheet = await paintSheet(plan, photo, 300, vault, notAborted);
    const [x, y] = [dots(plan.copies[0]!.xMm, 300), dots(plan.copies[0]!.yMm, 300)];
    for (const row of [0, 100, 530]) {
      const from = ((y + row) * sheet.width + x) * 3;
      expect(sheet.data.slice(from, from + 413 * 3)).toEqual(original.slice(row * 413 * 3, (row + 1) * 413 * 3));
    }
  });

  it('leaves no white line between copies without a gap, and none of them overlaps its neighbour by more than a dot', async () => {
    await using vault = new Vault();
    const plan = layOut('a4', 33, 48, { gapMm: 0, cropMarks: false });
    const sheet = await paintSheet(plan, await drawPhoto(390, 567), 300, vault, notAborted);
    const [first] = plan.copies;
    const across = findRuns(sheet, { y: dots(first!.yMm, 300) + 20 }, isInk);
    const down = findRuns(sheet, { x: dots(first!.xMm, 300) + 20 }, isInk);
    const last = plan.copies.at(-1)!;
    expect(across).toEqual([[dots(first!.xMm, 300), dots(last.xMm + last.widthMm, 300)]]);
    expect(down).toEqual([[dots(first!.yMm, 300), dots(last.yMm + last.heightMm, 300)]]);
  });

  it('is white everywhere but in its copies and marks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ gapMm: fc.integer({ min: 0, max: 120 }).map((tenths) => tenths / 10), copies: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }), cropMarks: fc.boolean() }),
        fc.integer({ min: 200, max: 400 }),
        fc.constantFrom(300, 600),
        async (request, widthTenths, dpi) => {
          await using vault = new Vault();
          const plan = layOut('60x80', widthTenths / 10, 25, request);
          const sheet = await paintSheet(plan, await drawPhoto(widthTenths, 250), dpi, vault, notAborted);
          expect(countStrayDots(sheet, plan, dpi)).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('erases the photo and what was made of it', async () => {
    await using vault = new Vault();
    const sheet = await paintSheet(layOut('4x6', 35, 45), vault.ownPixels(await drawPhoto(700, 900)), 300, vault, notAborted);
    expect(vault.heldBytes).toBe(sheet.data.byteLength);
  });

  it('stops between two bands', async () => {
    await using vault = new Vault();
    const controller = new AbortController();
    const painting = paintSheet(layOut('a4', 35, 45), await drawPhoto(413, 531), 600, vault, controller.signal);
    setTimeout(() => controller.abort(new Error('gone')), 1);
    await expect(painting).rejects.toThrow('gone');
  });
});

/** Dots with ink outside of every copy and mark, allowing each of them the dot that rounding makes. */
function countStrayDots(sheet: Pixels<3>, plan: SheetPlan, dpi: number): number {
  const allowed = createPixels(sheet.width, sheet.height, 1);
  const allow = (left: number, top: number, right: number, bottom: number) => {
    for (let y = Math.max(0, dots(top, dpi) - 1); y < Math.min(sheet.height, dots(bottom, dpi) + 1); y++) {
      allowed.data.fill(1, y * sheet.width + Math.max(0, dots(left, dpi) - 1), y * sheet.width + Math.min(sheet.width, dots(right, dpi) + 1));
    }
  };
  for (const { xMm, yMm, widthMm, heightMm } of plan.copies) allow(xMm, yMm, xMm + widthMm, yMm + heightMm);
  for (const { fromXMm, fromYMm, toXMm, toYMm } of plan.marks) allow(fromXMm, fromYMm, toXMm, toYMm);
  let stray = 0;
  allowed.data.forEach((isAllowed, at) => {
    if (!isAllowed && sheet.data[at * 3]! + sheet.data[at * 3 + 1]! + sheet.data[at * 3 + 2]! < 3 * 255) stray++;
  });
  return stray;
}
