// Owns the facts about waiting for room for pixels.

import { describe, expect, it } from 'vitest';
import { createPixelGate } from '../../src/photo/pixel-gate.ts';

const signal = new AbortController().signal;
const turns = () => new Promise(setImmediate);

describe('createPixelGate', () => {
  it('lets in what fits and makes the rest wait in order', async () => {
    const gate = createPixelGate(100);
    const first = await gate.acquire(60, signal);
    const entered: string[] = [];
    const second = gate.acquire(60, signal).then((room) => (entered.push('second'), room));
    const third = gate.acquire(10, signal).then((room) => (entered.push('third'), room));
    await turns();
    expect(entered).toEqual([]);
    first[Symbol.dispose]();
    (await second)[Symbol.dispose]();
    (await third)[Symbol.dispose]();
    expect(entered).toEqual(['second', 'third']);
    expect(gate.heldBytes).toBe(0);
  });

  it('lets in more than everything alone', async () => {
    const gate = createPixelGate(100);
    using small = await gate.acquire(1, signal);
    let isIn = false;
    const large = gate.acquire(1000, signal).then((room) => ((isIn = true), room));
    await turns();
    expect(isIn).toBe(false);
    small[Symbol.dispose]();
    (await large)[Symbol.dispose]();
    expect(gate.heldBytes).toBe(0);
  });

  it('forgets who gives up and lets the next one in', async () => {
    const gate = createPixelGate(100);
    using _room = await gate.acquire(50, signal);
    const leaving = new AbortController();
    const large = gate.acquire(80, leaving.signal);
    const small = gate.acquire(40, signal);
    leaving.abort(new Error('gone'));
    await expect(large).rejects.toThrow('gone');
    using _second = await small;
    expect(gate.heldBytes).toBe(90);
  });

  it('lets in no more at once than told, however small they are', async () => {
    const gate = createPixelGate(100, 1);
    const first = await gate.acquire(1, signal);
    let isIn = false;
    const second = gate.acquire(1, signal).then((room) => ((isIn = true), room));
    await turns();
    expect(isIn).toBe(false);
    first[Symbol.dispose]();
    (await second)[Symbol.dispose]();
    expect(gate.heldBytes).toBe(0);
  });

  it('gives back once, however often it is disposed', async () => {
    const gate = createPixelGate(100);
    const room = await gate.acquire(30, signal);
    room[Symbol.dispose]();
    room[Symbol.dispose]();
    expect(gate.heldBytes).toBe(0);
  });
});
