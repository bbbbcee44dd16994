// Holds the averaging of blocks: means, edges left out, large factors sampled.

import { expect, it } from 'vitest';
import { createPixels } from '../../src/photo/pixels.ts';
import { averageBlocks } from '../../src/photo/shrink.ts';
import { Vault } from '../../src/retention/vault.ts';

it('averages each block of a part, and leaves out what fills none', async () => {
  await using vault = new Vault();
  const picture = createPixels(7, 5, 3);
  for (let at = 0; at < 35; at++) picture.data.set([at, 100, 255], at * 3);
  const small = averageBlocks(picture, { x: 1, y: 0, width: 6, height: 5 }, 2, vault);
  expect([small.width, small.height]).toEqual([3, 2]);
  // Pixels 1, 2, 8, 9 of the first block have a mean of 5.
  expect([...small.data.subarray(0, 3)]).toEqual([5, 100, 255]);
  expect(small.data[(1 * 3 + 2) * 3]).toBe(Math.floor((19 + 20 + 26 + 27 + 2) / 4));
});

it('keeps a plain picture as it is at any factor', async () => {
  await using vault = new Vault();
  const picture = createPixels(40, 40, 3);
  picture.data.fill(77);
  for (const by of [2, 3, 4, 5, 8]) expect(averageBlocks(picture, { x: 0, y: 0, width: 40, height: 40 }, by, vault).data.every((value) => value === 77)).toBe(true);
});
