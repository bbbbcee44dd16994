// Holds the light retouch to what it may do: shadows under the eyes and redness eased, texture and everything else left.

import { describe, expect, it } from 'vitest';
import type { FaceMarks } from '../../../src/engines/local/marks.ts';
import { retouchSkin } from '../../../src/engines/local/retouch.ts';
import { eyeRims, faceOval, lips, underEyes } from '../../../src/face/landmarks.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import type { Pixels, Point } from '../../../src/photo/pixels.ts';
import type { Triple } from '../../../src/styles/colour.ts';

const side = 480;
const skin: Triple = [198, 150, 122];
const [leftEye, rightEye] = [{ x: 170, y: 200 }, { x: 310, y: 200 }];
const underLeft = { x: 170, y: 238 };
const cheek = { x: 165, y: 300 };
const nose = { x: 240, y: 270 };

/** A face of ellipses, eyes and chin 170 pixels apart. */
function drawMarks(): FaceMarks {
  const mesh = new Float32Array(478 * 2).fill(-1e4);
  const ring = (indices: readonly number[], middle: Point, across: number, down: number) => {
    for (const [index, point] of indices.entries()) {
      const angle = (index / indices.length) * 2 * Math.PI;
      mesh.set([middle.x + across * Math.cos(angle), middle.y + down * Math.sin(angle)], point * 2);
    }
  };
  ring(faceOval, { x: 240, y: 240 }, 150, 200);
  ring(lips, { x: 240, y: 360 }, 50, 20);
  for (const [index, eye] of [leftEye, rightEye].entries()) {
    ring(eyeRims[index] ?? [], eye, 34, 12);
    ring(underEyes[index] ?? [], { x: eye.x, y: eye.y + 38 }, 44, 22);
  }
  return { mesh, eyes: { x: 240, y: 200 }, chin: { x: 240, y: 400 }, crown: { x: 240, y: 20 } };
}

/** Skin with pores, a shadow under each eye, a red nose, and a black frame of glasses over the right shadow. */
function drawFace(frames = false): Pixels<3> {
  const picture = createPixels(side, side, 3);
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at += 3) {
      const pore = (x + y) % 2 === 0 ? 4 : -4;
      const shadow = [leftEye, rightEye].some((eye) => ((x - eye.x) / 40) ** 2 + ((y - eye.y - 38) / 18) ** 2 < 1) ? 0.86 : 1;
      const red = (x - nose.x) ** 2 + (y - nose.y) ** 2 < 26 ** 2 ? 1.12 : 1;
      const framed = frames && x > 270 && Math.abs(y - 238) < 16;
      picture.data.set(framed ? [20, 20, 20] : [skin[0] * shadow * red + pore, (skin[1] * shadow) / Math.sqrt(red) + pore, (skin[2] * shadow) / Math.sqrt(red) + pore], at);
    }
  }
  return picture;
}

function retouch(picture: Pixels<3>): Pixels<3> {
  const alpha = createPixels(side, side, 1);
  alpha.data.fill(255);
  retouchSkin(picture, alpha, drawMarks());
  return picture;
}

/** Mean colour of a small square. */
function colourAt({ data }: Pixels<3>, { x, y }: Point): Triple {
  const sums: [number, number, number] = [0, 0, 0];
  for (let v = y - 4; v < y + 4; v++) for (let u = x - 4; u < x + 4; u++) for (const channel of [0, 1, 2] as const) sums[channel] += (data[(v * side + u) * 3 + channel] ?? 0) / 64;
  return sums;
}

describe('the light retouch', () => {
  const [before, after] = [drawFace(), retouch(drawFace())];

  it('lifts the shadow under the eyes, not all of it', () => {
    const [old, made] = [colourAt(before, underLeft), colourAt(after, underLeft)];
    expect(made[1]).toBeGreaterThan(old[1] + 4);
    expect(made[1]).toBeLessThan(skin[1] - 3);
  });

  it('takes back some of the redness at the same lightness', () => {
    const [old, made] = [colourAt(before, nose), colourAt(after, nose)];
    expect(made[0] / made[1]).toBeLessThan(old[0] / old[1] - 0.03);
    expect(made[0] / made[1]).toBeGreaterThan(skin[0] / skin[1]);
    const luma = ([red, green, blue]: Triple) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    expect(Math.abs(luma(made) - luma(old))).toBeLessThan(2);
  });

  it('leaves cheeks, pores and what is no skin alone', () => {
    for (const channel of [0, 1, 2] as const) expect(Math.abs(colourAt(after, cheek)[channel] - colourAt(before, cheek)[channel])).toBeLessThan(1.5);
    const contrast = (picture: Pixels<3>, at: number) => (picture.data[at] ?? 0) - (picture.data[at + 3] ?? 0);
    const pore = (underLeft.y * side + underLeft.x) * 3 + 1;
    expect(Math.abs(contrast(after, pore))).toBeGreaterThanOrEqual(Math.abs(contrast(before, pore)) - 1);
    expect(colourAt(retouch(drawFace(true)), { x: rightEye.x, y: 238 })).toEqual([20, 20, 20]);
  });
});
