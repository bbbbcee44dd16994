// Shows that `npm run live` says what came back, and what to set when there is no key.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { startFakeOpenai } from '../fake-openai/fake-openai.ts';
import { fakeOpenaiKey } from '../fake-openai/request-rules.ts';

const script = fileURLToPath(new URL('../../bench/live.ts', import.meta.url));
let fake: FakeGemini;

beforeAll(async () => {
  fake = await startFakeGemini();
});
afterEach(() => fake.reset());
afterAll(() => fake[Symbol.asyncDispose]());

function runLive(environment: Readonly<Record<string, string>>): Promise<{ exitCode: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script], { env: { PATH: process.env['PATH'] ?? '', ...environment } }, (_error, stdout) => {
      resolve({ exitCode: child.exitCode ?? -1, text: stdout });
    });
  });
}

describe('npm run live', () => {
  it('says on one line what to set when there is no key', async () => {
    const { exitCode, text } = await runLive({});
    expect(exitCode).toBe(2);
    expect(text).toMatch(/^Set GEMINI_API_KEY.*\n$/);
  });

  it('makes one call of each kind to each provider', async () => {
    await using openai = await startFakeOpenai();
    fake.script({ kind: 'paint', format: 'png' }, { kind: 'finish', reason: 'NO_IMAGE' });
    const { exitCode, text } = await runLive({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: fake.url, OPENAI_API_KEY: fakeOpenaiKey, OPENAI_BASE_URL: openai.url });
    expect(text).toMatch(/Headshot: png \d+ × \d+, \d+ kB from gemini-nano-banana-2\.1 in/);
    expect(text).toContain('`store: false` was sent and accepted');
    expect(text).toMatch(/Refusal: refused-by-provider \{"reason":"no-picture"\}/);
    expect(text).toMatch(/does not exist: provider-misconfigured \{"providerStatus":404\}/);
    expect(text).toMatch(/Headshot: png \d+ × \d+, \d+ kB from gpt-image-2\.5-sunburst in/);
    expect(openai.requests.map((request) => request.status)).toEqual([200, 200, 400]);
    expect(exitCode).toBe(0);
    expect(fake.requests.map((request) => request.status)).toEqual([200, 200, 404]);
  });

  it('fails when the headshot does', async () => {
    const { exitCode, text } = await runLive({ GEMINI_API_KEY: 'wrong-key', GEMINI_BASE_URL: fake.url });
    expect(exitCode).toBe(1);
    expect(text).toContain('Headshot: provider-misconfigured {"providerStatus":400}');
    expect(text).not.toContain('wrong-key');
  });
});
