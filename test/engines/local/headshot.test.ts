// Holds headshots to their results, on drawn people, with the real vision.

import { describe, expect, it } from 'vitest';
import { cheekPoints } from '../../../src/face/landmarks.ts';
import type { Face } from '../../../src/face/portrait.ts';
import type { Pixels } from '../../../src/photo/pixels.ts';
import { Vault } from '../../../src/retention/vault.ts';
import { hueOf, labOf } from '../../../src/styles/colour.ts';
import type { Triple } from '../../../src/styles/colour.ts';
import type { SkinTone } from '../../drawn-person.ts';
import { drawPortrait, renderPixels } from '../../drawn-portrait.ts';
import { createJob, findFaces, photograph, portraitScene, useLocalEngine } from './job.ts';

const { vision, engine } = useLocalEngine();

describe('a headshot', () => {
  it.each([
    ['4:5', 0.8, [0.36, 0.48]],
    ['1:1', 1, [0.44, 0.58]],
    ['3:4', 0.75, [0.34, 0.47]],
    ['16:9', 16 / 9, [0.44, 0.6]],
  ] as const)('frames the head at %s like a photographer', async (_, aspect, [least, most]) => {
    await using vault = new Vault();
    const job = createJob(vault);
    const drawing = portraitScene();
    const { pixels, faces, source, notes } = await engine.headshot(await photograph(drawing, vault), { backdrop: 'studio-grey', frame: { aspect } }, job);
    const [face] = await findFaces(vision, pixels, vault);
    expect(pixels.width / pixels.height).toBeCloseTo(aspect, 1);
    expect({ faces, source, notes }).toEqual({ faces: 1, source: 'humanEdits', notes: [] });
    // The drawing's crown is 342 units above its chin where eyes and chin are 164 apart.
    const head = face ? ((face.chin.y - face.eyes.y) * 342) / 164 / pixels.height : 0;
    expect(head).toBeGreaterThan(least);
    expect(head).toBeLessThan(most);
    expect((face?.eyes.y ?? 0) / pixels.height).toBeGreaterThan(0.3);
    expect((face?.eyes.y ?? 0) / pixels.height).toBeLessThan(0.43);
    expect(job.steps).toEqual(['read', 'cut', 'tone', 'compose']);
  });

  it.each(['fair', 'light', 'olive', 'brown', 'dark'] as const)('gives %s skin back as it came', async (skin: SkinTone) => {
    await using vault = new Vault();
    const drawing = portraitScene({ skin });
    const before = await renderPixels(drawing);
    const [from] = await findFaces(vision, before, vault);
    const { pixels } = await engine.headshot(await photograph(drawing, vault), { backdrop: 'auto', frame: { aspect: 0.8 } }, createJob(vault));
    const [to] = await findFaces(vision, pixels, vault);
    const [old, made] = [cheekColour(before, from), cheekColour(pixels, to)];
    const turn = Math.abs(hueOf(old) - hueOf(made));
    expect(Math.min(turn, 360 - turn)).toBeLessThan(3);
    expect(Math.abs(old[0] - made[0])).toBeLessThan(4);
  });

  it.each([
    ['dark', { warmth: 1, isRetouched: true }],
    ['fair', { warmth: -1, isRetouched: true }],
    ['brown', { printing: { contrast: 1.26, grain: 2 } }],
  ] as const)('gives %s skin back in a look as well: %o', async (skin, look) => {
    await using vault = new Vault();
    const drawing = portraitScene({ skin });
    const before = await renderPixels(drawing);
    const [from] = await findFaces(vision, before, vault);
    const { pixels } = await engine.headshot(await photograph(drawing, vault), { backdrop: 'golden-hour', frame: { aspect: 0.8 }, closeness: 1.24, ...look }, createJob(vault));
    const [to] = await findFaces(vision, pixels, vault);
    const [old, made] = [cheekColour(before, from), cheekColour(pixels, to)];
    const turn = Math.abs(hueOf(old) - hueOf(made));
    if (!('printing' in look)) expect(Math.min(turn, 360 - turn)).toBeLessThan(3);
    expect(Math.abs(old[0] - made[0])).toBeLessThan(4);
  });

  it('is exactly as large as asked, and says when that took more pixels than there are', async () => {
    await using vault = new Vault();
    const { pixels, notes } = await engine.headshot(await photograph(portraitScene(), vault), { backdrop: 'sky', frame: { width: 2000, height: 2500 } }, createJob(vault));
    expect([pixels.width, pixels.height, pixels.channels]).toEqual([2000, 2500, 3]);
    expect(notes).toContain('enlarged');
  });

  it('levels a slip of the camera', async () => {
    await using vault = new Vault();
    const { pixels, notes } = await engine.headshot(await photograph(portraitScene({ roll: 7 }), vault), { backdrop: 'sage', frame: {} }, createJob(vault));
    const [face] = await findFaces(vision, pixels, vault);
    expect(notes).toContain('tilt-corrected');
    expect(Math.abs(face?.pose.roll ?? 90)).toBeLessThan(3);
  });

  it.each([90, 180, 270])('stands a face upright that lies at %i°', async (roll) => {
    await using vault = new Vault();
    const drawing = drawPortrait({ width: 1200, height: 1200, people: [{ x: 600, y: 600, scale: 1, roll }] });
    const { pixels, notes } = await engine.headshot(await photograph(drawing, vault), { backdrop: 'studio-grey', frame: {} }, createJob(vault));
    const [face] = await findFaces(vision, pixels, vault);
    expect(notes).toContain('turned-upright');
    expect(Math.abs(face?.pose.roll ?? 90)).toBeLessThan(8);
  });

  it('takes the largest face of several, alone, and counts them', async () => {
    await using vault = new Vault();
    const people = [{ x: 420, y: 430, scale: 1.1 }, { x: 1100, y: 480, scale: 0.8, shirt: '#7a2d2d' }];
    const drawing = drawPortrait({ width: 1500, height: 1100, background: 'gradient', people });
    const { pixels, faces, notes } = await engine.headshot(await photograph(drawing, vault), { backdrop: 'slate-blue', frame: {} }, createJob(vault));
    expect(faces).toBe(2);
    expect(notes).toContain('several-people');
    expect(await findFaces(vision, pixels, vault)).toHaveLength(1);
  });

  it('lets the cut of the photo be the edge of the frame', async () => {
    await using vault = new Vault();
    // The photo ends a little below the collar, far above where the frame would.
    const drawing = portraitScene({}, { height: 700 });
    const { pixels } = await engine.headshot(await photograph(drawing, vault), { backdrop: 'white', frame: { aspect: 0.8 } }, createJob(vault));
    const foot = pixels.data.subarray(((pixels.height - 1) * pixels.width + Math.floor(pixels.width / 2)) * 3);
    expect(Math.max(foot[0] ?? 255, foot[1] ?? 255, foot[2] ?? 255)).toBeLessThan(190);
  });

  it('refuses a photo without a face, and says what to send', async () => {
    await using vault = new Vault();
    const photo = await photograph(drawPortrait({ width: 600, height: 600, background: 'street', people: [] }), vault);
    await expect(engine.headshot(photo, { backdrop: 'auto', frame: {} }, createJob(vault))).rejects.toMatchObject({ code: 'face-not-found' });
  });

  it('stops when the request is over and leaves nothing in the vault', async () => {
    const vault = new Vault();
    const over = new AbortController();
    const reason = new Error('hung up');
    const job = createJob(vault, over.signal);
    const work = engine.headshot(await photograph(portraitScene(), vault), { backdrop: 'auto', frame: {} }, {
      ...job,
      step(name, make) {
        if (name === 'tone') over.abort(reason);
        return make();
      },
    });
    await expect(work).rejects.toBe(reason);
    await vault[Symbol.asyncDispose]();
    expect(vault.heldBytes).toBe(0);
  });

  it('holds nothing but the finished picture and small readings when done', async () => {
    await using vault = new Vault();
    const { pixels } = await engine.headshot(await photograph(portraitScene(), vault), { backdrop: 'auto', frame: {} }, createJob(vault));
    const readings = 16 * 2 ** 20;
    expect(vault.heldBytes).toBeLessThan(pixels.data.length + readings);
  });
});

function cheekColour(pixels: Pixels, face: Face | undefined): Triple {
  const sums = [0, 0, 0];
  let count = 0;
  for (const index of cheekPoints.flat()) {
    const [x, y] = [Math.round(face?.mesh[index * 3] ?? 0), Math.round(face?.mesh[index * 3 + 1] ?? 0)];
    for (let v = y - 4; v <= y + 4; v++) {
      for (let u = x - 4; u <= x + 4; u++, count++) {
        for (let channel = 0; channel < 3; channel++) sums[channel] = (sums[channel] ?? 0) + (pixels.data[(v * pixels.width + u) * pixels.channels + channel] ?? 0);
      }
    }
  }
  return labOf((sums[0] ?? 0) / count, (sums[1] ?? 0) / count, (sums[2] ?? 0) / count);
}
