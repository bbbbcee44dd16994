// Shows that addresses are refused where the operator does not allow them, and that a fetched picture has room in memory while it is used.

import { describe, expect, it } from 'vitest';
import { createBudget } from '../../../src/retention/budget.ts';
import { Vault } from '../../../src/retention/vault.ts';
import { readRemovalFields } from '../../../src/routes/removebg/fields.ts';
import { collectPictures } from '../../../src/routes/removebg/sources.ts';
import type { SourceParts } from '../../../src/routes/removebg/sources.ts';
import { createSteps } from '../../../src/studio/steps.ts';

const config = { maxUploadBytes: 1000 };
const upload = { files: {}, fields: {} };
const context = { vault: new Vault(), signal: new AbortController().signal, step: createSteps().step };
const read = (sent: Readonly<Record<string, string>>) => readRemovalFields(sent);

describe('an address', () => {
  it.each(['image_url', 'bg_image_url'])('as %s is refused where it is not allowed', async (name) => {
    const parts = { config, budget: createBudget(10_000), fetchPicture: undefined };
    const files = name === 'image_url' ? {} : { image_file: [new Uint8Array(3)] };
    const collecting = collectPictures(parts, { files, fields: {} }, read({ [name]: 'https://example.test/a.jpg' }), context);
    await expect(collecting).rejects.toMatchObject({ code: 'parameter-invalid', members: { parameter: name } });
    expect(parts.budget.reservedBytes).toBe(0);
  });

  it('has room for what comes from it until that is used', async () => {
    const budget = createBudget(10_000);
    const parts: SourceParts = { config, budget, fetchPicture: async () => new Uint8Array(7) };
    const pictures = await collectPictures(parts, upload, read({ image_url: 'https://example.test/a.jpg' }), context);
    expect([pictures.photo.length, budget.reservedBytes]).toEqual([7, 2000]);
    pictures[Symbol.dispose]();
    expect(budget.reservedBytes).toBe(0);
    const failing: SourceParts = { ...parts, fetchPicture: () => Promise.reject(new Error('gone')) };
    await expect(collectPictures(failing, upload, read({ image_url: 'https://example.test/a.jpg' }), context)).rejects.toThrow('gone');
    expect(budget.reservedBytes).toBe(0);
  });
});
