// Shows where a document's frame lies on a photo: middle of the bands, level, inside the photo where it can be.

import { describe, expect, it } from 'vitest';
import type { HeadLines } from '../../src/documents/measures.ts';
import { linesFor, moveLines, placePhoto } from '../../src/documents/placement.ts';
import { plainRule, squareRule } from './rules.ts';

/** A head 400 pixels high in the middle of a large photo, hair and all. */
function standHead(rollDegrees = 0, eyes = { x: 1000, y: 1000 }): HeadLines {
  const radians = (rollDegrees * Math.PI) / 180;
  const along = (y: number) => ({ x: eyes.x - Math.sin(radians) * y, y: eyes.y + Math.cos(radians) * y });
  return { eyes, crown: along(-210), chin: along(190), rollDegrees, interEyePixels: 130 };
}

const large = (lines: HeadLines) => ({ width: 2000, height: 2600, hairTop: lines.crown });

describe('a frame with room around it', () => {
  it('has the head in the middle of its band and the eyes in the middle of theirs', () => {
    const lines = standHead();
    const placement = placePhoto(lines, large(lines), squareRule);
    expect(placement.headMm).toBeCloseTo(30, 6);
    expect(placement.eyeFromBottomMm).toBeCloseTo(31.5, 6);
    expect(placement.offCentreMm).toBe(0);
    expect(placement.pixelsPerMm).toBeCloseTo(400 / 30, 6);
    expect(placement.topMarginMm).toBeCloseTo(50.8 - 31.5 - 210 / (400 / 30), 6);
    expect(placement.missingMm).toEqual({ top: 0, right: 0, bottom: 0, left: 0 });
  });

  it('has corners as far apart as the print, around the eyes', () => {
    const lines = standHead();
    const { corners: [topLeft, topRight, bottomLeft], pixelsPerMm, eyeFromBottomMm } = placePhoto(lines, large(lines), squareRule);
    expect((topRight.x - topLeft.x) / pixelsPerMm).toBeCloseTo(50.8, 6);
    expect((bottomLeft.y - topLeft.y) / pixelsPerMm).toBeCloseTo(50.8, 6);
    expect((topLeft.x + topRight.x) / 2).toBeCloseTo(1000, 6);
    expect((bottomLeft.y - 1000) / pixelsPerMm).toBeCloseTo(eyeFromBottomMm, 6);
  });

  it.each([-15, -8, 8, 15])('is turned with a head tilted by %i°', (roll) => {
    const lines = standHead(roll);
    const { levelDegrees, headMm, corners: [topLeft, topRight] } = placePhoto(lines, large(lines), squareRule);
    expect(levelDegrees).toBe(roll);
    expect(headMm).toBeCloseTo(30, 6);
    expect((Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x) * 180) / Math.PI).toBeCloseTo(roll, 6);
  });

  it('stays upright when a head is tilted further than a slip of the camera', () => {
    const lines = standHead(22);
    expect(placePhoto(lines, large(lines), squareRule).levelDegrees).toBe(0);
  });

  it('leaves a sane margin above the head where no rule speaks of eyes', () => {
    const lines = standHead();
    const { headMm, topMarginMm, eyeFromBottomMm } = placePhoto(lines, large(lines), plainRule);
    expect(headMm).toBeCloseTo(34, 1);
    expect(topMarginMm).toBeGreaterThan(2.5);
    expect(topMarginMm).toBeLessThan(5);
    expect(eyeFromBottomMm / 45).toBeGreaterThan(0.5);
  });

  it('puts the crown into the middle of the band above it', () => {
    const lines = standHead();
    const { topMarginMm } = placePhoto(lines, large(lines), { ...plainRule, topMarginMm: { min: 3, max: 5 } });
    expect(topMarginMm).toBeCloseTo(4, 1);
  });

  it('leaves the middle of the eyes’ band rather than cut the crown', () => {
    const lines = standHead();
    const tight = { ...plainRule, eyeFromBottomMm: { min: 23, max: 31 } };
    const { topMarginMm, eyeFromBottomMm } = placePhoto(lines, large(lines), tight);
    expect(topMarginMm).toBeGreaterThan(1.5);
    expect(eyeFromBottomMm).toBeGreaterThanOrEqual(23);
    expect(eyeFromBottomMm).toBeLessThan(27);
  });

  it('shows a bun where the bands let it', () => {
    const lines = standHead();
    const bun = { ...large(lines), hairTop: { x: 1000, y: 730 } };
    const { pixelsPerMm, eyeFromBottomMm } = placePhoto(lines, bun, squareRule);
    expect(50.8 - eyeFromBottomMm - 270 / pixelsPerMm).toBeGreaterThan(0);
  });

  it('follows the shape of a portal’s pixels', () => {
    const lines = standHead();
    const digital = { minPixels: { width: 354, height: 472 }, maxPixels: { width: 420, height: 560 }, minKB: null, maxKB: null, formats: ['jpeg'] as const };
    const { corners: [topLeft, topRight, bottomLeft] } = placePhoto(lines, large(lines), { ...plainRule, widthMm: 33, heightMm: 48, digital });
    expect((topRight.x - topLeft.x) / (bottomLeft.y - topLeft.y)).toBeCloseTo(0.75, 6);
  });
});

describe('a frame that does not fit in the middle', () => {
  it('takes the nearest place inside the bands that does', () => {
    const lines = standHead(0, { x: 1000, y: 250 });
    const { missingMm, headMm, eyeFromBottomMm } = placePhoto(lines, large(lines), squareRule);
    expect(missingMm).toEqual({ top: 0, right: 0, bottom: 0, left: 0 });
    expect(headMm).toBeGreaterThan(25);
    expect(headMm).toBeLessThanOrEqual(35);
    expect(eyeFromBottomMm).toBeGreaterThanOrEqual(28);
    expect([headMm, eyeFromBottomMm]).not.toEqual([30, 31.5]);
  });

  it('moves a little to the side for a photo that ends beside the head', () => {
    const lines = standHead(0, { x: 300, y: 1000 });
    const { missingMm, offCentreMm } = placePhoto(lines, large(lines), { ...squareRule, headMm: { min: 33.6, max: 33.6 } });
    expect(missingMm.left).toBeLessThan(0.2);
    expect(offCentreMm).toBeLessThan(0);
    expect(Math.abs(offCentreMm)).toBeLessThan(50.8 * 0.03);
  });

  it('goes on above the photo where the wall is painted', () => {
    const lines = standHead(0, { x: 1000, y: 230 });
    const { missingMm, topMarginMm } = placePhoto(lines, { ...large(lines), isPainted: true }, plainRule);
    expect(missingMm.top).toBeGreaterThan(1);
    expect(topMarginMm).toBeGreaterThan(3);
  });

  it('keeps a tilt that nobody sees where only a level frame would not fit', () => {
    const lines = standHead(3, { x: 310, y: 1000 });
    const { levelDegrees, missingMm } = placePhoto(lines, { ...large(lines), width: 620 }, { ...squareRule, headMm: { min: 33.6, max: 33.6 } });
    expect(levelDegrees).toBe(1);
    expect(missingMm).toEqual({ top: 0, right: 0, bottom: 0, left: 0 });
  });

  it.each([
    ['top', { x: 1000, y: 230 }],
    ['bottom', { x: 1000, y: 2400 }],
    ['left', { x: 180, y: 1000 }],
    ['right', { x: 1820, y: 1000 }],
  ] as const)('says how much is missing at the %s', (side, eyes) => {
    const lines = standHead(0, eyes);
    const { missingMm } = placePhoto(lines, large(lines), { ...plainRule, headMm: { min: 32, max: 33 }, topMarginMm: { min: 4, max: 5 } });
    expect(missingMm[side]).toBeGreaterThan(0.3);
    expect(Object.values(missingMm).filter((missing) => missing > 0)).toHaveLength(1);
  });
});

describe('the lines that are measured', () => {
  it('lie on the head’s own axis where a person moved them', () => {
    const { crown, eyes, chin } = moveLines(standHead(10), { crownY: 800, eyesY: 1010, chinY: 1200 });
    expect(eyes).toEqual({ x: expect.closeTo(1000 - 10 * Math.tan(Math.PI / 18), 6), y: 1010 });
    expect(crown).toEqual({ x: expect.closeTo(1000 + 200 * Math.tan(Math.PI / 18), 6), y: 800 });
    expect(chin).toEqual({ x: expect.closeTo(1000 - 200 * Math.tan(Math.PI / 18), 6), y: 1200 });
  });

  it('are the skull’s where the authority measures without the hair, never above the hair', () => {
    const full = { ...standHead(), crown: { x: 1000, y: 740 } };
    expect(linesFor(full, { crownAt: 'skull' }, {}).crown.y).toBeCloseTo(1000 - 1.02 * 190, 6);
    const bald = { ...standHead(), crown: { x: 1000, y: 840 } };
    expect(linesFor(bald, { crownAt: 'skull' }, {}).crown.y).toBeCloseTo(840, 6);
    expect(linesFor(full, { crownAt: 'skull' }, { crownY: 770 }).crown.y).toBe(770);
    expect(linesFor(full, { crownAt: 'hair' }, {}).crown.y).toBe(740);
  });
});
