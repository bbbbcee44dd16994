// Owns the facts about HEIC: colours, profile, turns, damage, leaving early.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openForSending, openPhoto } from '../../src/photo/open.ts';
import { Vault } from '../../src/retention/vault.ts';
import { blue, green, largestDifference, limits, notAborted, problemOf, quadrantsOf, readFixture, red, yellow } from './drawn.ts';

const upright = [red, green, blue, yellow];

async function open(bytes: Uint8Array, vault: Vault) {
  return openPhoto(bytes, limits, vault, notAborted);
}

describe('HEIC', () => {
  it('opens with its colours', async () => {
    await using vault = new Vault();
    const { pixels, facts } = await open(readFixture('quadrants.heic'), vault);
    expect(facts).toMatchObject({ format: 'heic', width: 160, height: 120, hasProfile: false });
    expect(largestDifference(quadrantsOf(pixels), upright)).toBeLessThanOrEqual(3);
  });

  it('applies a Display P3 profile', async () => {
    await using vault = new Vault();
    const { pixels } = await open(readFixture('quadrants-p3.heic'), vault);
    expect(largestDifference(quadrantsOf(pixels), upright)).toBeLessThanOrEqual(4);
  });

  it('turns an upright iPhone photo once, not twice', async () => {
    await using vault = new Vault();
    const { pixels, facts } = await open(readFixture('quadrants-turned.heic'), vault);
    expect([facts.width, facts.height, pixels.width, pixels.height]).toEqual([120, 160, 120, 160]);
    expect(largestDifference(quadrantsOf(pixels), [blue, red, yellow, green])).toBeLessThanOrEqual(4);
  });

  it('is sent on as a JPEG', async () => {
    await using vault = new Vault();
    const { bytes } = await openForSending(readFixture('quadrants-turned.heic'), { maxSidePixels: 80, quality: 90 }, limits, vault, notAborted);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 80 });
  });

  it('refuses a truncated one, and leaves the upload as it was', async () => {
    await using vault = new Vault();
    const whole = readFixture('quadrants.heic');
    const bytes = whole.slice(0, whole.length - 300);
    const before = bytes.slice();
    expect(await problemOf(open(bytes, vault))).toMatchObject({ code: 'photo-unreadable', status: 422 });
    expect(bytes).toEqual(before);
    expect(vault.heldBytes).toBe(0);
  });

  it('ends when aborted', async () => {
    await using vault = new Vault();
    const leaving = new AbortController();
    const work = openPhoto(readFixture('quadrants.heic'), limits, vault, leaving.signal);
    setTimeout(() => leaving.abort(new Error('gone')), 5);
    await expect(work).rejects.toThrow('gone');
    expect(vault.heldBytes).toBe(0);
  });
});
