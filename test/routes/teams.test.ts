// Shows a team's headshots over HTTP: a zip in, a zip out, what became of each photo told, bad zips refused, and nothing of it left.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as openRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';
import { decodeJwt } from 'jose';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { admitCustomer, counterSecret, describeCredits, giveCredits } from '../accounts-parts/counter.ts';
import type { Customer } from '../accounts-parts/counter.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { writeEntry, writeTeam, zipEnd } from '../team-zip.ts';
import { watchMemory } from '../watched-memory.ts';
import { readZip } from '../zip-entries.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-teams-'));
let studio: RunningStudio;
let accounts: Accounts;
let customer: Customer;
let portrait: Buffer;

beforeAll(async () => {
  portrait = await renderFile(drawPortrait({}));
  studio = await startStudio({ ...describeCredits(folder), FREE_CREDITS_PER_DAY: '2', MAX_UPLOAD_MB: '2', UPLOAD_TIMEOUT_SECONDS: '2' });
  accounts = await openAccounts({ at: { folder }, secrets: [counterSecret], now: Date.now, freeCreditsPerDay: 2 });
});

afterAll(async () => {
  await accounts?.close();
  await studio?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  customer = await admitCustomer(accounts);
});

const fields = { consent: 'subject', width: '160', shape: '1:1' };
const pathOf = (more: Readonly<Record<string, string>> = {}) => `/v1/team-headshots?${new URLSearchParams({ ...fields, ...more }).toString()}`;

function post(zip: Uint8Array, more?: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(studio.url + pathOf(more), { method: 'POST', body: new Uint8Array(zip), headers: { 'Content-Type': 'application/zip', 'X-API-Key': customer.key, ...headers } });
}

/** Cells of the table, without quotes and the head. */
function readRows(entries: ReadonlyMap<string, Buffer>): string[][] {
  const lines = entries.get('results.csv')!.toString().split('\r\n').slice(1, -1);
  return lines.map((line) => line.slice(1, -1).split('","'));
}

const settled = () => expect.poll(async () => [studio.server.budget.reservedBytes, (await accounts.ledger.balance(customer.owner)).held]).toEqual([0, 0]);
const spent = async () => 2 - (await accounts.ledger.balance(customer.owner)).available;

/** As any program writes it into a stream: folders, and sizes behind the bytes. */
async function archive(files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const zip = new ZipArchive({});
  for (const [name, bytes] of Object.entries(files)) zip.append(Buffer.from(bytes), { name });
  const [whole] = await Promise.all([buffer(zip), zip.finalize()]);
  return whole;
}

describe('a team', () => {
  it('gets a headshot of each photo, told and charged one by one, until the credits end; no name and no photo stays', async () => {
    const memory = watchMemory();
    const zip = await archive({ 'us/Zoë.jpg': portrait, '__MACOSX/us/._Zoë.jpg': portrait, 'us/notes.txt': Buffer.from('=no photo'), 'us/zoë.png': portrait, 'us/Late.jpg': portrait });
    const answer = await post(zip);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const entries = await readZip(await answer.arrayBuffer());
    expect([...entries.keys()]).toEqual(['us/Zoë.jpg', 'us/zoë.png.jpg', 'results.csv', 'receipt.jwt']);
    expect(await sharp(entries.get('us/Zoë.jpg')).metadata()).toMatchObject({ width: 160, height: 160, format: 'jpeg' });
    expect(readRows(entries).map(([name, status, file, problem, , engine]) => [name, status, file, problem, engine])).toEqual([
      ['us/Zoë.jpg', 'made', 'us/Zoë.jpg', '', 'local'],
      ['us/notes.txt', 'failed', '', 'photo-format-unsupported', ''],
      ['us/zoë.png', 'made', 'us/zoë.png.jpg', '', 'local'],
      ['us/Late.jpg', 'not-made', '', 'credits-exhausted', ''],
    ]);
    const receipt = decodeJwt<{ results: readonly { name: string; salt: string; sha256: string }[] }>(entries.get('receipt.jwt')!.toString());
    expect(receipt).toMatchObject({ kind: 'team', engine: 'local', retentionDays: 0, hosts: [], bytesReceived: zip.length });
    expect(receipt.results.map(({ name }) => name)).toEqual(['0001.jpg', '0003.jpg']);
    const [{ salt, sha256 }] = receipt.results as unknown as [{ salt: string; sha256: string }];
    expect(createHash('sha256').update(Buffer.from(salt, 'base64url')).update(entries.get('us/Zoë.jpg')!).digest('base64url')).toBe(sha256);
    await settled();
    expect(await spent()).toBe(2);
    expect([memory.owned.length > 20, memory.countLeftBytes()]).toEqual([true, 0]);
    vi.restoreAllMocks();
    expect(JSON.stringify(studio.log)).not.toMatch(/Zo|Late|notes/);
    expect(await (await post(zip)).json()).toMatchObject({ code: 'credits-exhausted', status: 402 });
  });

  it('gets what can be read of a zip whose other entries are refused, each with its reason', async () => {
    const noise = Buffer.alloc(3e6, 'abc');
    const answer = await post(
      writeTeam(
        { name: 'locked.jpg', bytes: portrait, flags: 1 },
        { name: 'box.jpg', bytes: writeTeam({ name: 'a.jpg', bytes: portrait }) },
        { name: 'flat.jpg', bytes: noise.subarray(0, 1.5e6) },
        { name: 'large.jpg', bytes: noise },
        { name: 'odd.jpg', bytes: portrait, method: 14 },
        { name: '../up.jpg', bytes: portrait },
        { name: '/etc/a.jpg', bytes: portrait, isOpen: true },
        { name: 'spoilt.jpg', bytes: portrait, crc: 7 },
        { name: '=anna.jpg', bytes: portrait, isStored: true },
        { name: '=anna.jpg', bytes: portrait, isOpen: true },
      ),
    );
    const entries = await readZip(await answer.arrayBuffer());
    expect(readRows(entries).map(([name, status, , problem]) => [name, status, problem])).toEqual([
      ['locked.jpg', 'failed', 'entry-refused'],
      ['box.jpg', 'failed', 'entry-refused'],
      ['flat.jpg', 'failed', 'entry-refused'],
      ['large.jpg', 'failed', 'upload-too-large'],
      ['odd.jpg', 'failed', 'entry-refused'],
      ['../up.jpg', 'failed', 'entry-refused'],
      ['/etc/a.jpg', 'failed', 'entry-refused'],
      ['spoilt.jpg', 'failed', 'photo-unreadable'],
      [`'=anna.jpg`, 'made', ''],
      [`'=anna.jpg`, 'failed', 'entry-refused'],
    ]);
    await settled();
    expect(await spent()).toBe(1);
  });

  it('is told where its zip breaks off, keeps what was made, and is not waited for', async () => {
    const whole = writeEntry({ name: 'anna.jpg', bytes: portrait });
    const next = writeEntry({ name: 'ben.jpg', bytes: portrait });
    const broken = [
      Buffer.concat([whole, next.subarray(0, 400)]),
      Buffer.concat([next.subarray(0, 60), Buffer.from('x'), writeEntry({ name: 'bomb', bytes: Buffer.alloc(3e6), isOpen: true }), zipEnd]),
      Buffer.concat([writeEntry({ name: 'bomb.jpg', bytes: Buffer.alloc(3e6), isOpen: true }), whole, zipEnd]),
      Buffer.concat([writeEntry({ name: 'endless.jpg', bytes: portrait, isStored: true, isOpen: true }), whole, zipEnd]),
    ];
    const told: unknown[] = [];
    for (const zip of broken) told.push(readRows(await readZip(await (await post(zip)).arrayBuffer())).map(([name, status, , problem]) => [name, status, problem].join(' ')));
    expect(told).toEqual([
      ['anna.jpg made ', 'ben.jpg failed body-malformed', ' not-made body-malformed'],
      ['ben.jpg failed photo-unreadable', ' not-made body-malformed'],
      ['bomb.jpg failed upload-too-large', ' not-made entry-refused'],
      ['endless.jpg failed entry-refused', ' not-made entry-refused'],
    ]);
    await settled();
    expect(await spent()).toBe(1);
  });

  it('is refused as a whole when nothing can be made of it, with a problem document', async () => {
    const zip = writeTeam({ name: 'anna.jpg', bytes: portrait });
    const refusals: [Response, Readonly<Record<string, unknown>>][] = [
      [await post(Buffer.from('no zip, whatever it says of itself')), { status: 400, code: 'body-malformed' }],
      [await post(zip.subarray(0, 20)), { status: 400, code: 'body-malformed' }],
      [await post(zipEnd), { status: 400, code: 'photo-missing' }],
      [await post(zip, {}, { 'Content-Type': 'multipart/form-data; boundary=b' }), { status: 415, code: 'media-type-unsupported' }],
      [await post(zip, {}, { Accept: 'image/jpeg' }), { code: 'not-acceptable' }],
      [await post(zip, { consent: 'nobody' }), { code: 'parameter-invalid', parameter: 'consent' }],
      [await post(zip, { count: '2' }), { code: 'parameter-invalid', parameter: 'count' }],
      [await post(zip, { engine: 'gemini' }), { code: 'engine-unavailable' }],
      [await post(Buffer.concat(Array.from({ length: 3001 }, (_, at) => writeEntry({ name: `${at}/`, bytes: new Uint8Array(), isStored: true })))), { code: 'photo-too-many' }],
    ];
    for (const [answer, problem] of refusals) expect(await answer.json()).toMatchObject(problem);
    await settled();
    expect(await spent()).toBe(0);
  });
});

describe('the connection of a team', () => {
  const begin = (headers: Readonly<Record<string, string>> = {}) => {
    const upload = openRequest(`${studio.url}${pathOf()}`, { method: 'POST', headers: { 'Content-Type': 'application/zip', 'X-API-Key': customer.key, ...headers } });
    const { promise: head, resolve } = Promise.withResolvers<IncomingMessage>();
    upload.on('error', () => undefined).on('response', resolve);
    upload.write(writeEntry({ name: 'anna.jpg', bytes: portrait }));
    return { upload, head };
  };

  it('carries the first headshot before the second photo is sent; a hang-up then stops all and charges what left, once', async () => {
    await giveCredits(accounts, customer.owner, 5);
    const key = { 'Idempotency-Key': 'one team' };
    const { upload, head } = begin(key);
    const answer = await head;
    expect(answer.statusCode).toBe(200);
    upload.write(writeEntry({ name: 'ben.jpg', bytes: portrait }).subarray(0, 300));
    upload.destroy();
    await settled();
    const left = async () => (await accounts.ledger.balance(customer.owner)).available;
    expect(await left()).toBe(4);
    const again = writeTeam({ name: 'anna.jpg', bytes: portrait });
    const ends: unknown[] = [];
    for (let attempt = 0; attempt < 2; attempt++) {
      const [row] = readRows(await readZip(await (await post(again, {}, key)).arrayBuffer()));
      await settled();
      ends.push([row?.[1], row?.[3], await left()]);
    }
    expect(ends).toEqual([['made', '', 4], ['failed', 'idempotency-key-spent', 4]]);
  });

  it('is given up by the studio when the photos stop coming; what was made is there', async () => {
    const { upload, head } = begin();
    const answer = await head;
    const entries = await readZip(new Uint8Array(await buffer(answer)).buffer);
    upload.destroy();
    expect(readRows(entries).map(([name, status, , problem]) => [name, status, problem])).toEqual([['anna.jpg', 'made', ''], ['', 'not-made', 'upload-too-slow']]);
    await settled();
    expect(await spent()).toBe(1);
  });
});
