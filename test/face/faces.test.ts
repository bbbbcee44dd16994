// Owns the tests of face finding, pose and measures on drawn faces whose geometry is known.

import { afterAll, describe, expect, it } from 'vitest';
import { createVision } from '../../src/face/vision.ts';
import type { ScenePerson, Scene } from '../drawn-portrait.ts';
import { drawPortrait } from '../drawn-portrait.ts';
import { readDrawing } from './drawn-reading.ts';

const vision = createVision({ workers: 1 });
afterAll(() => vision[Symbol.asyncDispose]());

const read = (scene: Scene) => readDrawing(vision, drawPortrait(scene));
const readOne = async (person: ScenePerson, scene: Scene = {}) => {
  const { faces } = await read({ ...scene, people: [person] });
  expect(faces).toHaveLength(1);
  return faces[0]!;
};
const distance = (one: { x: number; y: number }, other: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y);

describe('finding faces', () => {
  it('lays eyes and chin where they were drawn', async () => {
    const [person] = drawPortrait().people;
    const face = await readOne({});
    const middle = { x: (person!.eyes[0].x + person!.eyes[1].x) / 2, y: (person!.eyes[0].y + person!.eyes[1].y) / 2 };
    expect(distance(face.eyes, middle)).toBeLessThan(4);
    expect(distance(face.chin, person!.chin)).toBeLessThan(14);
    expect(Math.abs(face.interEyePixels - distance(...person!.eyes))).toBeLessThan(5);
    expect(face.mesh).toHaveLength(478 * 3);
    expect(face.score).toBeGreaterThan(0.7);
    expect(face.meshScore).toBeGreaterThan(0.95);
  });

  it.each(['fair', 'light', 'olive', 'brown', 'dark'] as const)('finds %s skin, with and without glasses', async (skin) => {
    await readOne({ skin });
    await readOne({ skin, glasses: true, hair: 'curly' });
  });

  it('counts several people, the largest first', async () => {
    const { faces } = await read({ width: 1000, height: 600, people: [{ x: 230, scale: 0.7 }, { x: 700, hair: 'long', skin: 'olive' }] });
    expect(faces).toHaveLength(2);
    expect(faces[0]!.eyes.x).toBeGreaterThan(600);
  });

  it.each([0.3, 0.13])('finds the small face of a whole body at scale %f', async (scale) => {
    const { faces, turn } = await read({ width: 900, height: 1200, people: [{ body: 'whole', scale, y: 340 }] });
    expect(faces).toHaveLength(1);
    expect(distance(faces[0]!.eyes, { x: 450, y: 340 - 18 * scale })).toBeLessThan(3);
    expect(turn).toBe(0);
  });

  it.each<Scene>([{ background: 'colour-wheel' }, { background: 'busy' }, { background: 'street' }])('finds nobody in a picture of %o', async (scene) => {
    const portrait = await read({ ...scene, people: [] });
    expect(portrait.faces).toHaveLength(0);
    expect(portrait.confidence).toBe(0);
  });

  it('takes the smallest pictures without complaint', async () => {
    for (const [width, height] of [[1, 1], [2, 3], [40, 1]]) expect((await read({ width: width!, height: height!, people: [] })).faces).toHaveLength(0);
  });
});

describe('pose', () => {
  it.each([-30, -10, 0, 10, 20, 35])('reads a roll of %i° within 2°', async (roll) => {
    expect(Math.abs((await readOne({ roll })).pose.roll - roll)).toBeLessThan(2);
  });

  it('is not taken in by a face upside down that passes for another', async () => {
    expect((await read({ width: 1100, height: 1100, people: [{ roll: 180, y: 550 }] })).turn).toBe(180);
  });

  it.each([[90, 270], [-90, 90], [180, 180]] as const)('finds a face turned by %i° and the turn that cures it', async (roll, turn) => {
    const portrait = await read({ people: [{ roll, y: 300 }] });
    expect(portrait.faces).toHaveLength(1);
    expect(portrait.turn).toBe(turn);
    expect(Math.abs(Math.abs(portrait.faces[0]!.pose.roll) - Math.abs(roll))).toBeLessThan(2);
    expect(Math.abs(portrait.faces[0]!.pose.yaw)).toBeLessThan(6);
  });

  it('looks straight ahead when the face does', async () => {
    const { pose } = await readOne({});
    expect(Math.abs(pose.yaw)).toBeLessThan(4);
    expect(Math.abs(pose.pitch)).toBeLessThan(8);
  });
});

describe('measures', () => {
  it.each(['light', 'dark'] as const)('tells open eyes from shut ones on %s skin', async (skin) => {
    const open = await readOne({ skin });
    const shut = await readOne({ skin, eyes: 'shut' });
    expect(Math.min(...open.eyeOpenness)).toBeGreaterThan(0.25);
    expect(Math.max(...shut.eyeOpenness)).toBeLessThan(0.15);
  });

  it.each(['fair', 'brown'] as const)('tells an open mouth from a closed one on %s skin', async (skin) => {
    expect((await readOne({ skin })).mouthOpenness).toBeLessThan(0.03);
    expect((await readOne({ skin, mouth: 'open' })).mouthOpenness).toBeGreaterThan(0.06);
  });
});
