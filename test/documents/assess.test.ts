// Shows the whole judgement of measures: every group of checks, one verdict, the same placement that a photo is cropped by.

import { describe, expect, it } from 'vitest';
import { assess } from '../../src/documents/assess.ts';
import type { PhotoMeasures } from '../../src/documents/measures.ts';
import { plainRule, squareRule } from './rules.ts';

/** A photo with which nothing is wrong. */
const measures: PhotoMeasures = {
  width: 2000,
  height: 2600,
  turn: 0,
  lines: { eyes: { x: 1000, y: 1000 }, crown: { x: 1000, y: 640 }, chin: { x: 1000, y: 1330 }, rollDegrees: 0, interEyePixels: 240 },
  hairTop: { x: 1000, y: 640 },
  cut: { top: false, right: false, bottom: false, left: false },
  yaw: 0,
  pitch: 0,
  faces: 1,
  secondFaceShare: 0,
  confidence: 0.9,
  face: { eyeOpenness: [0.3, 0.3], mouthOpenness: 0.01, mouthWidth: 0.75, gaze: { across: 0, down: 0 }, redEyes: 0, eyeBrightness: 0.9, glasses: 0, headCovering: null },
  light: { mean: 0.35, uniformity: 0.9, highlight: 85, overexposed: 0, entropyBits: 7, colourDistance: 0, sharpness: 0.9 },
  background: { share: 0.4, colour: { lightness: 95, a: 0, b: 1 }, texture: 1, unevenness: 1, shadow: 0 },
  file: { bytes: 3_000_000, format: 'jpeg', jpegQuality: 92, blockiness: 1.1, coloured: true },
};

describe('the judgement of a photo', () => {
  it('passes one with which nothing is wrong', () => {
    const { verdict, checks } = assess(measures, squareRule, { mode: 'crop' });
    expect(checks.filter(({ result }) => result === 'fail' || result === 'warn')).toEqual([]);
    expect(verdict.result).toBe('pass');
  });

  it('names each check once', () => {
    const names = assess(measures, squareRule, { mode: 'crop' }).checks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of ['HeadHeight', 'EyeLine', 'HeadCentred', 'CrownNotCut', 'Resolution', 'HeadPoseYaw', 'BackgroundColour']) expect(names).toContain(name);
  });

  it('has an advice for whatever does not pass, and none for what does', () => {
    const turned = { ...measures, yaw: 20, cut: { ...measures.cut, top: true }, light: { ...measures.light, mean: 0.02 } };
    for (const { result, advice } of assess(turned, plainRule, { mode: 'crop' }).checks) expect(advice === '').toBe(result === 'pass');
  });

  it('follows lines that a person moved', () => {
    const plain = assess(measures, squareRule, { mode: 'crop' }).placement;
    const moved = assess(measures, squareRule, { mode: 'crop', crownY: 570 }).placement;
    expect(moved.pixelsPerMm).toBeGreaterThan(plain.pixelsPerMm);
    expect(moved.headMm * moved.pixelsPerMm).toBeCloseTo(1330 - 570, 6);
  });

  it('takes a photo that was cropped already as it stands', () => {
    const whole: PhotoMeasures = { ...measures, width: 1400, height: 1800, lines: { ...measures.lines, eyes: { x: 714, y: 840 }, crown: { x: 714, y: 200 }, chin: { x: 714, y: 1560 } } };
    const { placement, checks } = assess(whole, plainRule, { mode: 'whole' });
    expect(placement).toMatchObject({ levelDegrees: 0, headMm: 34, eyeFromBottomMm: 24, topMarginMm: 5, pixelsPerMm: 40 });
    expect(placement.offCentreMm).toBeCloseTo(0.35, 6);
    expect(checks.find(({ name }) => name === 'AspectRatio')).toMatchObject({ value: 0.78, result: 'pass' });
    const square = assess({ ...whole, width: 1800, lines: { ...whole.lines, rollDegrees: 9 } }, plainRule, { mode: 'whole' }).checks;
    expect(square.filter(({ result }) => result === 'fail').map(({ name }) => name)).toEqual(['HeadPoseRoll', 'HeadCentred', 'AspectRatio']);
  });

  it('judges the file of a photo as it stands by what a portal takes', () => {
    const digital = { minPixels: { width: 600, height: 771 }, maxPixels: { width: 700, height: 900 }, minKB: 50, maxKB: 200, formats: ['jpeg'] } as const;
    const fails = (width: number, height: number, file: Partial<PhotoMeasures['file']>) =>
      assess({ ...measures, width, height, file: { ...measures.file, ...file } }, { ...plainRule, digital }, { mode: 'whole' })
        .checks.filter(({ name, result }) => result === 'fail' && ['AspectRatio', 'PixelHeight', 'FileFormat', 'FileSize'].includes(name))
        .map(({ name }) => name);
    expect(fails(622, 800, { bytes: 100_000 })).toEqual([]);
    expect(fails(311, 400, { bytes: 20_000, format: 'webp' })).toEqual(['PixelHeight', 'FileFormat', 'FileSize']);
    expect(fails(1400, 1800, { bytes: 900_000 })).toEqual(['PixelHeight', 'FileSize']);
  });

  it('measures to the skull where the authority does', () => {
    const hair = assess(measures, squareRule, { mode: 'crop' }).placement;
    const skull = assess(measures, { ...squareRule, crownAt: 'skull' }, { mode: 'crop' }).placement;
    expect(skull.headMm * skull.pixelsPerMm).toBeLessThan(hair.headMm * hair.pixelsPerMm);
  });
});
