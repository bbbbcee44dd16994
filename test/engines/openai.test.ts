// Shows what leaves for OpenAI and what comes back: the SDK's own form, nothing from the environment, no string of a picture, every fault told.

import { getEventListeners } from 'node:events';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { planSize } from '../../src/engines/openai/image-size.ts';
import { createOpenai } from '../../src/engines/openai/openai.ts';
import type { OpenaiSettings } from '../../src/engines/openai/settings.ts';
import type { FakeBehaviour } from '../fake-openai/behaviour.ts';
import { openaiTint, startFakeOpenai } from '../fake-openai/fake-openai.ts';
import type { FakeOpenai } from '../fake-openai/fake-openai.ts';
import { fakeOpenaiKey } from '../fake-openai/request-rules.ts';
import { drawDisc, drawNoise, hashOf, paintRequest } from './pictures.ts';

let fake: FakeOpenai;
const never = new AbortController().signal;

beforeAll(async () => {
  fake = await startFakeOpenai();
});
afterEach(() => {
  fake.reset();
  vi.unstubAllEnvs();
});
afterAll(() => fake[Symbol.asyncDispose]());

function settings(changes: Partial<OpenaiSettings> = {}): OpenaiSettings {
  return { apiKey: fakeOpenaiKey, model: 'gpt-image-2.5-sunburst', baseUrl: fake.url, timeoutMs: 20_000, retentionDays: 30, ...changes };
}

interface Outcome {
  readonly code?: string;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  readonly picture?: unknown;
}

async function run(behaviours: readonly FakeBehaviour[], changes: Partial<OpenaiSettings> = {}): Promise<Outcome> {
  fake.script(...behaviours);
  return createOpenai(settings(changes)).paint(paintRequest(await drawDisc()), never).catch((error: Outcome) => error);
}

describe('the request', () => {
  it('is one form with every picture as it is, the prompt, the size and no name of a file', async () => {
    const [first, second] = [await drawDisc(), await drawNoise(300_000)];
    const before = hashOf(first.bytes);
    await createOpenai(settings()).paint({ ...paintRequest(first, second), imageSize: '2K' }, never);
    const [seen] = fake.requests;
    expect(seen?.fields).toEqual({ model: 'gpt-image-2.5-sunburst', prompt: paintRequest().prompt, size: '1712x2144', output_format: 'png', quality: 'high' });
    expect(seen?.files).toEqual([
      { field: 'image[]', name: '1.jpeg', mimeType: 'image/jpeg', byteLength: first.bytes.length, sha256: before },
      { field: 'image[]', name: '2.png', mimeType: 'image/png', byteLength: second.bytes.length, sha256: hashOf(second.bytes) },
    ]);
    expect(seen?.headers['content-length']).toBe(String(seen?.bytesRead));
    expect(hashOf(first.bytes)).toBe(before);
  });

  it('has the headers that the interface needs and no other, whatever the environment says', async () => {
    const misleading = { OPENAI_API_KEY: 'wrong', OPENAI_ADMIN_KEY: 'wrong', OPENAI_BASE_URL: 'http://127.0.0.1:9', OPENAI_ORG_ID: 'wrong', OPENAI_PROJECT_ID: 'wrong', OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer wrong\nX-Other: 1', HTTP_PROXY: 'http://127.0.0.1:9' };
    for (const [name, value] of Object.entries(misleading)) vi.stubEnv(name, value);
    await createOpenai(settings()).paint(paintRequest(await drawDisc()), never);
    expect(fake.requests[0]?.status).toBe(200);
    expect(Object.keys(fake.requests[0]?.headers ?? {}).sort()).toEqual(['accept', 'accept-encoding', 'authorization', 'connection', 'content-length', 'content-type', 'host']);
    expect(createOpenai(settings({ baseUrl: undefined })).hosts).toEqual(['api.openai.com']);
  });

  it('sends the first sixteen of more pictures', async () => {
    const model = createOpenai(settings());
    await model.paint(paintRequest(...Array(20).fill(await drawDisc())), never);
    expect(fake.requests[0]?.files).toHaveLength(model.maxReferences);
  });

  it('asks the model that can be told so for a faithful face, in a size that it has', async () => {
    await run([], { model: 'gpt-image-1.5' });
    expect(fake.requests[0]?.fields).toMatchObject({ input_fidelity: 'high', size: '1024x1536' });
  });

  it.each([
    ['4:5', '1K', '912x1136'],
    ['1:1', '2K', '1920x1920'],
    ['16:9', '4K', '2560x1440'],
    ['9:16', '1K', '768x1360'],
    ['1:8', '2K', '864x2560'],
    ['1.91:1', '1K', '1408x736'],
  ] as const)('paints %s of %s as %s', (ratio, size, planned) => {
    expect(planSize(ratio, size, 'gpt-image-2')).toBe(planned);
  });
});

describe('the picture', () => {
  it.each<readonly [string, FakeBehaviour]>([
    ['in one line', { kind: 'paint', pretty: false }],
    ['with white space, gzipped', { kind: 'paint', pretty: true, gzip: true }],
    ['in pieces of 7 bytes', { kind: 'paint', chunkBytes: 7, sidePixels: 128 }],
  ])('arrives %s, made of what was sent, in a buffer of its own', async (_name, behaviour) => {
    fake.script(behaviour);
    const { picture, model } = await createOpenai(settings()).paint(paintRequest(await drawDisc('#80a0c0')), never);
    expect(model).toBe('gpt-image-2.5-sunburst');
    expect(picture.mimeType).toBe('image/png');
    expect(picture.bytes.byteLength).toBe(picture.bytes.buffer.byteLength);
    const edge = await sharp(await sharp(picture.bytes, { failOn: 'warning' }).extract({ left: 0, top: 0, width: 8, height: 64 }).png().toBuffer()).stats();
    [0x80, 0xa0, 0xc0].forEach((value, i) => expect(Math.abs((edge.channels[i]?.mean ?? 0) - value * (openaiTint[i] ?? 0))).toBeLessThan(4));
  });

  it.each(['{}', '{"data":[]}', '{"data":[{"b64_json":""}]}', '{"data":[{"b64_json":"!!!!"}]}', '{"data":[{"url":"https://example.test"}]}', 'null', 'words'])('is missing in %s, which is a failure', async (body) => {
    expect(await run([{ kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body }])).toMatchObject({ code: 'provider-failed' });
  });
});

describe('a fault', () => {
  it.each<readonly [string, FakeBehaviour]>([
    ['429', { kind: 'status', status: 429, code: 'rate_limit_exceeded', retryAfter: '0' }],
    ['500', { kind: 'status', status: 500 }],
    ['HTML 503', { kind: 'html', status: 503 }],
    ['a reset before the answer', { kind: 'reset' }],
    ['a reset during the answer', { kind: 'reset-mid-body' }],
  ])('that passes by itself is tried again, once: %s', async (_name, behaviour) => {
    expect(await run([behaviour])).toMatchObject({ picture: { mimeType: 'image/png' } });
    expect(fake.requests).toHaveLength(2);
  });

  it('of 429 twice is busy, and passes the provider’s delay on', async () => {
    const outcome = await run([{ kind: 'status', status: 429, retryAfter: '0' }, { kind: 'status', status: 429, retryAfter: '17' }]);
    expect(outcome).toMatchObject({ code: 'provider-busy', retryAfterSeconds: 17 });
  });

  it('of money is busy too, and is not tried again', async () => {
    expect(await run([{ kind: 'status', status: 429, code: 'insufficient_quota' }])).toMatchObject({ code: 'provider-busy' });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([['moderation_blocked', 'safety'], ['content_policy_violation', 'prohibited-content']])('named %s is a refusal', async (code, reason) => {
    expect(await run([{ kind: 'status', status: 400, code }])).toMatchObject({ code: 'refused-by-provider', members: { reason } });
    expect(fake.requests).toHaveLength(1);
  });

  it.each<readonly [string, readonly FakeBehaviour[], Partial<OpenaiSettings>]>([
    ['a wrong key', [], { apiKey: 'secret-key' }],
    ['403', [{ kind: 'status', status: 403 }], {}],
    ['an unknown model', [], { model: 'gpt-image-9' }],
    ['a redirect', [{ kind: 'raw', status: 307, headers: { location: 'http://127.0.0.1:9/' }, body: '' }], {}],
  ])('of the settings says that the operator must act: %s', async (_name, behaviours, changes) => {
    const outcome = await run(behaviours, changes);
    expect(outcome).toMatchObject({ code: 'provider-misconfigured' });
    expect(outcome.detail).toContain('OpenAI answered with status');
    expect(JSON.stringify(outcome)).not.toMatch(/secret-key|words of the user/);
    expect(fake.requests).toHaveLength(1);
  });

  it('is a truncated answer, not bought again', async () => {
    expect(await run([{ kind: 'truncated' }])).toMatchObject({ code: 'provider-failed' });
    expect(fake.requests).toHaveLength(1);
  });

  it('is an early 400, which ends the upload', async () => {
    fake.script({ kind: 'early-400', afterBytes: 100_000 });
    await expect(createOpenai(settings()).paint(paintRequest(await drawNoise(20_000_000)), never)).rejects.toMatchObject({ code: 'provider-misconfigured' });
    expect(fake.requests[0]?.fields).toBeUndefined();
  });
});

// 24 MB are more than the sockets’ buffers hold, so that a slow upload is still going on when it is stopped.
const hangs: readonly FakeBehaviour[] = [{ kind: 'hang-before-headers' }, { kind: 'hang-mid-body' }, { kind: 'slow-upload', delayMs: 5 }];

describe('the end of waiting', () => {
  it.each(hangs)('by the caller closes the socket and rethrows the reason: %j', async (behaviour) => {
    fake.script(behaviour);
    const controller = new AbortController();
    const painting = createOpenai(settings()).paint(paintRequest(behaviour.kind === 'slow-upload' ? await drawNoise(24_000_000) : await drawDisc()), controller.signal);
    painting.catch(() => {});
    const begun = behaviour.kind === 'slow-upload' ? 'bytesRead' : 'fields';
    await expect.poll(() => fake.requests[0]?.[begun]).toBeTruthy();
    const reason = new Error('hung up');
    controller.abort(reason);
    await expect(painting).rejects.toBe(reason);
    await expect.poll(() => fake.requests[0]?.aborted, { timeout: 10_000 }).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('by our own time closes the socket', async () => {
    const outcome = await run([{ kind: 'hang-before-headers' }], { timeoutMs: 300 });
    expect(outcome).toMatchObject({ code: 'provider-failed', detail: expect.stringContaining('OpenAI did not answer in time') });
    await expect.poll(() => fake.requests[0]?.aborted, { timeout: 10_000 }).toBe(true);
  });

  it('before the call sends nothing', async () => {
    await expect(createOpenai(settings()).paint(paintRequest(await drawDisc()), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(fake.requests).toHaveLength(0);
  });
});
