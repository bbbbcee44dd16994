// Shows which engine is tried, which failures move on to the next, and that retention is asked before anything leaves.

import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/problem.ts';
import type { ProblemCode } from '../../src/problem.ts';
import { chooseEngines, tryEngines } from '../../src/studio/engine-choice.ts';

const retention = (days: number) => ({ days, note: '', page: undefined });
const gemini = { name: 'gemini', retention: retention(55) } as const;
const local = { name: 'local', retention: retention(0) } as const;

const policy = { order: ['gemini', 'local'], maxRetentionDays: Infinity } as const;

describe('the choice of engines', () => {
  it('keeps the configured order for auto', () => {
    expect(chooseEngines([gemini, local], { engine: 'auto' }, policy)).toEqual([gemini, local]);
    expect(chooseEngines([gemini, local], {}, policy)).toEqual([gemini, local]);
  });

  it('leaves out of auto what is not in the order, and takes it when it is named', () => {
    expect(chooseEngines([gemini, local], {}, { ...policy, order: ['local'] })).toEqual([local]);
    expect(chooseEngines([gemini, local], { engine: 'gemini' }, { ...policy, order: ['local'] })).toEqual([gemini]);
  });

  it('takes the named engine alone', () => {
    expect(chooseEngines([gemini, local], { engine: 'local' }, policy)).toEqual([local]);
  });

  it('refuses an engine that is not there and says which are', () => {
    expect(() => chooseEngines([local], { engine: 'gemini' }, policy)).toThrow(
      expect.objectContaining({ code: 'engine-unavailable', members: { available: ['local'] } }),
    );
  });

  it('leaves out engines that keep a photo longer than allowed', () => {
    expect(chooseEngines([gemini, local], { maxRetentionDays: 0 }, policy)).toEqual([local]);
    expect(() => chooseEngines([gemini, local], { engine: 'gemini', maxRetentionDays: 30 }, policy)).toThrow(
      expect.objectContaining({ code: 'retention-exceeds', members: { leastRetentionDays: 55 } }),
    );
  });
});

describe('the server’s own limit of retention', () => {
  const strict = { ...policy, maxRetentionDays: 1 };

  it('leaves engines out of auto, and refuses one that is named', () => {
    expect(chooseEngines([gemini, local], {}, strict)).toEqual([local]);
    expect(() => chooseEngines([gemini, local], { engine: 'gemini' }, strict)).toThrow(
      expect.objectContaining({ code: 'retention-exceeds', detail: expect.stringContaining('this server allows 1'), members: { leastRetentionDays: 55 } }),
    );
  });

  it('is not widened by a request, but may be narrowed', () => {
    expect(chooseEngines([gemini, local], { maxRetentionDays: 3650 }, strict)).toEqual([local]);
    const day = { name: 'gemini', retention: retention(1) } as const;
    expect(chooseEngines([day, local], {}, strict)).toEqual([day, local]);
    expect(chooseEngines([day, local], { maxRetentionDays: 0 }, strict)).toEqual([local]);
  });
});

describe('trying engines', () => {
  const failing = (code: ProblemCode) => (engine: { name: string }) =>
    engine.name === 'gemini' ? Promise.reject(new Problem(code, '')) : Promise.resolve('made');

  it.each(['provider-busy', 'provider-failed', 'result-unusable'] as const)('moves on after %s', async (code) => {
    await expect(tryEngines([gemini, local], failing(code))).resolves.toEqual({ engine: local, made: 'made' });
  });

  it.each(['refused-by-provider', 'provider-misconfigured', 'face-not-found', 'job-timeout'] as const)('stops after %s', async (code) => {
    await expect(tryEngines([gemini, local], failing(code))).rejects.toMatchObject({ code });
  });

  it('stops after an abort', async () => {
    const gone = new Error('gone');
    await expect(tryEngines([gemini, local], () => Promise.reject(gone))).rejects.toBe(gone);
  });
});
