// Holds tone to its one promise: light is put right, skin stays the person's own.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LightReading } from '../../../src/engines/local/light-reading.ts';
import { faceOval } from '../../../src/face/landmarks.ts';
import type { FaceMarks } from '../../../src/engines/local/marks.ts';
import { applyTone, planTone } from '../../../src/engines/local/tone.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import { hueOf, labOf } from '../../../src/styles/colour.ts';
import type { Triple } from '../../../src/styles/colour.ts';

/** Means of cheeks from the lightest to the darkest, as photographed in even light. */
const skins: Triple[] = [
  [244, 214, 198],
  [229, 186, 158],
  [208, 158, 124],
  [176, 122, 88],
  [134, 88, 62],
  [96, 60, 42],
  [62, 39, 29],
];

const usual: LightReading = {
  skin: [208, 158, 124],
  skinHighlight: 225,
  side: 0,
  eyeWhite: 70,
  cast: 0,
  hairLightness: 20,
  clothLightness: 40,
  black: 6,
  bright: 240,
  grain: 1,
};

/** A face too far away to hold a mask: every pixel is treated alike. */
const noFace: FaceMarks = { mesh: new Float32Array(478 * 2).fill(-1e4), eyes: { x: 0, y: -1e4 }, chin: { x: 0, y: -9e3 }, crown: { x: 0, y: -1.1e4 } };

/** A face whose skin covers everything, eyes and lips far away. */
function faceOver(side: number): FaceMarks {
  const mesh = new Float32Array(478 * 2).fill(-1e4);
  for (const [index, point] of faceOval.entries()) {
    const angle = (index / faceOval.length) * 2 * Math.PI;
    mesh.set([side / 2 + Math.cos(angle) * side * 5, side / 2 + Math.sin(angle) * side * 5], point * 2);
  }
  return { mesh, eyes: { x: side / 2, y: 0 }, chin: { x: side / 2, y: side }, crown: { x: side / 2, y: -side } };
}

function tone(colour: Triple, reading: LightReading, marks = noFace, warmth = 0): Triple {
  const picture = createPixels(8, 8, 3);
  const alpha = createPixels(8, 8, 1);
  alpha.data.fill(255);
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = colour[(at % 3) as 0 | 1 | 2];
  applyTone(picture, alpha, marks, planTone(reading, warmth));
  return [picture.data[96] ?? 0, picture.data[97] ?? 0, picture.data[98] ?? 0];
}

function difference(before: Triple, after: Triple) {
  const [one, other] = [labOf(...before), labOf(...after)];
  const turn = Math.abs(hueOf(one) - hueOf(other));
  return { hue: Math.min(turn, 360 - turn), lightness: Math.abs(one[0] - other[0]) };
}

describe('tone', () => {
  it.each(skins)('leaves skin of %i, %i, %i as it was, whatever the light’s colour', (...skin) => {
    fc.assert(
      fc.property(fc.double({ min: -0.8, max: 0.8, noNaN: true }), (cast) => {
        const { hue, lightness } = difference(skin, tone(skin, { ...usual, skin, cast }));
        return hue < 3 && lightness < 4;
      }),
    );
  });

  it.each(skins)('leaves skin of %i, %i, %i its hue in a place of any warmth', (...skin) => {
    for (const warmth of [-1, -0.3, 0.4, 1]) {
      const [one, other] = [labOf(...skin), labOf(...tone(skin, { ...usual, skin }, noFace, warmth))];
      const turn = Math.abs(hueOf(one) - hueOf(other));
      expect(Math.min(turn, 360 - turn)).toBeLessThan(3);
      expect(Math.abs(one[0] - other[0])).toBeLessThan(4);
    }
  });

  it('leans towards the place behind where skin allows it', () => {
    const neutral = tone([128, 128, 128], usual);
    expect(tone([128, 128, 128], usual, noFace, 1)[2]).toBeLessThan(neutral[2]);
    expect(tone([128, 128, 128], usual, noFace, -1)[2]).toBeGreaterThan(neutral[2]);
  });

  it('takes half of a yellow cast out of grey, and no more than 300 K', () => {
    const skin: Triple = [140, 120, 105];
    const plan = planTone({ ...usual, skin, cast: 0.1 });
    expect(Math.log(plan.gains[2] / plan.gains[0])).toBeGreaterThan(0);
    expect(Math.log(plan.gains[2] / plan.gains[0])).toBeLessThanOrEqual(0.0501);
    const strong = planTone({ ...usual, skin, cast: 2 });
    expect(Math.log(strong.gains[2] / strong.gains[0])).toBeLessThanOrEqual(0.0711);
  });

  it.each(skins)('does not lighten dark skin of %i, %i, %i that is well lit', (...skin) => {
    expect(planTone({ ...usual, skin, bright: 230 }).stops).toBe(0);
  });

  it('lifts a dark photo by the whites of the eyes, at most 0.7 stop', () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 100, noNaN: true }), fc.double({ min: 0, max: 255, noNaN: true }), (eyeWhite, bright) => {
        const { stops } = planTone({ ...usual, eyeWhite, bright });
        return stops >= 0 && stops <= 0.7;
      }),
    );
    expect(planTone({ ...usual, eyeWhite: 25, bright: 120 }).stops).toBeGreaterThan(0.3);
    expect(planTone({ ...usual, eyeWhite: 25, bright: 250 }).stops).toBeLessThanOrEqual(0.35);
    expect(planTone({ ...usual, eyeWhite: undefined, bright: 120 }).stops).toBe(0);
  });

  it('gives back the light of skin that is burnt out', () => {
    const { stops } = planTone({ ...usual, skinHighlight: 255 });
    expect(stops).toBeLessThan(0);
    expect(stops).toBeGreaterThanOrEqual(-0.7);
  });

  it('ends highlights on skin below 245 and keeps a white shirt white', () => {
    const glare: Triple = [255, 252, 246];
    expect(Math.max(...tone(glare, usual, faceOver(8)))).toBeLessThanOrEqual(245);
    expect(Math.min(...tone([250, 250, 250], usual))).toBeGreaterThan(246);
  });

  it('keeps the order of all greys, black and white in place', () => {
    const greys = Array.from({ length: 256 }, (_, grey) => tone([grey, grey, grey], usual)[0]);
    expect(greys.toSorted((one, other) => one - other)).toEqual(greys);
    expect([greys[0], greys[255]]).toEqual([0, 255]);
  });

  it('adds contrast around the skin, not above it', () => {
    const [dark, light] = [tone([90, 90, 90], usual)[0], tone([215, 215, 215], usual)[0]];
    expect(dark).toBeLessThan(90);
    expect(light).toBeGreaterThan(215);
  });
});
