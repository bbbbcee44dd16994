// Shows what a receipt says and does not, that it can be verified, and that keys turn as time passes.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { readBuild } from '../../src/retention/build.ts';
import { createReceiptSigner } from '../../src/retention/receipt.ts';
import { createKeyring, holdKeys } from '../../src/retention/receipt-keys.ts';
import type { ReceiptFacts, ReceiptSigner } from '../../src/retention/receipt.ts';

const build = { version: '1.2.3', sourceSha256: 'ab'.repeat(32) };
const dayMs = 86_400_000;
const picture = new Uint8Array(5000).fill(7);

const facts: ReceiptFacts = {
  requestId: '00000000-0000-4000-8000-000000000000',
  kind: 'cutout',
  engine: 'local',
  retentionDays: 0,
  hosts: [],
  bytesReceived: 9000,
  bytesSent: 5000,
  files: [{ name: 'cutout.png', mediaType: 'image/png', bytes: picture }],
};

function verify(receipt: string, signer: ReceiptSigner) {
  const keys = createLocalJWKSet({ keys: signer.publishKeys().keys.map((key) => ({ ...key })) });
  return jwtVerify(receipt, keys, { typ: 'ephemera-receipt+jwt', algorithms: ['EdDSA'] });
}

interface Result {
  readonly salt: string;
  readonly sha256: string;
}

function digest({ salt }: Result, bytes: Uint8Array): string {
  return createHash('sha256').update(Buffer.from(salt, 'base64url')).update(bytes).digest('base64url');
}

/** A clock that stands until it is moved. */
function createClock() {
  const clock = { ms: Date.UTC(2026, 10, 1), now: () => clock.ms };
  return clock;
}

describe('a receipt', () => {
  it('states these claims and no other, signed', async () => {
    const clock = createClock();
    const signer = createReceiptSigner({ build, now: clock.now });
    const { payload } = await verify(await signer.sign(facts), signer);
    expect(payload).toEqual({
      jti: `urn:uuid:${facts.requestId}`,
      iat: clock.ms / 1000,
      build,
      kind: 'cutout',
      engine: 'local',
      retentionDays: 0,
      hosts: [],
      bytesReceived: 9000,
      bytesSent: 5000,
      bytesWritten: 0,
      results: [{ name: 'cutout.png', mediaType: 'image/png', engine: 'local', salt: expect.stringMatching(/^[\w-]{24}$/), sha256: expect.stringMatching(/^[\w-]{43}$/) }],
    });
  });

  it('leaves out what it is handed beside its claims', async () => {
    const signer = createReceiptSigner({ build });
    const more = { ...facts, fileName: 'Jane Doe.jpg', files: [{ ...facts.files[0]!, owner: 'Jane Doe' }] };
    expect(JSON.stringify(decodeJwt(await signer.sign(more)))).not.toContain('Jane');
  });

  it('has a digest that fits its file with the salt, and no other file', async () => {
    const [result] = decodeJwt<{ results: Result[] }>(await createReceiptSigner({ build }).sign(facts)).results;
    expect(digest(result!, picture)).toBe(result!.sha256);
    expect(digest(result!, picture.with(2500, 8))).not.toBe(result!.sha256);
  });

  it('of the same picture is another each time', async () => {
    const signer = createReceiptSigner({ build });
    const receipts = await Promise.all([signer.sign(facts), signer.sign(facts)]);
    const [one, other] = receipts.map((receipt) => decodeJwt<{ results: Result[] }>(receipt).results[0]!);
    expect(one!.sha256).not.toBe(other!.sha256);
  });

  it('is not verified by the keys of another server, nor when it was changed', async () => {
    const signer = createReceiptSigner({ build });
    const receipt = await signer.sign(facts);
    await expect(verify(receipt, createReceiptSigner({ build }))).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    const [header, payload, signature] = receipt.split('.');
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(receipt), engine: 'gemini' })).toString('base64url');
    await expect(verify(`${header}.${forged}.${signature}`, signer)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
    expect(payload).not.toBe(forged);
  });
});

describe('the keys of receipts', () => {
  const kidOf = async (signer: ReceiptSigner) => decodeProtectedHeader(await signer.sign(facts)).kid;
  const published = (signer: ReceiptSigner) => signer.publishKeys().keys.map(({ kid }) => kid);

  it('are published without their private part', () => {
    for (const key of createReceiptSigner({ build }).publishKeys().keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }
  });

  it('turn after a day; earlier ones verify for 30 days more and are then gone', async () => {
    const clock = createClock();
    const signer = createReceiptSigner({ build, now: clock.now });
    const first = await signer.sign(facts);
    const firstKid = decodeProtectedHeader(first).kid;
    clock.ms += dayMs - 1;
    expect(await kidOf(signer)).toBe(firstKid);
    clock.ms += 1;
    const secondKid = await kidOf(signer);
    expect(secondKid).not.toBe(firstKid);
    expect(published(signer)).toEqual([secondKid, firstKid]);
    await expect(verify(first, signer)).resolves.toBeDefined();
    clock.ms += 30 * dayMs - 1;
    await expect(verify(first, signer)).resolves.toBeDefined();
    clock.ms += 1;
    expect(published(signer)).not.toContain(firstKid);
  });

  it('that are given stay, and can be handed to another process as they are', async () => {
    const clock = createClock();
    const ring = createKeyring(clock.now);
    const supervisor = createReceiptSigner({ ring, build, now: clock.now });
    await supervisor.sign(facts);
    clock.ms += dayMs;
    const worker = createReceiptSigner({ ring: holdKeys(structuredClone(ring.keys())), build, now: clock.now });
    expect(worker.publishKeys()).toEqual(supervisor.publishKeys());
    await expect(verify(await worker.sign(facts), supervisor)).resolves.toBeDefined();
    const kid = await kidOf(worker);
    clock.ms += 400 * dayMs;
    expect(await kidOf(worker)).toBe(kid);
  });
});

describe('the build in a receipt', () => {
  it('is the version and what one line of shell says of the sources', async () => {
    const root = resolve(import.meta.dirname, '../..');
    const said = execFileSync('sh', ['-c', "find src -type f -name '*.ts' | LC_ALL=C sort | xargs sha256sum | sha256sum"], { cwd: root, encoding: 'utf8' });
    const { version, sourceSha256 } = await readBuild(root);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(`${sourceSha256}  -\n`).toBe(said);
  });
});
