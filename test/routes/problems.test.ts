// Shows that faults of our own are answered without a word of their cause, and that every code is used, explained and tested.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { problems } from '../../src/problem.ts';
import { answerProblem, followRequests } from '../../src/routes/requests.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';

function readSources(folder: string): string {
  const root = new URL(`../../${folder}/`, import.meta.url).pathname;
  const names = readdirSync(root, { recursive: true }) as string[];
  return names.filter((name) => name.endsWith('.ts') && !name.endsWith('problems-page.ts')).map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
}

describe('a fault of our own', () => {
  it('is 500 internal; neither the answer nor the log repeats its message, the log names its class', async () => {
    const lines: string[] = [];
    const app = express().use(followRequests(createLog('info', { write: (line) => void lines.push(line) })));
    app.get('/broken', () => {
      throw new TypeError('anna@example.test sent holiday.jpg', { cause: Object.assign(new Error('more of it'), { code: 'ENOENT' }) });
    });
    app.use(answerProblem);
    const answer = await request(app).get('/broken?name=anna');
    expect(answer.status).toBe(500);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'internal', instance: `urn:uuid:${answer.headers['x-request-id']}` });
    expect(JSON.stringify(answer.body) + lines.join('')).not.toMatch(/anna|holiday|more of it/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', route: '/broken', problem: 'internal' });
    const place = String.raw` at src/[a-z/-]+\.ts:\d+$`;
    expect(JSON.parse(lines[0] ?? '').causes).toEqual([
      expect.stringMatching(new RegExp(`^TypeError${place}`)),
      expect.stringMatching(new RegExp(`^Error ENOENT${place}`)),
    ]);
  });

  it('after the answer began closes the connection instead of inventing an end', async () => {
    const app = express().use(followRequests(createLog('silent')));
    app.get('/broken', async (_request, response) => {
      response.status(200).set('Content-Length', '100').write('half');
      await Readable.from([1]).toArray();
      throw new Error('too late');
    });
    app.use(answerProblem);
    await expect(request(app).get('/broken')).rejects.toThrow(/aborted|socket hang up/);
  });
});

describe('work that takes too long', () => {
  it('is stopped at its deadline, and the call to the provider with it', async () => {
    await using gemini = await startFakeGemini();
    await using studio = await startStudio({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url, JOB_TIMEOUT_SECONDS: '2', UPLOAD_TIMEOUT_SECONDS: '1' });
    gemini.script({ kind: 'hang-mid-body' });
    const photo = fileOf(new Uint8Array(await renderFile(drawPortrait())));
    const answer = await postForm(studio, '/v1/headshots', { photo, engine: 'gemini' });
    expect(await answer.json()).toMatchObject({ code: 'job-timeout', status: 504 });
    await expect.poll(() => gemini.requests[0]?.aborted).toBe(true);
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
  });
});

describe('every problem code', () => {
  const source = readSources('src');
  const tests = readSources('test');

  it.each(Object.keys(problems))('%s is used and tested', (code) => {
    expect(source.split(`'${code}'`).length, 'in the table and where it is thrown').toBeGreaterThan(code === 'internal' ? 1 : 2);
    expect(tests).toContain(code);
  });
});
