// Shows what every fault of the provider or the wire becomes, what is tried again, and that an abort closes the socket.

import { getEventListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGemini } from '../../src/engines/gemini/gemini.ts';
import type { GeminiSettings } from '../../src/engines/gemini/settings.ts';
import type { FakeBehaviour } from '../fake-gemini/behaviour.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { developerSettings, drawDisc, drawNoise, paintRequest, vertexSettings } from './pictures.ts';

let fake: FakeGemini;
const never = new AbortController().signal;

beforeAll(async () => {
  fake = await startFakeGemini();
});
afterEach(() => fake.reset());
afterAll(() => fake[Symbol.asyncDispose]());

interface Outcome {
  readonly code?: string;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  readonly picture?: unknown;
}

async function run(behaviours: readonly FakeBehaviour[], changes: Partial<GeminiSettings> = {}): Promise<Outcome> {
  fake.script(...behaviours);
  const model = createGemini(developerSettings(fake.url, changes));
  return model.paint(paintRequest(await drawDisc()), never).catch((error: Outcome) => error);
}

const twice = (behaviour: FakeBehaviour) => [behaviour, behaviour];

describe('what passes by itself', () => {
  it.each<readonly [string, FakeBehaviour]>([
    ['429 with RetryInfo', { kind: 'status', status: 429, retryDelay: '0.05s' }],
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: '0' }],
    ['429 with a date', { kind: 'status', status: 429, retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['HTML 502', { kind: 'html', status: 502 }],
    ['a reset before the answer', { kind: 'reset' }],
    ['a reset during the upload', { kind: 'reset', at: 'upload' }],
    ['a reset during the answer', { kind: 'reset', at: 'body' }],
  ])('%s is tried again, once', async (_name, behaviour) => {
    expect(await run([behaviour])).toMatchObject({ picture: { mimeType: 'image/png' } });
    expect(fake.requests).toHaveLength(2);
    fake.reset();
    const outcome = await run(twice(behaviour));
    expect(outcome.code).toMatch(/^provider-(busy|failed)$/);
    expect(fake.requests).toHaveLength(2);
  });

  it('429 twice is busy, and passes the provider’s delay on', async () => {
    const behaviours: FakeBehaviour[] = [{ kind: 'status', status: 429, retryDelay: '0s' }, { kind: 'status', status: 429, retryDelay: '16.2s' }];
    expect(await run(behaviours)).toMatchObject({ code: 'provider-busy', retryAfterSeconds: 17 });
  });

  it('a delay longer than the time left is not waited for', async () => {
    const outcome = await run([{ kind: 'status', status: 429, retryDelay: '3600s' }]);
    expect(outcome).toMatchObject({ code: 'provider-busy', retryAfterSeconds: 3600 });
    expect(fake.requests).toHaveLength(1);
  });

  it('an abort during the wait ends it with the caller’s reason', async () => {
    fake.script({ kind: 'status', status: 429, retryDelay: '10s' });
    const controller = new AbortController();
    const painting = createGemini(developerSettings(fake.url)).paint(paintRequest(await drawDisc()), controller.signal);
    painting.catch(() => {});
    await expect.poll(() => fake.requests[0]?.responseFinished).toBe(true);
    controller.abort(new Error('hung up'));
    await expect(painting).rejects.toThrow('hung up');
    expect(fake.requests).toHaveLength(1);
  });
});

describe('what does not pass', () => {
  it.each([400, 401, 403, 404, 413])('%i says that the operator must act, and is not tried again', async (status) => {
    const outcome = await run([{ kind: 'status', status }]);
    expect(outcome).toMatchObject({ code: 'provider-misconfigured', members: { providerStatus: status } });
    expect(outcome.detail).toContain(String(status));
    expect(outcome.detail).not.toContain('words of the user');
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    ['a wrong key', { access: { kind: 'developer', apiKey: 'secret-key' } }],
    ['an unknown model', { model: 'gemini-unknown' }],
    ['a wrong version', { apiVersion: 'v7' }],
  ] as const)('%s is misconfigured and is not quoted', async (_name, changes) => {
    const outcome = await run([], changes);
    expect(outcome).toMatchObject({ code: 'provider-misconfigured' });
    expect(JSON.stringify(outcome)).not.toContain('secret-key');
  });

  it('a redirect is not followed', async () => {
    const outcome = await run([{ kind: 'raw', status: 307, headers: { location: 'http://127.0.0.1:9/' }, body: '' }]);
    expect(outcome).toMatchObject({ code: 'provider-misconfigured' });
  });

  it('a failed sign-in to Vertex is misconfigured and is not quoted', async () => {
    const settings = vertexSettings(fake.url);
    const getRequestHeaders = () => Promise.reject(new Error('could not load /home/somebody/key.json'));
    const access = { ...settings.access, authClient: { getRequestHeaders } } as unknown as GeminiSettings['access'];
    const painting = createGemini({ ...settings, access }).paint(paintRequest(await drawDisc()), never);
    const problem = await painting.catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'provider-misconfigured' });
    expect(String((problem as Error).cause)).toBe('WireFault: settings');
  });

  it('an early 400 ends the upload', async () => {
    fake.script({ kind: 'early-400', afterBytes: 100_000 });
    const picture = await drawNoise(20_000_000);
    const painting = createGemini(developerSettings(fake.url)).paint(paintRequest(picture), never);
    await expect(painting).rejects.toMatchObject({ code: 'provider-misconfigured' });
    await expect.poll(() => fake.requests[0]?.responseFinished).toBe(true);
    // Undefined: the whole body never came.
    expect(fake.requests[0]?.bodySha256).toBeUndefined();
  });

  it('a truncated answer is a failure and is not bought again', async () => {
    expect(await run([{ kind: 'truncated' }])).toMatchObject({ code: 'provider-failed' });
    expect(fake.requests).toHaveLength(1);
  });

  it('an HTML page with 200 is a failure', async () => {
    expect(await run([{ kind: 'html', status: 200 }])).toMatchObject({ code: 'provider-failed' });
  });

  it('an unknown encoding is a failure', async () => {
    const outcome = await run([{ kind: 'raw', status: 200, headers: { 'content-encoding': 'br' }, body: 'x' }]);
    expect(outcome).toMatchObject({ code: 'provider-failed' });
  });

  it('a broken gzip is a failure', async () => {
    const outcome = await run([{ kind: 'raw', status: 200, headers: { 'content-encoding': 'gzip' }, body: 'not gzip' }]);
    expect(outcome).toMatchObject({ code: 'provider-failed' });
  });

  it('an answer without end is a failure', async () => {
    const outcome = await run([{ kind: 'raw', status: 200, headers: {}, body: `{"data":"${'A'.repeat(65 * 1024 * 1024)}"}` }]);
    expect(outcome).toMatchObject({ code: 'provider-failed' });
  });

  it('nobody listening is a failure', async () => {
    const model = createGemini(developerSettings('http://127.0.0.1:9'));
    await expect(model.paint(paintRequest(await drawDisc()), never)).rejects.toMatchObject({ code: 'provider-failed' });
  });
});

// 24 MB are more than the sockets’ buffers hold, so that a slow upload is still going on when it is stopped.
const hangs: readonly FakeBehaviour[] = [
  { kind: 'hang-before-headers' },
  { kind: 'hang-mid-body' },
  { kind: 'slow-upload', delayMs: 5 },
];

describe('our own time running out', () => {
  it.each(hangs)('closes the socket: %j', async (behaviour) => {
    fake.script(behaviour);
    const model = createGemini(developerSettings(fake.url, { timeoutMs: 300 }));
    const painting = model.paint(paintRequest(await drawNoise(24_000_000)), never);
    await expect(painting).rejects.toMatchObject({ code: 'provider-failed', detail: expect.stringContaining('in time') });
    await expect.poll(() => fake.requests[0]?.aborted, { timeout: 10_000 }).toBe(true);
    expect(fake.requests).toHaveLength(1);
  });
});

describe('the caller’s abort', () => {
  it.each(hangs)('closes the socket and rethrows the reason: %j', async (behaviour) => {
    fake.script(behaviour);
    const controller = new AbortController();
    const picture = await drawNoise(24_000_000);
    const painting = createGemini(developerSettings(fake.url)).paint(paintRequest(picture), controller.signal);
    painting.catch(() => {});
    const begun = behaviour.kind === 'slow-upload' ? 'bytesRead' : 'bodySha256';
    await expect.poll(() => fake.requests[0]?.[begun]).toBeTruthy();
    const reason = new Error('hung up');
    controller.abort(reason);
    await expect(painting).rejects.toBe(reason);
    await expect.poll(() => fake.requests[0]?.aborted, { timeout: 10_000 }).toBe(true);
    expect(fake.requests[0]?.responseFinished).toBe(false);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('that came first sends nothing', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(createGemini(developerSettings(fake.url)).paint(paintRequest(await drawDisc()), signal)).rejects.toThrow('gone');
    expect(fake.requests).toHaveLength(0);
  });

  it('ends a sign-in that hangs', async () => {
    const settings = vertexSettings(fake.url);
    const access = { ...settings.access, authClient: { getRequestHeaders: () => new Promise(() => {}) } } as unknown as GeminiSettings['access'];
    const controller = new AbortController();
    const painting = createGemini({ ...settings, access }).paint(paintRequest(await drawDisc()), controller.signal);
    controller.abort(new Error('hung up'));
    await expect(painting).rejects.toThrow('hung up');
  });
});
