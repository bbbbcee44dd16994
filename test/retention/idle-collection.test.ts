// Shows when garbage is collected: after the last job and a pause, never beside one; and that what was let go is then gone.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdleCollection } from '../../src/retention/idle-collection.ts';

describe('an idle collection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('comes once, after the last of several jobs and a pause', () => {
    const collect = vi.fn();
    const idle = createIdleCollection(() => undefined, collect);
    const [one, other] = [idle.begin(), idle.begin()];
    one[Symbol.dispose]();
    one[Symbol.dispose]();
    vi.runAllTimers();
    expect(collect).not.toHaveBeenCalled();
    other[Symbol.dispose]();
    expect(collect).not.toHaveBeenCalled();
    vi.runAllTimers();
    vi.runAllTimers();
    expect(collect).toHaveBeenCalledTimes(1);
  });

  it('comes between two photos of a long job, unless another job runs beside it', () => {
    const collect = vi.fn();
    const idle = createIdleCollection(() => undefined, collect);
    using _long = idle.begin();
    const other = idle.begin();
    idle.pause();
    expect(collect).not.toHaveBeenCalled();
    other[Symbol.dispose]();
    idle.pause();
    expect(collect).toHaveBeenCalledTimes(1);
  });

  it('gives way to a job that begins in the pause', () => {
    const collect = vi.fn();
    const idle = createIdleCollection(() => undefined, collect);
    idle.begin()[Symbol.dispose]();
    const next = idle.begin();
    vi.runAllTimers();
    expect(collect).not.toHaveBeenCalled();
    next[Symbol.dispose]();
    vi.runAllTimers();
    expect(collect).toHaveBeenCalledTimes(1);
  });
});

describe('a collection', () => {
  it('takes what nobody holds any more', async () => {
    const letGo = (() => {
      using _job = createIdleCollection().begin();
      return new WeakRef({ fileName: 'photo of a person' });
    })();
    // A reference that was made or read stays to the end of its turn.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(letGo.deref()).toBe(undefined);
  });
});
