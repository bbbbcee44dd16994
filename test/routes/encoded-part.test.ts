// Shows that a form's text in base64 comes out as a file's bytes, wherever the form is cut into pieces, and that nothing of it stays.

import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Request } from 'express';
import { expect, it } from 'vitest';
import { Vault } from '../../src/retention/vault.ts';
import { decodePart, longestEncoded, presentAsFile } from '../../src/routes/encoded-part.ts';

const name = 'form-data; name="image_file_b64"';
const form = `--b\r\nContent-Disposition: ${name}\r\n\r\nAAAA\r\n--b\r\nContent-Disposition: ${name}; filename="a"\r\n\r\nnam\r\nname="image\r\n--b--`;
const marked = form.replace(`${name}\r\n`, `${name}; filename="image_file_b64"\r\n`);

it('the text of one name becomes a file, and a file stays what it was', async () => {
  for (let bytes = 1; bytes <= form.length; bytes++) {
    const pieces = form.match(new RegExp(`[^]{1,${bytes}}`, 'g')) ?? [];
    const request = Object.assign(Readable.from(pieces.map((piece) => Buffer.from(piece))), { headers: {} }) as unknown as Request;
    expect((await buffer(presentAsFile(request, 'image_file_b64'))).toString()).toBe(marked);
  }
});

it('a picture in lines of base64 is decoded, each piece is erased, and what is no base64 is told after the rest was read', async () => {
  await using vault = new Vault();
  const picture = randomBytes(2000);
  const lines = picture.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  const decode = async (text: string) => {
    const stream = new PassThrough();
    const told = Promise.withResolvers<readonly unknown[]>();
    decodePart(stream, vault, (...words) => told.resolve(words));
    const pieces = [text.slice(0, 1001), text.slice(1001)].map((piece) => Buffer.from(piece));
    for (const piece of pieces) stream.write(piece);
    stream.end();
    const [problem, bytes] = await told.promise;
    expect(Buffer.concat(pieces).every((byte) => byte === 0)).toBe(true);
    return { problem, bytes };
  };
  expect(await decode(lines)).toEqual({ problem: null, bytes: picture });
  expect(await decode(lines.replace(/^./, '!'))).toMatchObject({ problem: { code: 'photo-unreadable' } });
  expect(lines.length).toBeLessThanOrEqual(longestEncoded(picture.length));
});
