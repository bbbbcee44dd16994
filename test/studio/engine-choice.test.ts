// Shows which engine is tried, which failures move on to the next, and that retention is asked before anything leaves.

import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/problem.ts';
import type { ProblemCode } from '../../src/problem.ts';
import { chooseEngines, tryEngines } from '../../src/studio/engine-choice.ts';

const retention = (days: number) => ({ days, note: '', page: undefined });
const gemini = { name: 'gemini', retention: retention(55) } as const;
const local = { name: 'local', retention: retention(0) } as const;

const order = ['gemini', 'local'] as const;

describe('the choice of engines', () => {
  it('keeps the configured order for auto', () => {
    expect(chooseEngines([gemini, local], { engine: 'auto' }, order)).toEqual([gemini, local]);
    expect(chooseEngines([gemini, local], {}, order)).toEqual([gemini, local]);
  });

  it('leaves out of auto what is not in the order, and takes it when it is named', () => {
    expect(chooseEngines([gemini, local], {}, ['local'])).toEqual([local]);
    expect(chooseEngines([gemini, local], { engine: 'gemini' }, ['local'])).toEqual([gemini]);
  });

  it('takes the named engine alone', () => {
    expect(chooseEngines([gemini, local], { engine: 'local' }, order)).toEqual([local]);
  });

  it('refuses an engine that is not there and says which are', () => {
    expect(() => chooseEngines([local], { engine: 'gemini' }, order)).toThrow(
      expect.objectContaining({ code: 'engine-unavailable', members: { available: ['local'] } }),
    );
  });

  it('leaves out engines that keep a photo longer than allowed', () => {
    expect(chooseEngines([gemini, local], { maxRetentionDays: 0 }, order)).toEqual([local]);
    expect(() => chooseEngines([gemini, local], { engine: 'gemini', maxRetentionDays: 30 }, order)).toThrow(
      expect.objectContaining({ code: 'retention-exceeds', members: { leastRetentionDays: 55 } }),
    );
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
