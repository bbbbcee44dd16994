// Holds cutouts to their results, on drawn people whose alpha is known, with the real vision.

import { describe, expect, it } from 'vitest';
import { readBackground } from '../../../src/photo/background.ts';
import { Vault } from '../../../src/retention/vault.ts';
import { drawPortrait, renderAlpha } from '../../drawn-portrait.ts';
import { createJob, findFaces, photograph, portraitScene, useLocalEngine } from './job.ts';

const { vision, engine } = useLocalEngine();

describe('a cutout', () => {
  const plain = { background: readBackground('transparent'), output: 'picture', crop: 'none', margin: 0.08, frame: {} } as const;

  it('is the whole photo, see-through around the person, with no colour under the glass', async () => {
    await using vault = new Vault();
    const drawing = portraitScene();
    const truth = await renderAlpha(drawing);
    const { pixels, source } = await engine.cutout(await photograph(drawing, vault), plain, createJob(vault));
    expect([pixels.width, pixels.height, pixels.channels, source]).toEqual([900, 1100, 4, 'humanEdits']);
    let [error, hidden] = [0, 0];
    for (let at = 0; at < truth.data.length; at++) {
      error += Math.abs((truth.data[at] ?? 0) - (pixels.data[at * 4 + 3] ?? 0)) / 255;
      if (pixels.data[at * 4 + 3] === 0) hidden += (pixels.data[at * 4] ?? 0) + (pixels.data[at * 4 + 1] ?? 0) + (pixels.data[at * 4 + 2] ?? 0);
    }
    expect(error / truth.data.length).toBeLessThan(0.02);
    expect(hidden).toBe(0);
  });

  it('gives the mask alone', async () => {
    await using vault = new Vault();
    const { pixels } = await engine.cutout(await photograph(portraitScene(), vault), { ...plain, output: 'mask' }, createJob(vault));
    expect([pixels.channels, pixels.data.length]).toEqual([1, 900 * 1100]);
  });

  it.each(['#336699', 'gradient:white,navy,90', 'blur'])('sets the person before %s', async (background) => {
    await using vault = new Vault();
    const { pixels, source } = await engine.cutout(await photograph(portraitScene(), vault), { ...plain, background: readBackground(background) }, createJob(vault));
    expect([pixels.channels, source]).toEqual([3, 'humanEdits']);
    if (background === '#336699') expect([...pixels.data.subarray(0, 3)]).toEqual([0x33, 0x66, 0x99]);
  });

  it('says that two captures became one before an uploaded picture', async () => {
    await using vault = new Vault();
    const backgroundPicture = await photograph(drawPortrait({ width: 300, height: 300, background: 'busy', people: [] }), vault);
    const options = { ...plain, background: readBackground('picture'), backgroundPicture };
    const { pixels, source } = await engine.cutout(await photograph(portraitScene(), vault), options, createJob(vault));
    expect([pixels.width, pixels.channels, source]).toEqual([900, 3, 'compositeCapture']);
  });

  it('crops to the subject and keeps the edge where the photo cuts them', async () => {
    await using vault = new Vault();
    const { pixels } = await engine.cutout(await photograph(portraitScene({ scale: 0.7 }), vault), { ...plain, crop: 'subject' }, createJob(vault));
    expect(pixels.width).toBeLessThan(700);
    const foot = (pixels.height - 1) * pixels.width + Math.floor(pixels.width / 2);
    expect(pixels.data[foot * 4 + 3]).toBe(255);
    expect(pixels.data[3]).toBe(0);
  });

  it('places the subject in a frame of another shape without distorting it', async () => {
    await using vault = new Vault();
    const { pixels } = await engine.cutout(await photograph(portraitScene(), vault), { ...plain, background: readBackground('white'), frame: { width: 800, height: 400 } }, createJob(vault));
    const [face] = await findFaces(vision, pixels, vault);
    expect([pixels.width, pixels.height]).toEqual([800, 400]);
    expect(face && face.interEyePixels / (face.chin.y - face.eyes.y)).toBeCloseTo(90 / 164, 0);
  });

  it('refuses a photo without a person', async () => {
    await using vault = new Vault();
    const photo = await photograph(drawPortrait({ width: 400, height: 400, people: [] }), vault);
    await expect(engine.cutout(photo, plain, createJob(vault))).rejects.toMatchObject({ code: 'person-not-found' });
  });
});
