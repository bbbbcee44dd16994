// Shows that shut eyes and an open mouth are told from open and closed on every drawn face: skin, size, hair, glasses.

import { beforeAll, describe, expect, it } from 'vitest';
import { checkEyes } from '../../../src/documents/checks/eyes.ts';
import { assess } from '../../../src/documents/assess.ts';
import type { PhotoMeasures } from '../../../src/documents/measures.ts';
import type { HairCut, SkinTone } from '../../drawn-person.ts';
import { drawPortrait } from '../../drawn-portrait.ts';
import type { ScenePerson } from '../../drawn-portrait.ts';
import { readDrawing } from '../../face/drawn-reading.ts';
import { measureScene, useVision } from '../measuring/measure-drawing.ts';
import { plainRule } from '../rules.ts';

const vision = useVision();
const tones: readonly SkinTone[] = ['fair', 'light', 'olive', 'brown', 'dark'];
const cuts: readonly HairCut[] = ['short', 'long', 'curly', 'bun', 'none'];
const widths = [320, 560, 960];
/** Every hair on every skin at every width; every hair with glasses and without, on skins in turn. */
const looksOn = (skin: SkinTone) => cuts.map((hair, index) => ({ hair, glasses: (index + tones.indexOf(skin)) % 2 === 0 }));

/** Measures of a plain portrait. */
let plain: PhotoMeasures;
beforeAll(async () => {
  plain = await measureScene(vision, { width: 480, height: 600 });
});

/** What is told of eyes and mouth; the rest of the measures is of the plain portrait. */
async function judge(width: number, look: ScenePerson): Promise<Record<string, string | undefined>> {
  const { faces } = await readDrawing(vision, drawPortrait({ width, height: width * 1.25, people: [{ y: width * 0.62, scale: (width / 480) * 0.75, ...look }] }));
  const [face] = faces;
  if (!face) return {};
  const measures = { ...plain, yaw: face.pose.yaw, face: { ...plain.face, eyeOpenness: face.eyeOpenness, mouthOpenness: face.mouthOpenness } };
  const { checks } = assess(measures, plainRule, { mode: 'crop' });
  return Object.fromEntries(checks.filter(({ name }) => name === 'EyesOpen' || name === 'MouthClosed').map(({ name, result }) => [name, result]));
}

describe.each(tones)('on %s skin', (skin) => {
  it.each(widths)('eyes and mouth are told at %i pixels, with every hair, glasses in turn', async (width) => {
    for (const look of looksOn(skin)) {
      const faces = [{}, { eyes: 'shut' }, { mouth: 'open' }] as const;
      // One is painted while another is read.
      const [open, shut, speaking] = await Promise.all(faces.map((face) => judge(width, { skin, ...look, ...face })));
      expect({ look, open, shut, speaking }).toEqual({
        look,
        open: { EyesOpen: 'pass', MouthClosed: 'pass' },
        shut: { EyesOpen: 'fail', MouthClosed: 'pass' },
        speaking: { EyesOpen: 'pass', MouthClosed: 'fail' },
      });
    }
  });
});

describe('an eye turned far away', () => {
  it('does not count', () => {
    const openOf = (yaw: number) => checkEyes({ ...plain, yaw, face: { ...plain.face, eyeOpenness: [0.3, 0.05] } }).find(({ name }) => name === 'EyesOpen')?.result;
    expect([openOf(10), openOf(30)]).toEqual(['fail', 'pass']);
  });
});
