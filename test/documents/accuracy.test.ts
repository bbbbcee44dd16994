// Shows how exactly heads are found: drawn faces of known geometry, placed on a print. Reads them with the real engine.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHeadLines } from '../../src/documents/head-lines.ts';
import { linesFor, placePhoto } from '../../src/documents/placement.ts';
import type { DocumentPlacement } from '../../src/documents/placement.ts';
import { readSilhouette, readSitter } from '../../src/face/reading.ts';
import { createVision } from '../../src/face/vision.ts';
import { invertMap, movePoint } from '../../src/photo/affine.ts';
import type { Affine } from '../../src/photo/pixels.ts';
import { Vault } from '../../src/retention/vault.ts';
import type { HairCut, SkinTone } from '../drawn-person.ts';
import { drawPortrait, renderPixels } from '../drawn-portrait.ts';
import type { Drawing } from '../drawn-portrait.ts';
import { never } from '../face/drawn-reading.ts';
import { plainRule } from './rules.ts';

const vision = createVision({ workers: 1 });

beforeAll(() => vision.ready());
afterAll(() => vision[Symbol.asyncDispose]());

const tones: readonly SkinTone[] = ['fair', 'light', 'olive', 'brown', 'dark'];
const rolls = [-15, -8, 0, 8, 15];
const cuts: readonly HairCut[] = ['short', 'long', 'curly', 'none'];

/** Every tone with every roll; hair goes round so that each meets each. */
const people = tones.flatMap((skin, row) => rolls.map((roll, column) => ({ skin, roll, hair: cuts[(row * 2 + column) % cuts.length]! })));

/** Of the print's height. */
const allowed = 0.02;

describe.each([
  [480, 600, people],
  [1200, 1500, people.filter((_, index) => index % 3 === 0)],
  [3000, 4000, people.filter((_, index) => index % 12 === 0)],
])('a head in a photo of %i × %i pixels', (width, height, heads) => {
  it.each(heads)('of $skin skin and $hair hair, tilted by $roll°', async ({ skin, roll, hair }) => {
    const drawing = drawPortrait({ width, height, people: [{ skin, roll, hair, y: height * 0.5, scale: (width / 480) * 0.7 }] });
    const { placement, rollDegrees } = await place(drawing);
    const truth = onPrint(drawing, placement);
    expect(Math.abs(truth.headMm - placement.headMm) / plainRule.heightMm).toBeLessThan(allowed);
    expect(Math.abs(truth.eyeFromBottomMm - placement.eyeFromBottomMm) / plainRule.heightMm).toBeLessThan(allowed);
    expect(Math.abs(truth.offCentreMm) / plainRule.widthMm).toBeLessThan(allowed);
    expect(Math.abs(rollDegrees - roll)).toBeLessThan(2);
    expect(placement.missingMm).toEqual({ top: 0, right: 0, bottom: 0, left: 0 });
  });
});

async function place(drawing: Drawing): Promise<{ readonly placement: DocumentPlacement; readonly rollDegrees: number }> {
  await using vault = new Vault();
  const context = { vault, signal: never };
  const photo = vault.ownPixels(await renderPixels(drawing));
  const reading = await readSitter(vision, photo, context);
  const [face] = reading.portrait.faces;
  const silhouette = await readSilhouette(vision, photo, reading, context);
  if (!face || !silhouette) throw new Error('the drawn person was not found');
  const { lines, hairTop, cut } = readHeadLines(reading, face, silhouette, photo);
  expect(cut).toEqual({ top: false, right: false, bottom: false, left: false });
  const placement = placePhoto(linesFor(lines, plainRule, {}), { width: photo.width, height: photo.height, hairTop }, plainRule);
  return { placement, rollDegrees: lines.rollDegrees };
}

/** Where the drawn head truly stands on the print. */
function onPrint({ people: [person] }: Drawing, { corners: [topLeft, topRight, bottomLeft] }: DocumentPlacement) {
  if (!person) throw new Error('nobody was drawn');
  const { widthMm, heightMm } = plainRule;
  const toPhoto: Affine = {
    a: (topRight.x - topLeft.x) / widthMm,
    b: (bottomLeft.x - topLeft.x) / heightMm,
    tx: topLeft.x,
    c: (topRight.y - topLeft.y) / widthMm,
    d: (bottomLeft.y - topLeft.y) / heightMm,
    ty: topLeft.y,
  };
  const toPrint = invertMap(toPhoto);
  const [left, right] = person.eyes.map((eye) => movePoint(toPrint, eye)) as [{ x: number; y: number }, { x: number; y: number }];
  return {
    headMm: movePoint(toPrint, person.chin).y - movePoint(toPrint, person.crown).y,
    eyeFromBottomMm: heightMm - (left.y + right.y) / 2,
    offCentreMm: (left.x + right.x) / 2 - widthMm / 2,
  };
}
