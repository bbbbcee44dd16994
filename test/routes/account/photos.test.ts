// Shows photo routes that know who asks: refused before the body, counted by account and by key, in the colour of the team.

import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts } from '../../../src/accounts/accounts.ts';
import type { Accounts } from '../../../src/accounts/accounts.ts';
import type { ApiKeyRequest } from '../../../src/accounts/api-key.ts';
import { drawPortrait, renderFile } from '../../drawn-portrait.ts';
import { fileOf, postForm, startStudio } from '../../start-studio.ts';
import type { RunningStudio } from '../../start-studio.ts';

const secret = 'a secret of the tests that is long enough';
const declared = { isAdult: true, termsVersion: '2026-11' };
const folder = mkdtempSync(join(tmpdir(), 'ephemera-photos-'));
/** Refused as soon as it is read, so that many fit into a test. */
const empty = fileOf(new Uint8Array());

let studio: RunningStudio;
let accounts: Accounts;

beforeAll(async () => {
  studio = await startStudio({
    AUTH_SECRET: secret,
    PUBLIC_URL: 'http://localhost',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'studio@example.test',
    DATA_FOLDER: folder,
    SIGN_IN: 'required',
    RATE_LIMIT_PER_MINUTE: '1',
    ACCOUNT_LIMIT_PER_MINUTE: '4',
    // Nobody answers there.
    REDIS_URL: 'redis://127.0.0.1:9',
  });
  accounts = await openAccounts({ at: { folder }, secrets: [secret], now: Date.now });
});

afterAll(async () => {
  await accounts.close();
  await studio[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const makePerson = async (name: string) => (await accounts.people.signInWithProvenMailbox(`${name}@example.test`, declared)).id;
const makeKey = async (accountId: string, request: Partial<ApiKeyRequest> = {}) => (await accounts.apiKeys.create(accountId, { name: 'k', ...request })).secret;
const send = (key: string, fields: Parameters<typeof postForm>[2]) => postForm(studio, '/v1/headshots', fields, { headers: { 'X-API-Key': key } });

async function readCode(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { readonly code: unknown }).code;
}

describe('a photo where sign-in is required', () => {
  it('of nobody is refused before its body is read', async () => {
    const socket = connect(studio.port, '127.0.0.1');
    socket.write('POST /v1/headshots HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n');
    const answer = String((await socket.take(1).toArray())[0]);
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*WWW-Authenticate: Bearer[\s\S]*"code":"sign-in-required"/);
  });

  it.each(['/v1/cutouts', '/v1/headshots', '/v1/checks', '/v1/documents', '/v1/sheets'])('at %s needs a key that is known', async (path) => {
    expect(await readCode(await postForm(studio, path, { photo: empty }))).toBe('sign-in-required');
    expect(await readCode(await postForm(studio, path, { photo: empty }, { headers: { Authorization: 'Bearer eph_00000000_none' } }))).toBe('key-unknown');
  });

  it('is counted by account over its keys, not by address, while Redis is gone', async () => {
    const id = await makePerson('anna');
    const keys = [await makeKey(id), await makeKey(id)];
    const answers = [];
    for (let each = 0; each < 5; each += 1) answers.push(await send(keys[each % 2] ?? '', { photo: empty }));
    expect(await Promise.all(answers.map(readCode))).toEqual([...Array.from({ length: 4 }, () => 'photo-empty'), 'rate-limited']);
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"account-pictures"; r=3; t=\d+$/);
    expect(answers[0]?.headers.get('ratelimit-policy')).toMatch(/^"account-pictures"; q=4; w=60; pk=:.+:$/);
    expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await readCode(await send(await makeKey(await makePerson('bo')), { photo: empty }))).toBe('photo-empty');
  });

  it('is counted by its key, where that has a limit of its own', async () => {
    const id = await makePerson('cleo');
    const [slow, other] = [await makeKey(id, { perMinute: 1 }), await makeKey(id)];
    expect(await readCode(await send(slow, { photo: empty }))).toBe('photo-empty');
    expect(await readCode(await send(slow, { photo: empty }))).toBe('rate-limited');
    expect(await readCode(await send(other, { photo: empty }))).toBe('photo-empty');
  });
});

describe('a headshot in the colour of the brand', () => {
  it.each([{ backdrop: 'brand' }, { style: 'brand-plain', brand: 'team' }])('has the backdrop of the team that the key works for: %o', async (wish) => {
    const id = await makePerson(`dora${Object.keys(wish).length}`);
    const team = await accounts.teams.create(id, { name: 'Studio', seats: 2, backdrop: '#2255aa' });
    const answer = await send(await makeKey(id, { teamId: team.id }), { photo: fileOf(new Uint8Array(await renderFile(drawPortrait()))), ...wish, format: 'png', width: '320', height: '400' });
    expect(answer.status).toBe(200);
    const { dominant } = await sharp(await answer.arrayBuffer()).extract({ left: 20, top: 8, width: 60, height: 30 }).stats();
    expect(dominant.b).toBeGreaterThan(dominant.r * 1.5);
    expect([dominant.r, dominant.g, dominant.b].map((value, at) => Math.abs(value - [0x22, 0x55, 0xaa][at]!) < 40)).toEqual([true, true, true]);
  });

  it('is refused where there is no such colour, or no such team', async () => {
    const id = await makePerson('eve');
    const photo = fileOf(new Uint8Array([1, 2, 3]));
    const key = await makeKey(id);
    const answer = await send(key, { photo, backdrop: 'brand' });
    expect(await answer.json()).toMatchObject({ code: 'parameter-invalid', parameter: 'backdrop' });
    const foreign = (await accounts.teams.create(await makePerson('fay'), { name: 'Other', seats: 1, backdrop: '#ff0000' })).id;
    expect(await (await send(key, { photo, backdrop: 'brand', team: foreign })).json()).toMatchObject({ code: 'parameter-invalid', parameter: 'team' });
    expect(await (await send(key, { photo, backdrop: 'sage', team: foreign })).json()).toMatchObject({ code: 'parameter-invalid', parameter: 'team' });
  });
});
