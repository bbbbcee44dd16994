// Shows that the vault leaves zeros behind on every way out, and gives its reservation back once.

import { describe, expect, it, vi } from 'vitest';
import { createBudget } from '../../src/retention/budget.ts';
import { Vault } from '../../src/retention/vault.ts';

const isZero = (bytes: Uint8Array) => bytes.byteLength === 0 || bytes.every((byte) => byte === 0);

describe('the vault', () => {
  it('zero-fills what it owns when its scope ends, also by an error', async () => {
    const pool = new Uint8Array(16);
    const kept = [pool.subarray(4, 7).fill(5), pool.subarray(8, 11).fill(6)];
    const scope = async () => {
      await using vault = new Vault();
      for (const view of kept) vault.own(view);
      expect(vault.heldBytes).toBe(6);
      throw new Error('way out');
    };
    await expect(scope()).rejects.toThrow('way out');
    expect(kept.every((view) => view.byteLength === 3 && isZero(view))).toBe(true);
  });

  it('gives the memory of a whole buffer back at once, after it is zero', async () => {
    const seen: boolean[] = [];
    const transfer = ArrayBuffer.prototype.transfer;
    vi.spyOn(ArrayBuffer.prototype, 'transfer').mockImplementation(function (this: ArrayBuffer, length?: number) {
      seen.push(isZero(new Uint8Array(this)));
      return transfer.call(this, length);
    });
    const bytes = new Uint8Array([1, 2, 3]);
    {
      await using vault = new Vault();
      vault.own(bytes);
    }
    vi.restoreAllMocks();
    expect(seen).toEqual([true]);
    expect(bytes.byteLength).toBe(0);
  });

  it('joins pieces into a buffer of its own, and leaves none of them', async () => {
    const pieces = [new Uint8Array(8).fill(7).subarray(2, 4), new Uint8Array([8])];
    const vault = new Vault();
    const whole = vault.join(pieces.map((piece) => vault.own(piece)));
    expect([...whole]).toEqual([7, 7, 8]);
    expect([pieces.every(isZero), vault.heldBytes]).toEqual([true, 3]);
    await vault[Symbol.asyncDispose]();
    expect(isZero(whole)).toBe(true);
  });

  it('zero-fills at once what comes after it closed', async () => {
    const vault = new Vault();
    await vault[Symbol.asyncDispose]();
    expect(isZero(vault.own(new Uint8Array([9, 9])))).toBe(true);
    expect(vault.heldBytes).toBe(0);
  });

  it('touches only the view, not its neighbours in the same buffer', async () => {
    const shared = new Uint8Array([1, 2, 3, 4]);
    {
      await using vault = new Vault();
      vault.own(shared.subarray(1, 3));
    }
    expect([...shared]).toEqual([1, 0, 0, 4]);
  });

  it('waits for native work before it erases under its feet', async () => {
    const bytes = new Uint8Array([7, 7]).subarray(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const vault = new Vault();
    vault.own(bytes);
    void vault.during(promise);
    const closing = vault[Symbol.asyncDispose]();
    await new Promise(setImmediate);
    expect(bytes[0]).toBe(7);
    resolve();
    await closing;
    expect(bytes[0]).toBe(0);
  });

  it('counts nothing for a buffer that was transferred away', async () => {
    await using vault = new Vault();
    const bytes = vault.own(new Uint8Array(8));
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    expect(vault.heldBytes).toBe(0);
  });

  it('gives its reservation back exactly once', async () => {
    const budget = createBudget(100);
    const reservation = budget.reserve(60);
    const vault = new Vault(reservation);
    expect(budget.reservedBytes).toBe(60);
    await vault[Symbol.asyncDispose]();
    reservation.release();
    expect(budget.reservedBytes).toBe(0);
  });
});

describe('the budget', () => {
  it('refuses what does not fit, and says whether waiting helps', () => {
    const budget = createBudget(100);
    budget.reserve(80);
    expect(() => budget.reserve(21)).toThrow(expect.objectContaining({ code: 'budget-full', retryAfterSeconds: 5 }));
    expect(() => budget.reserve(101)).toThrow(expect.objectContaining({ detail: expect.stringContaining('smaller') as string }));
    expect(budget.reservedBytes).toBe(80);
  });
});
