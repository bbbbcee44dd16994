// Shows identity photos from file to file: exact sizes, what the finished picture shows, and each reason not to make one.

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRule } from '../../src/documents/catalogue.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { createLocalEngine } from '../../src/engines/local/local.ts';
import { createVision } from '../../src/face/vision.ts';
import { createPixelGate } from '../../src/photo/pixel-gate.ts';
import type { Problem } from '../../src/problem.ts';
import { Vault } from '../../src/retention/vault.ts';
import type { DocumentOrder, FinishedDocument } from '../../src/studio/orders.ts';
import { createSteps } from '../../src/studio/steps.ts';
import { createStudio } from '../../src/studio/studio.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { Scene } from '../drawn-portrait.ts';
import { plainRule, squareRule } from '../documents/rules.ts';
import { never } from '../face/drawn-reading.ts';

const vision = createVision({ workers: 1 });
const local = createLocalEngine({ vision });
const gate = createPixelGate(1e9, 1);
const studio = createStudio({ vision, local, models: [], order: ['local'], maxRetentionDays: Infinity, pixelGate: gate, maxPixels: 64e6 });

beforeAll(() => vision.ready());
afterAll(async () => {
  await local[Symbol.asyncDispose]();
  await vision[Symbol.asyncDispose]();
});

type Wish = Partial<Omit<DocumentOrder, 'encoding'>> & { readonly encoding?: Partial<DocumentOrder['encoding']>; readonly turned?: number };

/** Someone with room around the head, 1500 pixels high. */
const plainScene: Scene = { width: 1200, height: 1500, people: [{ scale: 1.6, y: 700 }] };

async function order(scene: Scene, rule: DocumentRule, { encoding, turned, ...wish }: Wish, vault: Vault): Promise<DocumentOrder> {
  const file = await renderFile(drawPortrait(scene));
  const photo = vault.own(Uint8Array.from(turned ? await sharp(file).rotate(turned).jpeg({ quality: 95 }).toBuffer() : file));
  return { photo, rule, lines: {}, mode: 'crop', background: undefined, mayEnlarge: false, encoding: { format: 'jpeg', ...encoding }, wish: {}, ...wish };
}

/** What came back, in a buffer that outlives the job. */
async function make(scene: Scene, rule: DocumentRule, wish: Wish = {}): Promise<FinishedDocument> {
  await using vault = new Vault();
  const made = await studio.makeDocument(await order(scene, rule, wish, vault), { vault, signal: never, step: createSteps().step });
  expect(vault.heldBytes).toBe(made.bytes.byteLength);
  return { ...made, bytes: made.bytes.slice() };
}

async function refuse(scene: Scene, rule: DocumentRule, wish: Wish = {}): Promise<Problem> {
  const problem = await make(scene, rule, wish).then(() => expect.fail('it was made'), (error: Problem) => error);
  expect(gate.heldBytes).toBe(0);
  return problem;
}

async function check(scene: Scene, rule: DocumentRule, wish: Wish = {}) {
  await using vault = new Vault();
  const report = await studio.checkPhoto(await order(scene, rule, wish, vault), { vault, signal: never, step: createSteps().step });
  expect(vault.heldBytes).toBe(0);
  return report;
}

describe('a finished photo', () => {
  it('is a print of exactly its size at 600 dpi where the photo has the pixels, without metadata but its provenance', async () => {
    const { bytes, dpi, notes, assessment } = await make(plainScene, plainRule);
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ format: 'jpeg', width: 413, height: 531, density: 300 });
    expect(metadata.xmpAsString).toContain('humanEdits');
    expect([dpi, notes]).toEqual([300, []]);
    expect(assessment.checks.find(({ name }) => name === 'HeadHeight')).toMatchObject({ result: 'pass', value: 34 });
  });

  it('shows the head where its numbers say, level', async () => {
    const made = await make({ ...plainScene, people: [{ scale: 1.6, y: 700, roll: 10 }] }, squareRule);
    expect(made.notes).toContain('tilt-corrected');
    await using vault = new Vault();
    const photo = vault.own(made.bytes.slice());
    const { measures } = await studio.checkPhoto({ photo, rule: squareRule, lines: {}, mode: 'crop', wish: {} }, { vault, signal: never, step: createSteps().step });
    const { eyes, crown, chin, rollDegrees } = measures.lines;
    const pixelsPerMm = made.height / squareRule.heightMm;
    expect(Math.abs(rollDegrees)).toBeLessThan(2);
    expect(Math.abs((chin.y - crown.y) / pixelsPerMm - made.assessment.placement.headMm)).toBeLessThan(0.02 * squareRule.heightMm);
    expect(Math.abs((made.height - eyes.y) / pixelsPerMm - made.assessment.placement.eyeFromBottomMm)).toBeLessThan(0.02 * squareRule.heightMm);
    expect(Math.abs(eyes.x - made.width / 2)).toBeLessThan(0.02 * made.width);
  });

  it('of a photo on its head is upright, and says so', async () => {
    const made = await make(plainScene, plainRule, { turned: 180 });
    expect(made.notes).toContain('turned-upright');
    const [x0 = 0, y0 = 0, x1 = 0, , , y2 = 0] = made.window ?? [];
    expect(x0).toBeGreaterThan(x1);
    expect(y0).toBeGreaterThan(y2);
  });

  it('has the pixels and the kilobytes that a portal takes', async () => {
    const rule = findRule('cn-visa');
    const made = await make(plainScene, rule);
    expect(made.height).toBe(560);
    expect(made.bytes.byteLength).toBeGreaterThanOrEqual((rule.digital?.minKB ?? 0) * 1024);
    expect(made.bytes.byteLength).toBeLessThanOrEqual((rule.digital?.maxKB ?? 0) * 1000);
    expect(made.assessment.checks.find(({ name }) => name === 'FileSize')).toMatchObject({ result: 'pass' });
  });

  it('is delivered below the least size when nothing makes it larger, and says so', async () => {
    const digital = { minPixels: { width: 350, height: 450 }, maxPixels: { width: 350, height: 450 }, minKB: 2000, maxKB: null, formats: ['jpeg'] as const };
    const made = await make(plainScene, { ...plainRule, digital });
    expect(made.notes).toContain('below-min-kb');
    expect(made.assessment.verdict.result).toBe('fail');
  });

  it('has fewer pixels where the portal takes fewer and they would not fit into the kilobytes', async () => {
    const digital = { minPixels: { width: 175, height: 225 }, maxPixels: null, minKB: null, maxKB: 12, formats: ['jpeg'] as const };
    const made = await make(plainScene, { ...plainRule, digital });
    expect(made.bytes.byteLength).toBeLessThanOrEqual(12_000);
    expect(made.height).toBeLessThan(715);
    expect(made.width / made.height).toBeCloseTo(35 / 45, 1);
    expect(made.dpi).toBe(Math.round((made.height / 45) * 25.4));
  });

  it('has the background painted with mode=studio, and no trace of the old one beside it', async () => {
    const { bytes, width } = await make({ ...plainScene, background: 'busy' }, { ...plainRule, background: ['light-grey'] }, { mode: 'studio' });
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
    for (const x of [3, Math.round(width / 8), width - 4]) for (const level of at(x, 4)) expect(Math.abs(level - 218)).toBeLessThan(4);
  });

  it('follows the lines that a person moved', async () => {
    const found = (await check(plainScene, plainRule)).measures.lines;
    const moved = await make(plainScene, plainRule, { lines: { crownY: found.crown.y - 40 } });
    const plain = await make(plainScene, plainRule);
    expect(moved.assessment.placement.pixelsPerMm / plain.assessment.placement.pixelsPerMm).toBeCloseTo(1 + 40 / (found.chin.y - found.crown.y), 1);
  });
});

describe('a photo that cannot become one', () => {
  const forbidding = { ...plainRule, alteration: { forbidden: true, sentence: 'No edited photos.' } };

  it.each<[string, string, Scene, DocumentRule, Wish]>([
    ['has no face', 'face-not-found', { ...plainScene, people: [{ scale: 1.6, features: false }] }, plainRule, {}],
    ['shows two people', 'several-faces', { width: 1600, height: 1200, people: [{ x: 450, scale: 1.2 }, { x: 1150, scale: 1.2 }] }, plainRule, {}],
    ['cuts the crown', 'face-cut-off', { ...plainScene, people: [{ scale: 2.4, y: 300 }] }, plainRule, {}],
    ['cuts an ear', 'face-cut-off', { ...plainScene, people: [{ scale: 2.4, x: 150, y: 750 }] }, plainRule, {}],
    ['cuts the chin', 'face-cut-off', { ...plainScene, people: [{ scale: 2.4, y: 1180 }] }, plainRule, {}],
    ['has too few pixels', 'face-too-small', { width: 480, height: 600, people: [{ scale: 0.5 }] }, plainRule, {}],
    ['ends beside the head', 'margin-missing', { ...plainScene, people: [{ scale: 2.4, x: 330, y: 750 }] }, plainRule, {}],
    ['may not be altered', 'alteration-forbidden', plainScene, forbidding, { mode: 'studio' }],
    ['may not even be cropped', 'alteration-forbidden', plainScene, { ...plainRule, takes: 'original' }, {}],
    ['has a crown below the eyes', 'parameter-invalid', plainScene, plainRule, { lines: { crownY: 900 } }],
    ['has a chin above the eyes', 'parameter-invalid', plainScene, plainRule, { lines: { chinY: 500 } }],
    ['is wanted elsewhere', 'engine-unavailable', plainScene, plainRule, { wish: { engine: 'gemini' } }],
  ])('%s: %s', async (_name, code, scene, rule, wish) => {
    expect(await refuse(scene, rule, wish)).toMatchObject({ code });
  });

  it('tells what the authority says about alteration', async () => {
    const problem = await refuse(plainScene, forbidding, { mode: 'studio' });
    expect(problem.detail).toContain('No edited photos.');
    expect(problem.members).toEqual({ document: 'test-plain', source: forbidding.sources[0] });
  });

  it('tells how many pixels the head has and needs', async () => {
    const { members } = await refuse({ width: 480, height: 600, people: [{ scale: 0.5 }] }, plainRule);
    const { headPixels, neededPixels } = members as { headPixels: number; neededPixels: number };
    expect(headPixels).toBeGreaterThan(140);
    expect(neededPixels).toBeGreaterThan(headPixels);
  });
});

describe('a check', () => {
  it('of two people is told by a check, not refused', async () => {
    const { checks, measures } = await check({ width: 1600, height: 1200, people: [{ x: 450, scale: 1.2 }, { x: 1150, scale: 1.2 }] }, plainRule);
    expect(measures.faces).toBe(2);
    expect(checks.find(({ name }) => name === 'SingleFacePresent')).toMatchObject({ result: 'fail' });
  });

  it('tells at which side the photo cuts the head', async () => {
    const { measures } = await check({ ...plainScene, people: [{ scale: 2.4, y: 300 }] }, plainRule);
    expect(measures.cut).toMatchObject({ top: true, bottom: false });
  });
});
