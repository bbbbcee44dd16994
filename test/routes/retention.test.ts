// Shows that the statement says what the running configuration does, and that what it says of logs and counters is so.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRateCounter } from '../../src/retention/rate-counter.ts';
import { limitPictures } from '../../src/routes/rate-limit.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { blind, fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

let gemini: FakeGemini;
let studio: RunningStudio;

beforeAll(async () => {
  gemini = await startFakeGemini();
  const settings = { GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url, GEMINI_RETENTION_DAYS: '7' };
  studio = await startStudio({ ...settings, RATE_LIMIT_PER_MINUTE: '60', UPLOAD_TIMEOUT_SECONDS: '20', JOB_TIMEOUT_SECONDS: '100' });
});

afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await gemini[Symbol.asyncDispose]();
});

interface Said {
  readonly data: string;
  readonly fields?: readonly string[];
}

async function readStatement(running: RunningStudio) {
  const answer = await fetch(`${running.url}/v1/retention`);
  return { answer, statement: (await answer.json()) as { readonly data: readonly Said[] } & Readonly<Record<string, unknown>> };
}

describe('GET /v1/retention', () => {
  it('says of each engine how long its provider keeps what it is sent, and where that is', async () => {
    const { answer, statement } = await readStatement(studio);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(statement['engines']).toMatchObject([
      { name: 'local', retentionDays: 0, hosts: [], page: null },
      { name: 'gemini', retentionDays: 7, hosts: ['127.0.0.1'], note: expect.stringContaining('7 days') as string, page: expect.stringContaining('https://') as string },
    ]);
  });

  it('says of photos, results, measures and fields that they are not kept, and the longest that they are there', async () => {
    const { statement } = await readStatement(studio);
    const passing: [string, number][] = [['photos', 1022], ['results', 1022], ['measures of the face', 1022], ['receipts', 140_140], ['field values', 140_140]];
    expect(statement.data.slice(0, passing.length)).toMatchObject(passing.map(([data, longestSeconds]) => ({ data, kept: false, longestSeconds, by: 'nobody' })));
    expect(statement['limits']).toMatchObject({ uploadTimeoutSeconds: 20, jobTimeoutSeconds: 100, longestWorkSeconds: 1002, memoryBudgetBytes: 2.4e9, maxRetentionDays: null });
    expect(statement['forgetting']).toMatchObject({ mode: 'scrub' });
  });

  it('says that nothing is counted where rate limits are off', async () => {
    await using open = await startStudio({}, { vision: blind });
    const { statement } = await readStatement(open);
    expect(statement.data.find(({ data }) => data === 'rate-limit counters')).toMatchObject({ kept: false, longestSeconds: 0 });
  });

  it('names the very fields that a line of the log has, and nothing that a client sent is in one', async () => {
    const { statement } = await readStatement(studio);
    const allowed = statement.data.find(({ data }) => data === 'logs')?.fields ?? [];
    const photo = fileOf(new Uint8Array(await renderFile(drawPortrait())), 'canary-name.jpg');
    await postForm(studio, '/v1/cutouts?canary=query', { photo, background: 'canary-value' }, { headers: { 'User-Agent': 'canary-agent' } });
    await fetch(`${studio.url}/canary-path`);
    const lines = studio.log.filter((line) => line['msg'] === 'request');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.flatMap((line) => Object.keys(line)).filter((field) => !allowed.includes(field))).toEqual([]);
    expect(JSON.stringify(studio.log)).not.toMatch(/canary|127\.0\.0\.1/);
  });

  it('counts clients by a keyed hash and never by their address', async () => {
    const counter = createRateCounter();
    const count = vi.spyOn(counter, 'count');
    await using server = express().use([...limitPictures({ perAddress: 5, perAccount: 0 }, counter)]).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(count.mock.calls).toEqual([[expect.stringMatching(/^[\w-]{43}$/)]]);
  });
});
