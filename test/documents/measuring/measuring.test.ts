// Holds the measures to drawn people whose light, sharpness, look and wall are known.

import { describe, expect, it } from 'vitest';
import { readHeadLines } from '../../../src/documents/head-lines.ts';
import { measurePhoto } from '../../../src/documents/measuring/measuring.ts';
import { forgetReading, readSilhouette, readSitter } from '../../../src/face/reading.ts';
import { Vault } from '../../../src/retention/vault.ts';
import type { SkinTone } from '../../drawn-person.ts';
import { drawPortrait, renderPixels } from '../../drawn-portrait.ts';
import type { Scene, ScenePerson } from '../../drawn-portrait.ts';
import { never } from '../../face/drawn-reading.ts';
import { measureScene, useVision } from './measure-drawing.ts';

const vision = useVision();

function sceneOf(look: ScenePerson = {}, scene: Scene = {}): Scene {
  return { width: 720, height: 900, colour: '#eeeeee', ...scene, people: [{ y: 450, ...look }] };
}

describe('light', () => {
  it('measures alike on every skin whatever only skin differs in', async () => {
    for (const skin of ['fair', 'olive', 'dark'] satisfies SkinTone[]) {
      const { light } = await measureScene(vision, sceneOf({ skin }));
      expect(light.uniformity).toBeGreaterThan(0.7);
      expect(light.highlight).toBeGreaterThan(58);
      expect(light.overexposed).toBeLessThan(0.01);
      expect(light.colourDistance).toBe(0);
    }
  });

  it('loses evenness as one side loses light', async () => {
    const uniformityAt = async (sideShade: number) => (await measureScene(vision, sceneOf({}, { sideShade }))).light.uniformity;
    const [even, half, dark] = [await uniformityAt(0), await uniformityAt(0.3), await uniformityAt(0.7)];
    expect(even).toBeGreaterThan(half);
    expect(half).toBeGreaterThan(dark);
    expect(dark).toBeLessThan(0.05);
  });

  it('doubles with every stop', async () => {
    const meanAt = async (exposureStops: number) => (await measureScene(vision, sceneOf({}, { exposureStops }))).light.mean;
    expect((await meanAt(0)) / (await meanAt(-1))).toBeCloseTo(2, 0);
  });
});

describe('sharpness', () => {
  it('falls with every blur', async () => {
    const sharpnessAt = async (blurPixels: number) => (await measureScene(vision, sceneOf({}, { blurPixels }))).light.sharpness;
    const [none, soft, blurred] = [await sharpnessAt(0), await sharpnessAt(3), await sharpnessAt(6)];
    expect(none).toBeGreaterThan(0.4);
    expect(soft).toBeLessThan(0.25);
    expect(blurred).toBeLessThan(0.12);
  });

  it('is that of the print, not of the pixels: a large photo’s fine blur does not count', async () => {
    const people = [{ y: 1000, scale: 2.9 }];
    expect((await measureScene(vision, { width: 1600, height: 2000, people, blurPixels: 1.4 })).light.sharpness).toBeGreaterThan(0.4);
  });
});

describe('a look', () => {
  it('is measured to the image’s right and left, in eye widths', async () => {
    const acrossAt = async (gaze: number) => (await measureScene(vision, sceneOf({ gaze }))).face.gaze.across;
    expect(Math.abs(await acrossAt(0))).toBeLessThan(0.04);
    expect(await acrossAt(9)).toBeGreaterThan(0.1);
    expect(await acrossAt(-9)).toBeLessThan(-0.1);
  });
});

describe('a wall', () => {
  it('has its own colour, no pattern and no shadow when it is plain', async () => {
    const { background } = await measureScene(vision, sceneOf({ hair: 'long' }, { colour: '#cfe2f3' }));
    expect(background.colour.lightness).toBeCloseTo(88.6, 0);
    expect(background.colour.b).toBeCloseTo(-10.3, 0);
    expect(background).toMatchObject({ texture: expect.closeTo(0, 0), shadow: expect.closeTo(0, 0) });
  });

  it('has no pattern where only its light changes slowly, but unevenness', async () => {
    const { background } = await measureScene(vision, sceneOf({}, { background: 'gradient' }));
    expect(background.texture).toBeLessThan(1);
    expect(background.unevenness).toBeGreaterThan(4);
  });

  it('ends where the photo ends: nothing past its edges is counted', async () => {
    const [room, close] = [await measureScene(vision, sceneOf()), await measureScene(vision, { width: 480, height: 600, people: [{ y: 300, scale: 1.45 }] })];
    expect(close.background.share).toBeLessThan(room.background.share * 0.6);
    expect(close.background.texture).toBeLessThan(1);
  });

  it('measures alike when the head is tilted', async () => {
    const { background, light } = await measureScene(vision, sceneOf({ roll: 14, scale: 0.8 }, { colour: '#ffffff' }));
    expect(background.texture).toBeLessThan(1);
    expect(light.uniformity).toBeGreaterThan(0.6);
  });
});

it('leaves nothing in the vault but what was there before', async () => {
  await using vault = new Vault();
  const context = { vault, signal: never };
  const photo = vault.ownPixels(await renderPixels(drawPortrait({ width: 960, height: 1200 })));
  const reading = await readSitter(vision, photo, context);
  const silhouette = await readSilhouette(vision, photo, reading, context);
  const [face] = reading.portrait.faces;
  if (!face || !silhouette) throw new Error('the drawn person was not found');
  const { lines, hairTop } = readHeadLines(reading, face, silhouette, photo);
  const before = vault.heldBytes;
  await measurePhoto({ vision, photo, reading, face, lines, hairTop }, context);
  expect(vault.heldBytes).toBe(before);
  forgetReading(reading, context);
});
