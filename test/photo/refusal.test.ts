// Owns the facts about files that cannot be opened.

import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openForSending, openPhoto } from '../../src/photo/open.ts';
import { Vault } from '../../src/retention/vault.ts';
import { drawQuadrants, limits, notAborted, problemOf } from './drawn.ts';

async function open(bytes: Uint8Array, vault: Vault) {
  return openPhoto(bytes, limits, vault, notAborted);
}

describe('bad files', () => {
  const truncated = async () => (await drawQuadrants(800, 600).jpeg().toBuffer()).subarray(0, 4000);

  it.each([
    ['an empty file', async () => Buffer.alloc(0), 'photo-empty', 400],
    ['text named .jpg', async () => Buffer.from('this is not a photo at all, whatever its name says'), 'photo-format-unsupported', 415],
    ['one pixel', async () => sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } }).png().toBuffer(), 'photo-too-small', 422],
    ['a truncated JPEG', truncated, 'photo-unreadable', 422],
    ['a truncated PNG', async () => (await drawQuadrants().png({ compressionLevel: 0 }).toBuffer()).subarray(0, 3000), 'photo-unreadable', 422],
    ['a truncated WebP', async () => (await drawQuadrants(800, 600).webp({ quality: 100 }).toBuffer()).subarray(0, 900), 'photo-unreadable', 422],
    ['only the first bytes of a JPEG', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'photo-unreadable', 422],
    ['only the first bytes of a HEIC', async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'photo-unreadable', 422],
  ] as const)('refuses %s, opened and sent', async (_name, draw, code, status) => {
    await using vault = new Vault();
    const bytes = await draw();
    expect(await problemOf(open(bytes, vault))).toMatchObject({ code, status });
    expect(await problemOf(openForSending(bytes, { maxSidePixels: 100, quality: 80 }, limits, vault, notAborted))).toMatchObject({ code });
    expect(vault.heldBytes).toBe(0);
  });

  it('refuses a PNG of 20 000 × 20 000 pixels before decoding, and says size and limit', async () => {
    await using vault = new Vault();
    const bomb = packWhitePng(20_000);
    expect(bomb.length).toBeLessThan(100_000);
    const problem = await problemOf(open(bomb, vault));
    expect(problem).toMatchObject({ code: 'photo-too-large', status: 413, members: { width: 20_000, height: 20_000, maxPixels: 50e6 } });
    expect(problem.detail).toContain('20000 × 20000');
    expect(problem.detail).toContain('50 million');
  });

  it('says nothing of the file in the problem, but keeps the cause', async () => {
    await using vault = new Vault();
    const problem = await problemOf(open(await truncated(), vault));
    expect(problem.detail).not.toMatch(/vips|jpeg:/i);
    expect(problem.cause).toBeInstanceOf(Error);
  });
});

/** A white one-bit PNG of `side` × `side` pixels. */
function packWhitePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(side / 8)) * side);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
