// Shows the receipt of every kind of answer over HTTP: verified by the published keys, fitting its bytes, with nothing about the person.

import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

interface Claims {
  readonly jti: string;
  readonly iat: number;
  readonly build: { readonly version: string; readonly sourceSha256: string };
  readonly kind: string;
  readonly engine: string;
  readonly retentionDays: number;
  readonly hosts: readonly string[];
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly bytesWritten: number;
  readonly results: readonly { readonly name: string; readonly mediaType: string; readonly engine: string; readonly salt: string; readonly sha256: string }[];
}

let gemini: FakeGemini;
let studio: RunningStudio;
let photo: Uint8Array<ArrayBuffer>;
let print: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  photo = new Uint8Array(await renderFile(drawPortrait()));
  print = new Uint8Array(await sharp({ create: { width: 413, height: 531, channels: 3, background: '#89a' } }).jpeg().toBuffer());
  gemini = await startFakeGemini();
  studio = await startStudio({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url });
});

afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await gemini[Symbol.asyncDispose]();
});

beforeEach(() => gemini.reset());

function post(path: string, fields: Readonly<Record<string, string | File>> = {}, accept = '*/*'): Promise<Response> {
  return postForm(studio, path, { photo: fileOf(photo, 'Jane Doe.jpg'), ...fields }, { headers: { Accept: accept } });
}

async function readClaims(answer: Response): Promise<Claims> {
  expect(answer.status, answer.ok ? '' : await answer.clone().text()).toBe(200);
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', studio.url));
  const receipt = answer.headers.get('ephemera-receipt') ?? '';
  return (await jwtVerify<Claims>(receipt, keys, { typ: 'ephemera-receipt+jwt' })).payload;
}

function digest(salt: string, bytes: Uint8Array): string {
  return createHash('sha256').update(Buffer.from(salt, 'base64url')).update(bytes).digest('base64url');
}

/** Files of a zip whose entries are stored one after the other. */
function readZip(zip: Buffer): { name: string; bytes: Buffer }[] {
  const files = [];
  for (let at = zip.readUInt32LE(zip.length - 6); zip.readUInt32LE(at) === 0x02014b50; at += 46 + zip.readUInt16LE(at + 28)) {
    const [bytes, nameBytes, local] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.push({ name: zip.toString('ascii', at + 46, at + 46 + nameBytes), bytes: zip.subarray(from, from + bytes) });
  }
  return files;
}

describe('the receipt', () => {
  it.each([
    ['cutout', '/v1/cutouts', { background: '#4f5e6c' }, 'cutout.jpg', 'image/jpeg'],
    ['cutout', '/v1/cutouts', { output: 'mask' }, 'cutout.png', 'image/png'],
    ['headshot', '/v1/headshots', { engine: 'local', backdrop: 'slate-blue', format: 'webp' }, 'headshot.webp', 'image/webp'],
    ['document', '/v1/documents', { document: 'icao-generic' }, 'document.jpg', 'image/jpeg'],
    ['document', '/v1/documents', { document: 'icao-generic', sheet: '10x15' }, 'document.pdf', 'application/pdf'],
    ['check', '/v1/checks', { document: 'icao-generic' }, 'check.json', 'application/json'],
  ])('of a %s at %s with %o fits the bytes received', async (kind, path, fields, name, mediaType) => {
    const answer = await post(path, fields);
    const claims = await readClaims(answer);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(claims).toMatchObject({ kind, engine: 'local', retentionDays: 0, hosts: [], bytesSent: bytes.length, bytesWritten: 0 });
    expect(claims.jti).toBe(`urn:uuid:${answer.headers.get('x-request-id')}`);
    expect(claims.bytesReceived).toBeGreaterThan(photo.length);
    expect(claims.results).toEqual([{ name, mediaType, engine: 'local', salt: expect.any(String), sha256: expect.any(String) }]);
    const [{ salt, sha256 }] = claims.results as [Claims['results'][number]];
    expect(digest(salt, bytes)).toBe(sha256);
    bytes[bytes.length >> 1]! ^= 1;
    expect(digest(salt, bytes)).not.toBe(sha256);
  });

  it('of a sheet names the sheet alone', async () => {
    const answer = await postForm(studio, '/v1/sheets', { photo: fileOf(print), widthMm: '35', heightMm: '45' });
    expect(await readClaims(answer)).toMatchObject({ kind: 'sheet', results: [{ name: 'sheet.pdf', mediaType: 'application/pdf' }] });
  });

  it.each([
    ['document', () => post('/v1/documents', { document: 'icao-generic' }, 'application/zip')],
    ['sheet', () => postForm(studio, '/v1/sheets', { photo: fileOf(print), widthMm: '35', heightMm: '45' }, { headers: { Accept: 'application/zip' } })],
  ])('of a %s as a zip has an entry for each file in it', async (kind, order) => {
    const answer = await order();
    const claims = await readClaims(answer);
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(claims).toMatchObject({ kind, bytesSent: zip.length });
    const files = readZip(zip);
    expect(files.map(({ name }) => name)).toEqual(['photo.jpg', 'sheet.pdf']);
    expect(files.map(({ bytes }, index) => digest(claims.results[index]!.salt, bytes))).toEqual(claims.results.map(({ sha256 }) => sha256));
    expect(claims.results.map(({ name }) => name)).toEqual(['photo.jpg', 'sheet.pdf']);
  });

  it('names the host that was sent the photo, and how long it is kept there', async () => {
    const claims = await readClaims(await post('/v1/headshots', { engine: 'gemini' }));
    expect(claims).toMatchObject({ engine: 'gemini', retentionDays: 55, hosts: [new URL(gemini.url).hostname] });
  });

  it('names it also when the picture was made here in the end', async () => {
    gemini.script({ kind: 'status', status: 503 }, { kind: 'status', status: 503 });
    const claims = await readClaims(await post('/v1/headshots'));
    expect(claims).toMatchObject({ engine: 'local', retentionDays: 55, hosts: [new URL(gemini.url).hostname] });
  });

  it('holds no name of the file and no value of a field', async () => {
    const fields = { backdrop: 'slate-blue', width: '413', height: '517', engine: 'local' };
    const text = JSON.stringify(await readClaims(await post('/v1/headshots', fields)));
    for (const told of ['Jane', 'slate-blue', '"413"', ':517']) expect(text).not.toContain(told);
  });

  it('says which program made it', async () => {
    const { build, iat } = await readClaims(await post('/v1/cutouts'));
    expect(build).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), sourceSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(60);
  });

  it('is on no refusal', async () => {
    const refused = await post('/v1/cutouts', { format: 'bmp' });
    expect([refused.status, refused.headers.get('ephemera-receipt')]).toEqual([400, null]);
  });
});

describe('the published keys', () => {
  it('are a JWK set of public parts, kept for minutes', async () => {
    const answer = await fetch(new URL('/.well-known/jwks.json', studio.url));
    expect(answer.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const { keys } = (await answer.json()) as { keys: object[] };
    expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: expect.any(String), x: expect.any(String) }]);
  });

  it('are read only', async () => {
    const answer = await fetch(new URL('/.well-known/jwks.json', studio.url), { method: 'POST' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a server with a limit of retention', () => {
  it('offers no engine beyond it, passes it over, and refuses it before a byte leaves', async () => {
    await using strict = await startStudio({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url, MAX_RETENTION_DAYS: '0' });
    const { engines } = (await (await fetch(`${strict.url}/v1/catalogue`)).json()) as { engines: { name: string }[] };
    expect(engines.map(({ name }) => name)).toEqual(['local']);
    const chosen = await postForm(strict, '/v1/headshots', { photo: fileOf(photo) });
    expect(chosen.headers.get('ephemera-engine')).toBe('local');
    const refused = await postForm(strict, '/v1/headshots', { photo: fileOf(photo), engine: 'gemini', maxRetentionDays: '60' });
    expect(await refused.json()).toMatchObject({ code: 'retention-exceeds', status: 409, leastRetentionDays: 55 });
    expect(gemini.requests).toEqual([]);
  });
});
