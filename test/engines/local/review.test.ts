// Holds the judgement on painted portraits, with the real vision.

import { describe, expect, it, vi } from 'vitest';
import { Vault } from '../../../src/retention/vault.ts';
import { drawPortrait } from '../../drawn-portrait.ts';
import { createJob, findFaces, photograph, portraitScene, useLocalEngine } from './job.ts';

const { vision, engine } = useLocalEngine();

describe('a painted portrait', () => {
  it('is framed to the shape asked for, within its own edges', async () => {
    await using vault = new Vault();
    const { pixels } = await photograph(portraitScene(), vault);
    const render = await engine.reviewPainting(pixels, { frame: { width: 600, height: 600 } }, createJob(vault));
    expect([render.pixels.width, render.pixels.height, render.source, render.faces]).toEqual([600, 600, 'trainedAlgorithmicMedia', 1]);
    expect(await findFaces(vision, render.pixels, vault)).toHaveLength(1);
  });

  it('is kept whole when its shape is the one asked for', async () => {
    await using vault = new Vault();
    const { pixels } = await photograph(portraitScene(), vault);
    const render = await engine.reviewPainting(pixels, { frame: { aspect: 900 / 1100 } }, createJob(vault));
    expect([render.pixels.width, render.pixels.height]).toEqual([900, 1100]);
  });

  it('is asked for its outline only where it is framed anew', async () => {
    await using vault = new Vault();
    const read = vi.spyOn(vision, 'read');
    for (const frame of [{ aspect: 900 / 1100 }, { width: 600, height: 600 }]) {
      const { pixels } = await photograph(portraitScene(), vault);
      const { confidence } = await engine.reviewPainting(pixels, { frame }, createJob(vault));
      expect(confidence).toBeGreaterThan(0.5);
    }
    expect(read.mock.calls.map(([, options]) => options)).toEqual([{ matte: false }, { matte: true }]);
    read.mockRestore();
  });

  it.each([
    ['nobody', []],
    ['two people', [{ x: 350, y: 400, scale: 0.8 }, { x: 1000, y: 400, scale: 0.8 }]],
  ])('is refused when it shows %s', async (_, people) => {
    await using vault = new Vault();
    const { pixels } = await photograph(drawPortrait({ width: 1400, height: 1000, people }), vault);
    await expect(engine.reviewPainting(pixels, { frame: {} }, createJob(vault))).rejects.toMatchObject({ code: 'result-unusable' });
  });
});
