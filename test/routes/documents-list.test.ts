// Shows the list of identity documents over HTTP: all, searched, one, and what is answered to an id that is not there.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { blind, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

let studio: RunningStudio;

beforeAll(async () => {
  studio = await startStudio({}, { vision: blind });
});

afterAll(() => studio[Symbol.asyncDispose]());

async function get(path: string) {
  const answer = await fetch(studio.url + path);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Readonly<Record<string, unknown>> };
}

async function findIds(text: string): Promise<readonly string[]> {
  const { body } = await get(`/v1/documents?q=${encodeURIComponent(text)}`);
  return (body['documents'] as readonly DocumentRule[]).map(({ id }) => id);
}

describe('GET /v1/documents', () => {
  it('answers with every document, its rules and sources, and the papers', async () => {
    const { status, headers, body } = await get('/v1/documents');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(body['documents']).toHaveLength(54);
    expect(body['papers']).toEqual(expect.arrayContaining([expect.objectContaining({ id: '10x15', widthMm: 100, heightMm: 150 })]));
    const passport = (body['documents'] as readonly DocumentRule[]).find(({ id }) => id === 'us-passport');
    expect(passport).toMatchObject({ country: 'US', headMm: { min: 25, max: 35 }, confidence: 'official', readOn: '2026-11' });
    expect(passport?.sources.length).toBeGreaterThan(0);
  });

  it('searches, best first, at most 20', async () => {
    expect((await findIds('germany passort'))[0]).toBe('de-passport-id');
    expect(await findIds('passport')).toHaveLength(20);
    expect(await findIds('qqqq')).toEqual([]);
    expect(await findIds(' ')).toHaveLength(54);
  });

  it.each(['/v1/documents?q=a&q=b', `/v1/documents?q=${'a'.repeat(101)}`])('refuses %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 400, body: { code: 'parameter-invalid', parameter: 'q' } });
  });

  it('refuses other fields and methods by name', async () => {
    expect(await get('/v1/documents?query=us')).toMatchObject({ status: 400, body: { code: 'parameter-unknown', parameter: 'query', allowed: ['q'] } });
    const answer = await fetch(`${studio.url}/v1/documents`, { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });
});

describe('GET /v1/documents/:document', () => {
  it('answers with one document', async () => {
    const { status, headers, body } = await get('/v1/documents/cn-visa');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(body).toMatchObject({ id: 'cn-visa', topMarginMm: { min: 3, max: 5 } });
  });

  it('tells the near ones of one that is not known, and repeats nothing of what was asked', async () => {
    const { status, body } = await get('/v1/documents/uk-passport-annas');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'document-unknown', near: expect.arrayContaining([{ id: 'gb-passport-print', title: 'United Kingdom, Passport, printed photos' }]) });
    expect(JSON.stringify(body)).not.toContain('annas');
  });

  it('takes GET only', async () => {
    const answer = await fetch(`${studio.url}/v1/documents/us-passport`, { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
  });
});
