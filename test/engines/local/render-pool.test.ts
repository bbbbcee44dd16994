// Holds the render threads to their duties: buffers move, aborts are heard, nothing stays behind.

import { afterAll, describe, expect, it } from 'vitest';
import { createRenderPool } from '../../../src/engines/local/render-pool.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import { Vault } from '../../../src/retention/vault.ts';

const pool = createRenderPool(2);
afterAll(() => pool[Symbol.asyncDispose]());

const map = { a: 1, b: 0, tx: -2, c: 0, d: 1, ty: 0 };

function boundWork(value = 255) {
  const [foreground, alpha] = [createPixels(8, 4, 3), createPixels(8, 4, 1)];
  foreground.data.fill(90);
  alpha.data.fill(value);
  return { task: 'bound', foreground, alpha, map, width: 4, height: 4, dividers: [] } as const;
}

describe('a render pool', () => {
  it('takes the pictures from the caller and gives the answer’s to the vault', async () => {
    await using vault = new Vault();
    const work = boundWork();
    const { alpha, foreground } = await pool.run(work, { vault, signal: new AbortController().signal });
    expect([work.alpha.data.length, work.foreground.data.length]).toEqual([0, 0]);
    expect([...alpha.data.subarray(0, 8)]).toEqual([0, 0, 255, 255, 255, 255, 0, 0]);
    expect(foreground.data[0]).toBe(90);
    expect(vault.heldBytes).toBe(8 * 4 * 4);
  });

  it('does more works than it has threads, each for its own owner', async () => {
    await using vault = new Vault();
    const works = Array.from({ length: 9 }, (_, index) => pool.run(boundWork(index + 1), { vault, signal: new AbortController().signal }));
    const answers = await Promise.all(works);
    expect(answers.map(({ alpha }) => alpha.data[3])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('gives the signal’s reason when the request is over', async () => {
    const vault = new Vault();
    const reason = new Error('hung up');
    const over = new AbortController();
    over.abort(reason);
    await expect(pool.run(boundWork(), { vault, signal: over.signal })).rejects.toBe(reason);
    const later = new AbortController();
    const running = pool.run(boundWork(), { vault, signal: later.signal });
    later.abort(reason);
    await expect(running).rejects.toBe(reason);
    await vault[Symbol.asyncDispose]();
    expect(vault.heldBytes).toBe(0);
  });

  it('goes on after a work that failed', async () => {
    await using vault = new Vault();
    const { signal } = new AbortController();
    const broken = { ...boundWork(), dividers: undefined } as unknown as ReturnType<typeof boundWork>;
    await expect(pool.run(broken, { vault, signal })).rejects.toThrow(/a render thread failed with TypeError/);
    await expect(pool.run(boundWork(), { vault, signal })).resolves.toBeDefined();
  });
});
