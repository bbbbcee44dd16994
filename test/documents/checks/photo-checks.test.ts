// Shows on drawn people that every fault fails its own check and no other, and that a good photo fails none.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/documents/assess.ts';
import type { Check } from '../../../src/documents/check.ts';
import type { HairCut, SkinTone } from '../../drawn-person.ts';
import { drawPortrait, renderPixels } from '../../drawn-portrait.ts';
import type { Scene, ScenePerson } from '../../drawn-portrait.ts';
import { measurePicture, measureScene, useVision } from '../measuring/measure-drawing.ts';
import { plainRule } from '../rules.ts';

const vision = useVision();
const tones: readonly SkinTone[] = ['fair', 'light', 'olive', 'brown', 'dark'];
/** From the fewest pixels that a print of 300 dpi takes to many; what is left of the wall is what a print shows, and a little more. */
const sizes = [[560, 700], [840, 1050], [1680, 2100]] as const;
const usual = sizes[0];
const cuts: readonly HairCut[] = ['short', 'long', 'curly', 'bun', 'none'];
const rule = { ...plainRule, background: ['white' as const] };

/** Head and shoulders before a white wall, with room around the head. */
function sceneOf([width, height]: readonly [number, number], look: ScenePerson = {}, scene: Scene = {}): Scene {
  return { width, height, colour: '#ffffff', ...scene, people: [{ y: height * 0.5, scale: width / 480, ...look }] };
}

async function check(scene: Scene): Promise<readonly Check[]> {
  return assess(await measureScene(vision, scene), rule, { mode: 'crop' }).checks;
}

function failed(checks: readonly Check[]): string[] {
  return checks.filter(({ result }) => result === 'fail').map(({ name }) => name);
}

describe('a good drawn photo', () => {
  it.each(tones.map((skin, index) => ({ skin, size: sizes[index % sizes.length]! })))('fails nothing: $skin skin, $size pixels', async ({ skin, size }) => {
    expect(failed(await check(sceneOf(size, { skin })))).toEqual([]);
  });

  it.each(cuts)('fails nothing with hair worn %s', async (hair) => {
    expect(failed(await check(sceneOf(usual, { hair })))).toEqual([]);
  });
});

describe.each(['fair', 'olive', 'dark'] as const)('with %s skin', (skin) => {
  it.each<[string, string, Scene]>([
    ['light from one side', 'IlluminationUniformity', { sideShade: 0.75 }],
    ['too little light', 'UnderExposurePrevention', { exposureStops: -3 }],
    ['a lens out of focus', 'Sharpness', { blurPixels: 6 }],
  ])('%s fails %s and nothing else', async (_, name, scene) => {
    expect(failed(await check(sceneOf(usual, { skin }, scene)))).toEqual([name]);
  });
});

describe('with another skin each', () => {
  it.each<[string, string, ScenePerson, Scene]>([
    ['a busy background', 'BackgroundUniformity', { skin: 'fair' }, { background: 'busy' }],
    ['a street behind', 'BackgroundUniformity', { skin: 'olive' }, { background: 'street' }],
    ['a shadow on the wall', 'BackgroundShadow', { skin: 'dark' }, { background: 'wall-shadow' }],
    ['a blue wall', 'BackgroundColour', { skin: 'fair' }, { colour: '#6f8fb8' }],
    ['red eyes', 'RedEyesAbsent', { skin: 'dark', pupils: 'red' }, {}],
    ['a look aside', 'GazeToCamera', { skin: 'olive', gaze: 9 }, {}],
    ['an open mouth', 'MouthClosed', { skin: 'dark', mouth: 'open' }, {}],
    ['shut eyes', 'EyesOpen', { skin: 'fair', eyes: 'shut' }, {}],
  ])('%s fails %s and nothing else', async (_, name, look, scene) => {
    expect(failed(await check(sceneOf(usual, look, scene)))).toEqual([name]);
  });
});

describe('a fault that skin decides on', () => {
  it.each(['fair', 'light', 'olive'] as const)('too much light fails OverExposurePrevention and nothing else on %s skin', async (skin) => {
    expect(failed(await check(sceneOf(usual, { skin }, { exposureStops: 2.5 })))).toEqual(['OverExposurePrevention']);
  });

  it.each(['fair', 'light'] as const)('coloured light fails NaturalColour and nothing else on %s skin', async (skin) => {
    expect(failed(await check(sceneOf(usual, { skin }, { tint: [1.3, 1, 0.35] })))).toEqual(['NaturalColour']);
  });
});

describe('a file', () => {
  it.each(['jpeg', 'png'] as const)('compressed hard fails CompressionArtifacts and nothing else, sent as %s', async (format) => {
    // With as much wall as a camera sees: blocks show there.
    const drawn = await renderPixels(drawPortrait(sceneOf([800, 1000], { scale: 1.17 })));
    const { width, height, channels } = drawn;
    const rough = await sharp(grain(drawn.data, 3), { raw: { width, height, channels } }).jpeg({ quality: 10 }).toBuffer();
    const picture = { width, height, channels, data: Uint8Array.from(await sharp(rough).raw().toBuffer()) };
    const measures = await measurePicture(vision, picture, format === 'jpeg' ? rough : new Uint8Array(1), format);
    expect(failed(assess(measures, rule, { mode: 'crop' }).checks)).toEqual(['CompressionArtifacts']);
  });

  it('with the grain of a dim room fails nothing', async () => {
    const drawn = await renderPixels(drawPortrait(sceneOf(usual)));
    const measures = await measurePicture(vision, { ...drawn, data: grain(drawn.data, 8) }, new Uint8Array(1), 'png');
    expect(failed(assess(measures, rule, { mode: 'crop' }).checks)).toEqual([]);
  });
});

/** Grain of a given deviation, the same every time. */
function grain(data: Uint8Array, deviation: number): Uint8Array<ArrayBuffer> {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  // Four even numbers of −½..½ have a variance of a third.
  return Uint8Array.from(data, (value) => Math.max(0, Math.min(255, value + deviation * Math.sqrt(3) * (next() + next() + next() + next()))));
}

describe('what is worn and who is there', () => {
  it('dark lenses fail what is seen of the eyes, and the glasses where they are forbidden', async () => {
    const measures = await measureScene(vision, sceneOf(usual, { glasses: 'dark' }));
    const judged = (glasses: 'forbidden' | null) => failed(assess(measures, { ...rule, glasses }, { mode: 'crop' }).checks);
    expect(judged('forbidden')).toEqual(['EyesVisible', 'Glasses']);
    expect(judged(null)).toEqual(['EyesVisible']);
  });

  it('clear glasses fail only where they are forbidden, and are never ruled out', async () => {
    const [worn, bare] = [await measureScene(vision, sceneOf(usual, { glasses: true })), await measureScene(vision, sceneOf(usual))];
    const glassesOf = (measures: typeof worn, glasses: 'forbidden' | null) => assess(measures, { ...rule, glasses }, { mode: 'crop' }).checks.find(({ name }) => name === 'Glasses')?.result;
    expect([glassesOf(worn, 'forbidden'), glassesOf(worn, null), glassesOf(bare, 'forbidden'), glassesOf(bare, null)]).toEqual(['fail', 'warn', 'unknown', 'pass']);
  });

  it('two people fail SingleFacePresent', async () => {
    const people = [{ x: 300, y: 500, scale: 0.9 }, { x: 900, y: 520, scale: 0.8, skin: 'dark' as const }];
    expect(failed(await check({ width: 1200, height: 1100, colour: '#ffffff', people }))).toContain('SingleFacePresent');
  });

  it('a smile warns and does not fail', async () => {
    const checks = await check(sceneOf(usual, { mouth: 'smile' }));
    expect(failed(checks)).toEqual([]);
    expect(checks.find(({ name }) => name === 'ExpressionNeutrality')?.result).toBe('warn');
  });

  it('never claims to know what is on the head', async () => {
    const checks = await check(sceneOf(usual, { hat: true }));
    expect(checks.find(({ name }) => name === 'NoHeadCoverings')).toMatchObject({ result: 'unknown', value: null });
  });
});
