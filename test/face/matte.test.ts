// Owns the tests of the matte against the true alpha of drawn people.

import { afterAll, describe, expect, it } from 'vitest';
import { createVision } from '../../src/face/vision.ts';
import { createPixels } from '../../src/photo/pixels.ts';
import type { Scene } from '../drawn-portrait.ts';
import { drawPortrait, renderPeople, renderPixels } from '../drawn-portrait.ts';
import { compareAlpha, cutDrawing, never, readDrawing } from './drawn-reading.ts';

const vision = createVision({ workers: 1 });
afterAll(() => vision[Symbol.asyncDispose]());

const cases: readonly [name: string, scene: Scene, overlap: number, error: number][] = [
  ['a plain portrait', {}, 0.995, 0.003],
  ['a portrait with a shadow on the wall', { background: 'wall-shadow' }, 0.98, 0.012],
  ['curls', { people: [{ hair: 'curly', skin: 'dark', hairColour: '#181010' }], background: 'gradient' }, 0.95, 0.03],
  ['a person upside down', { people: [{ roll: 180, y: 330 }] }, 0.995, 0.003],
  ['a person on the side', { people: [{ roll: 90 }] }, 0.995, 0.003],
  ['a person seen from behind', { people: [{ features: false }] }, 0.995, 0.003],
  ['a whole body', { width: 900, height: 1200, people: [{ body: 'whole', scale: 0.6, y: 240 }] }, 0.95, 0.02],
  ['two people side by side', { width: 900, height: 600, people: [{ x: 250 }, { x: 650, skin: 'olive', shirt: '#aa3333' }], background: 'gradient' }, 0.97, 0.02],
];

describe('the matte', () => {
  it.each(cases)('agrees with the truth for %s', async (_, scene, leastOverlap, mostError) => {
    const drawing = drawPortrait(scene);
    const { cut, portrait } = await cutDrawing(vision, drawing);
    const { overlap, error } = await compareAlpha(drawing, cut.alpha.data);
    expect(overlap).toBeGreaterThan(leastOverlap);
    expect(error).toBeLessThan(mostError);
    expect(portrait.matte?.confidence).toBeGreaterThan(0.6);
  });

  it('is not trusted when hair like that above the face is left outside', async () => {
    const drawing = drawPortrait({ background: 'street', people: [{ hair: 'long' }] });
    const { overlap } = await compareAlpha(drawing, (await cutDrawing(vision, drawing)).cut.alpha.data);
    const { confidence } = await readDrawing(vision, drawing, true);
    expect(confidence).toBeLessThan(Math.max(0.5, overlap - 0.2));
  });

  it('is left out when it is not asked for, or nobody is there', async () => {
    expect((await readDrawing(vision, drawPortrait())).matte).toBeUndefined();
    const empty = await readDrawing(vision, drawPortrait({ people: [], background: 'gradient' }), true);
    expect(empty.matte).toBeUndefined();
    expect(empty.confidence).toBe(0);
  });

  it('knows the crown and the subject’s box', async () => {
    const drawing = drawPortrait({ people: [{ hair: 'short' }] });
    const { matte } = await readDrawing(vision, drawing, true);
    expect(Math.abs(matte!.crown.y - drawing.people[0]!.crown.y)).toBeLessThan(4);
    expect(matte!.subject.y).toBeLessThanOrEqual(matte!.crown.y);
    expect(Math.abs(matte!.subject.y + matte!.subject.height - drawing.height)).toBeLessThan(3);
  });
});

describe('a cut', () => {
  it('shows the person’s own colour where the edge lets the old background through', async () => {
    const drawing = drawPortrait({ colour: '#30c040', people: [{ shirt: '#a03030' }] });
    const { cut } = await cutDrawing(vision, drawing);
    const truth = await renderPeople(drawing);
    const fringe: number[] = [];
    for (let index = 0; index < cut.alpha.data.length; index++) {
      if (cut.alpha.data[index]! < 60 || truth.data[index * 4 + 3]! < 60 || truth.data[index * 4 + 3]! > 250) continue;
      // How much greener than the truth, out of 255.
      fringe.push(cut.foreground.data[index * 3 + 1]! - truth.data[index * 4 + 1]!);
    }
    expect(fringe.length).toBeGreaterThan(100);
    expect(fringe.reduce((sum, value) => sum + value, 0) / fringe.length).toBeLessThan(12);
  });

  it('follows any crop, scale and turn', async () => {
    const drawing = drawPortrait();
    const portrait = await readDrawing(vision, drawing, true);
    const source = await renderPixels(drawing);
    // A clockwise quarter turn at half size, of the part from (60, 40).
    const map = { a: 0, b: 2, tx: 60, c: -2, d: 0, ty: 40 + 500 };
    const picture = createPixels(250, 180, 3);
    for (let index = 0; index < 250 * 180; index++) {
      const [x, y] = [(index % 250) + 0.5, Math.floor(index / 250) + 0.5];
      const from = (Math.floor(map.c * x + map.ty) * 480 + Math.floor(map.b * y + map.tx)) * 3;
      picture.data.set(source.data.subarray(from, from + 3), index * 3);
    }
    const { alpha } = await vision.cut(picture, portrait.matte!, map, never);
    const at = (x: number, y: number) => alpha.data[y * 250 + x];
    // The face's middle (240, 270) lands at (135, 90); the source's top left corner, background, at (245, 5).
    expect(at(135, 90)).toBe(255);
    expect(at(245, 5)).toBe(0);
  });

  it('is transparent where the output reaches beyond the picture', async () => {
    const portrait = await readDrawing(vision, drawPortrait(), true);
    const { alpha } = await vision.cut(createPixels(64, 64, 3), portrait.matte!, { a: 1, b: 0, tx: 200, c: 0, d: 1, ty: 580 }, never);
    expect(alpha.data[63 * 64 + 32]).toBe(0);
    expect(alpha.data[5 * 64 + 32]).toBeGreaterThan(0);
  });
});
