// Shows that what is read of a photo belongs to the vault: meshes and mattes are forgotten with the photo.

import { afterAll, describe, expect, it } from 'vitest';
import { readPortrait } from '../../src/face/reading.ts';
import { createVision } from '../../src/face/vision.ts';
import { Vault } from '../../src/retention/vault.ts';
import { drawPortrait, renderPixels } from '../drawn-portrait.ts';

const vision = createVision({ workers: 1 });
afterAll(() => vision[Symbol.asyncDispose]());

describe('what is read of a photo', () => {
  it.each([{ matte: true }, { matte: false }])('is erased with the vault: %o', async (options) => {
    const pixels = await renderPixels(drawPortrait());
    const vault = new Vault();
    const { faces, matte } = await readPortrait(vision, pixels, options, { vault, signal: new AbortController().signal });
    const read = [...faces.map(({ mesh }) => mesh), ...(matte?.buffers ?? [])];
    expect(read.length).toBeGreaterThan(options.matte ? 1 : 0);
    expect(read.every(({ byteLength }) => byteLength > 0)).toBe(true);
    await vault[Symbol.asyncDispose]();
    expect(read.every(({ byteLength }) => byteLength === 0)).toBe(true);
  });
});
