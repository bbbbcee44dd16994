// Shows who is let through to a provider: so many at once, nobody while it keeps failing, one to see whether it is back.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineName, ImageModel, Painting } from '../../src/engines/engine.ts';
import { createEngineGate } from '../../src/engines/engine-gate.ts';
import { guardModel } from '../../src/engines/engine-pass.ts';
import type { CallOutcome, EngineGate } from '../../src/engines/engine-pass.ts';
import { Problem } from '../../src/problem.ts';
import { paintRequest } from './pictures.ts';

const never = new AbortController().signal;

// The clock alone: the gate looks at it and sets no timer.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const pass = (seconds: number) => void vi.setSystemTime(Date.now() + seconds * 1000);

async function call(gate: EngineGate, outcome: CallOutcome, engine: EngineName = 'gemini'): Promise<void> {
  (await gate.enter(engine, never)).leave(outcome);
  // The library counts once its promises have run.
  await new Promise(setImmediate);
}

async function failInRow(gate: EngineGate, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await call(gate, 'failed');
}

describe('places', () => {
  it('are as many as set, over all who ask, and go to the next in line', async () => {
    const gate = createEngineGate({ gemini: 2 });
    const [first] = [await gate.enter('gemini', never), await gate.enter('gemini', never)];
    let isIn = false;
    const third = gate.enter('gemini', never).then((entered) => ((isIn = true), entered));
    await new Promise(setImmediate);
    expect(isIn).toBe(false);
    // Another engine has places of its own.
    await call(gate, 'worked', 'openai');
    first.leave('worked');
    (await third).leave('worked');
  });

  it('are not lost to who leaves the line, or leaves twice', async () => {
    const gate = createEngineGate({ gemini: 1 });
    const first = await gate.enter('gemini', never);
    const leaving = new AbortController();
    const second = gate.enter('gemini', leaving.signal);
    leaving.abort(new Error('hung up'));
    await expect(second).rejects.toThrow('hung up');
    await expect(gate.enter('gemini', leaving.signal)).rejects.toThrow('hung up');
    first.leave('worked');
    first.leave('worked');
    await call(gate, 'worked');
    const last = await gate.enter('gemini', never);
    const waiting = gate.enter('gemini', AbortSignal.any([leaving.signal]));
    await expect(waiting).rejects.toThrow('hung up');
    last.leave('worked');
  });
});

describe('calls', () => {
  it('are counted from their start to their end, over all engines; who waits or is refused is not', async () => {
    const gate = createEngineGate({ gemini: 1 });
    const [gemini, openai] = [await gate.enter('gemini', never), await gate.enter('openai', never)];
    const waiting = gate.enter('gemini', never);
    await new Promise(setImmediate);
    expect(gate.calls).toBe(2);
    gemini.leave('unknown');
    (await waiting).leave('failed');
    openai.leave('worked');
    await failInRow(gate, 4);
    await expect(gate.enter('gemini', never)).rejects.toBeInstanceOf(Problem);
    expect(gate.calls).toBe(0);
  });
});

describe('a provider that keeps failing', () => {
  it('is left alone after five failures in a row, and is said to be busy for as long', async () => {
    const gate = createEngineGate({});
    await failInRow(gate, 5);
    await expect(gate.enter('gemini', never)).rejects.toMatchObject({ code: 'provider-busy', retryAfterSeconds: 30 });
    pass(20);
    await expect(gate.enter('gemini', never)).rejects.toMatchObject({ retryAfterSeconds: 10 });
    await call(gate, 'worked', 'openai');
  });

  it('is not, while one call in between works; calls without an end count for nothing', async () => {
    const gate = createEngineGate({});
    await failInRow(gate, 4);
    await call(gate, 'unknown');
    await call(gate, 'worked');
    await failInRow(gate, 4);
    await call(gate, 'unknown');
    await call(gate, 'worked');
  });

  it('turns away those in line too', async () => {
    const gate = createEngineGate({ gemini: 1 });
    await failInRow(gate, 4);
    const last = await gate.enter('gemini', never);
    const waiting = gate.enter('gemini', never);
    last.leave('failed');
    await expect(waiting).rejects.toMatchObject({ code: 'provider-busy' });
  });

  it('is asked once after a while, by one call alone, and everybody may again when that works', async () => {
    const gate = createEngineGate({});
    await failInRow(gate, 5);
    pass(30);
    const probe = await gate.enter('gemini', never);
    await expect(gate.enter('gemini', never)).rejects.toMatchObject({ code: 'provider-busy', retryAfterSeconds: 1 });
    probe.leave('worked');
    await new Promise(setImmediate);
    await failInRow(gate, 4);
    await call(gate, 'worked');
  });

  it.each(['failed', 'unknown'] as const)('is left alone as long again when that call ends as %s', async (outcome) => {
    const gate = createEngineGate({});
    await failInRow(gate, 5);
    pass(30);
    await call(gate, outcome);
    await expect(gate.enter('gemini', never)).rejects.toMatchObject({ retryAfterSeconds: 30 });
    pass(30);
    await call(gate, 'worked');
    await call(gate, 'worked');
  });
});

describe('a guarded model', () => {
  const answers = (answer: () => Promise<Painting>): ImageModel => ({
    name: 'gemini', title: '', retention: { days: 55, note: '', page: undefined }, hosts: [], signInHosts: [], maxReferences: 1, paint: answer,
  });
  const fail = (code: ConstructorParameters<typeof Problem>[0]) => () => Promise.reject(new Problem(code, ''));

  async function ask(gate: EngineGate, answer: () => Promise<Painting>, signal = never) {
    const onSending = vi.fn<() => void>();
    const end = await guardModel(answers(answer), gate).paint({ ...paintRequest(), onSending }, signal).catch((error: unknown) => error);
    await new Promise(setImmediate);
    return { end, sent: onSending.mock.calls.length };
  }

  it('counts what another engine can cure, and says before each call that photos leave', async () => {
    const gate = createEngineGate({});
    for (let i = 0; i < 5; i += 1) expect((await ask(gate, fail(i % 2 ? 'provider-busy' : 'provider-failed'))).sent).toBe(1);
    const { end, sent } = await ask(gate, () => Promise.reject(new Error('not reached')));
    expect(end).toMatchObject({ code: 'provider-busy', detail: expect.stringContaining('nothing was sent') });
    expect(sent).toBe(0);
  });

  it('takes refusals, complaints about settings and hang-ups for no failure', async () => {
    const gate = createEngineGate({});
    const signal = AbortSignal.abort(new Error('hung up'));
    for (const code of ['refused-by-provider', 'provider-misconfigured', 'refused-by-provider'] as const) await ask(gate, fail(code));
    for (let i = 0; i < 5; i += 1) {
      const leaving = new AbortController();
      await ask(gate, () => (leaving.abort(), fail('provider-failed')()), leaving.signal);
    }
    expect((await ask(gate, fail('provider-failed'), signal)).sent).toBe(0);
    expect((await ask(gate, fail('refused-by-provider'))).sent).toBe(1);
  });
});
