// Shows headshots with two providers over HTTP: who is asked, who takes over, what each was sent, and that the receipt says so.

import { decodeJwt } from 'jose';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { FakeBehaviour as GeminiBehaviour } from '../fake-gemini/behaviour.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { startFakeOpenai } from '../fake-openai/fake-openai.ts';
import type { FakeOpenai } from '../fake-openai/fake-openai.ts';
import { fakeOpenaiKey } from '../fake-openai/request-rules.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { watchMemory } from '../watched-memory.ts';

let gemini: FakeGemini;
let openai: FakeOpenai;
let studio: RunningStudio;
let portrait: File;

beforeAll(async () => {
  portrait = fileOf(new Uint8Array(await renderFile(drawPortrait({}))));
  [gemini, openai] = await Promise.all([startFakeGemini(), startFakeOpenai()]);
  studio = await startStudio({
    GEMINI_API_KEY: 'test-key',
    GEMINI_BASE_URL: gemini.url,
    OPENAI_API_KEY: fakeOpenaiKey,
    // By another name, so that a receipt can tell the two.
    OPENAI_BASE_URL: openai.url.replace('127.0.0.1', 'localhost'),
  });
});

afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await Promise.all([gemini[Symbol.asyncDispose](), openai[Symbol.asyncDispose]()]);
});

beforeEach(() => {
  gemini.reset();
  openai.reset();
});

const post = (fields: Readonly<Record<string, string>> = {}) => postForm(studio, '/v1/headshots', { photo: portrait, width: '400', ...fields });
const down: GeminiBehaviour = { kind: 'status', status: 429, retryDelay: '600s' };

function readReceipt(answer: Response) {
  return decodeJwt(answer.headers.get('ephemera-receipt') ?? '');
}

const madeBy = (answer: Response) => [answer.status, answer.headers.get('ephemera-engine'), answer.headers.get('ephemera-retention-days')];

describe('the second provider', () => {
  it('makes a headshot when it is named; the receipt names it, and no picture stays in memory', async () => {
    const memory = watchMemory();
    const answer = await post({ engine: 'openai', shape: '4:5' });
    expect(madeBy(answer)).toEqual([200, 'openai', '30']);
    const { width, height, xmpAsString } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect([width, height]).toEqual([400, 500]);
    expect(xmpAsString).toContain('digitalsourcetype/trainedAlgorithmicMedia<');
    expect(readReceipt(answer)).toMatchObject({ engine: 'openai', retentionDays: 30, hosts: ['localhost'], results: [{ engine: 'openai' }] });
    expect(openai.requests[0]?.files).toMatchObject([{ name: '1.jpeg', mimeType: 'image/jpeg' }]);
    expect(gemini.requests).toEqual([]);
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
    expect([memory.owned.length > 4, memory.countLeftBytes()]).toEqual([true, 0]);
    vi.restoreAllMocks();
  });

  it('takes over when the first has no room; the receipt names both hosts and the longer time', async () => {
    gemini.script(down);
    const answer = await post();
    expect(madeBy(answer)).toEqual([200, 'openai', '55']);
    expect(readReceipt(answer)).toMatchObject({ engine: 'openai', retentionDays: 55, hosts: ['127.0.0.1', 'localhost'], results: [{ engine: 'openai' }] });
  });

  it('hands over to the local engine when it fails as well', async () => {
    gemini.script(down);
    openai.script({ kind: 'status', status: 429, code: 'insufficient_quota' });
    expect(madeBy(await post())).toEqual([200, 'local', '55']);
  });

  it.each([
    ['a safety block', { kind: 'block', reason: 'IMAGE_SAFETY' }, 'refused-by-provider'],
    ['a wrong key', { kind: 'status', status: 403 }, 'provider-misconfigured'],
  ] as const)('is not asked after %s of the first', async (_name, behaviour, code) => {
    gemini.script(behaviour);
    expect(await (await post()).json()).toMatchObject({ code });
    expect(openai.requests).toEqual([]);
  });

  it('ends the order with a refusal of its own', async () => {
    gemini.script(down);
    openai.script({ kind: 'status', status: 400, code: 'moderation_blocked' });
    expect(await (await post()).json()).toMatchObject({ code: 'refused-by-provider', reason: 'safety' });
  });
});

describe('what may be kept', () => {
  it('leaves out the provider that keeps a photo longer, as first and as fallback', async () => {
    expect(madeBy(await post({ maxRetentionDays: '30' }))).toEqual([200, 'openai', '30']);
    openai.script({ kind: 'status', status: 429, code: 'insufficient_quota' });
    expect(madeBy(await post({ maxRetentionDays: '30' }))).toEqual([200, 'local', '30']);
    expect(madeBy(await post({ maxRetentionDays: '29' }))).toEqual([200, 'local', '0']);
    expect(gemini.requests).toEqual([]);
    expect(openai.requests).toHaveLength(2);
  });
});

describe('a provider that keeps failing', () => {
  it('is sent nothing for a while; the receipt does not name it', async () => {
    // Three tests before this one ended with a failure of Gemini's, in a row or not.
    gemini.script(...Array.from({ length: 5 }, () => down));
    const failed = await Promise.all(Array.from({ length: 5 }, () => post({ engine: 'gemini' })));
    for (const answer of failed) expect(await answer.json()).toMatchObject({ code: 'provider-busy' });
    gemini.reset();
    const answer = await post();
    expect(madeBy(answer)).toEqual([200, 'openai', '30']);
    expect(readReceipt(answer)).toMatchObject({ hosts: ['localhost'] });
    const named = await post({ engine: 'gemini' });
    expect([named.status, Number(named.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(gemini.requests).toEqual([]);

    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 31_000);
    expect(madeBy(await post())).toEqual([200, 'gemini', '55']);
    vi.useRealTimers();
  });
});

describe('the catalogue and the statement', () => {
  it('name both providers, their hosts and what they keep', async () => {
    const { engines } = (await (await fetch(`${studio.url}/v1/catalogue`)).json()) as { engines: unknown };
    expect(engines).toMatchObject([{ name: 'local' }, { name: 'gemini', title: 'Google Gemini', retentionDays: 55 }, { name: 'openai', title: 'OpenAI', retentionDays: 30, hosts: ['localhost'], makes: ['headshot'] }]);
    const statement = (await (await fetch(`${studio.url}/v1/retention`)).json()) as { engines: readonly { name: string }[] };
    expect(statement.engines.map(({ name }) => name)).toEqual(['local', 'gemini', 'openai']);
  });
});
