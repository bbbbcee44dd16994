// Holds the opening of loops of hair: the wall in them goes, faces, clothes and colours of the person's own stay.

import { describe, expect, it } from 'vitest';
import { openHair } from '../../src/face/openings.ts';
import type { Plane } from '../../src/face/plane.ts';
import { createPlane, gridShrink, shrinkPlane } from '../../src/face/plane.ts';
import type { Face } from '../../src/face/portrait.ts';
import { Scratch } from '../../src/face/scratch.ts';

type Colour = readonly [red: number, green: number, blue: number];
const side = 300;
const wall: Colour = [0.7, 0.62, 0.55];
const hair: Colour = [0.12, 0.09, 0.08];
const skin: Colour = [0.9, 0.68, 0.55];
const shirt: Colour = [0.3, 0.4, 0.7];

interface Scene {
  readonly wall?: Colour;
  readonly shirt?: Colour;
  /** Where a disk of the wall's colour lies. */
  readonly disk: readonly [x: number, y: number, radius: number];
}

/** A head of 70 × 90 at (150, 130) in hair of 90 × 110, on shoulders from 215 on. */
function openScene({ wall: behind = wall, shirt: cloth = shirt, disk: [diskX, diskY, radius] }: Scene): Plane {
  using scratch = new Scratch();
  const guide = createPlane(side, side, 3, scratch);
  const mask = createPlane(side, side, 1, scratch);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const inside = (radiusX: number, radiusY: number) => Math.hypot((x - 150) / radiusX, (y - 130) / radiusY) < 1;
    const own = inside(35, 45) ? skin : inside(80, 85) ? hair : y > 215 && Math.abs(x - 150) < 110 ? cloth : undefined;
    const isDisk = Math.hypot(x - diskX, y - diskY) < radius;
    guide.data.set(isDisk ? behind : (own ?? behind), at * 3);
    mask.data[at] = own ? 1 : 0;
  }
  openHair(shrinkPlane(guide, gridShrink, scratch), mask, [drawFace()], 1, scratch);
  return { ...mask, data: mask.data.slice() };
}

function drawFace(): Face {
  const mesh = new Float32Array(478 * 3);
  for (let point = 0; point < 478; point++) mesh.set([150 + 35 * Math.cos(point), 130 + 45 * Math.sin(point), 0], point * 3);
  const box = { x: 115, y: 95, width: 70, height: 70 };
  return { box, score: 1, meshScore: 1, mesh, pose: { yaw: 0, pitch: 0, roll: 0 }, eyes: { x: 150, y: 115 }, chin: { x: 150, y: 175 }, interEyePixels: 32, eyeOpenness: [0.3, 0.3], mouthOpenness: 0 };
}

describe('hair', () => {
  it('opens where the wall is seen through it, with doubt around', () => {
    const mask = openScene({ disk: [98, 160, 9] });
    expect([mask.data[160 * side + 98], mask.data[160 * side + 87], mask.data[160 * side + 116]]).toEqual([0, 0.5, 1]);
  });

  it.each<[string, Scene]>([
    ['a face', { disk: [150, 140, 9] }],
    ['clothes', { disk: [150, 240, 9] }],
    ['hair, when the clothes have the wall’s colour', { shirt: wall, disk: [98, 160, 9] }],
    ['hair, when the wall has the skin’s colour', { wall: skin, disk: [98, 160, 9] }],
    ['hair over a large part of the head', { disk: [98, 130, 40] }],
  ])('stays whole: no hole in %s', (_, scene) => {
    const mask = openScene(scene);
    expect(mask.data[scene.disk[1] * side + scene.disk[0]]).toBe(1);
  });
});
