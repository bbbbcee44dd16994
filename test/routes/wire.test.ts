// Shows what the server does on the wire when a client is slow, short, full or too frequent.

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { drawPlain } from '../plain-pictures.ts';
import { blind, fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

const formType = 'Content-Type: multipart/form-data; boundary=b\r\n';

async function open(port: number, head: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  socket.write(`POST /v1/cutouts HTTP/1.1\r\nHost: studio\r\n${head}\r\n`);
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  socket.destroy();
  return Buffer.concat(chunks).toString('latin1');
}

describe('on the wire', () => {
  let studio: RunningStudio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio[Symbol.asyncDispose]());

  it('an upload of one byte a second is told that it is too slow', async () => {
    await using impatient = await startStudio({ UPLOAD_TIMEOUT_SECONDS: '2' }, { vision: blind });
    const socket = await open(impatient.port, `${formType}Content-Length: 100000\r\n`);
    const drip = setInterval(() => socket.write('-'), 1000);
    // A byte more, sent to who has hung up, would throw away the answer on its way.
    socket.once('data', () => clearInterval(drip));
    const answer = await readAll(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"upload-too-slow"/);
    expect(impatient.server.budget.reservedBytes).toBe(0);
  });

  it('a body shorter than announced is told so, and costs nothing', async () => {
    const socket = await open(studio.port, `${formType}Content-Length: 5000\r\n`);
    socket.end('--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\nshort');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"body-incomplete"/);
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
  });

  it('a multipart body that ends in the middle is malformed', async () => {
    const part = '--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\nshort';
    const socket = await open(studio.port, `${formType}Content-Length: ${part.length}\r\nConnection: close\r\n`);
    socket.write(part);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"body-malformed"/);
  });

  it('a body of unknown length is not read', async () => {
    const socket = await open(studio.port, `${formType}Transfer-Encoding: chunked\r\nConnection: close\r\n`);
    socket.end('0\r\n\r\n');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 411 [\s\S]*"code":"length-required"/);
  });

  it('nonsense instead of HTTP gets a problem document', async () => {
    const socket = connect({ port: studio.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write('HELLO?\r\n\r\n');
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"body-malformed"/);
  });

  it('with a full budget, 503 comes before the body is asked for', async () => {
    await using small = await startStudio({ MEMORY_BUDGET_MB: '64' }, { vision: blind });
    const first = await open(small.port, `${formType}Content-Length: 8000000\r\n`);
    await expect.poll(() => small.server.budget.reservedBytes).toBe(24e6);
    const second = await open(small.port, `${formType}Content-Length: 8000000\r\nExpect: 100-continue\r\nConnection: close\r\n`);
    const answer = await readAll(second);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/retry-after: 5/i);
    expect(answer).toContain('"code":"budget-full"');
    first.destroy();
    await expect.poll(() => small.server.budget.reservedBytes).toBe(0);
  });

  it('an admitted client that asks first is told to continue', async () => {
    const photo = await renderFile(drawPortrait());
    const head = '--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), photo, Buffer.from('\r\n--b--\r\n')]);
    const socket = await open(studio.port, `${formType}Content-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString('latin1')).toMatch(/^HTTP\/1\.1 100 Continue/);
    socket.write(body);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('too many pictures a minute are refused with the seconds to wait, and other pages stay open', async () => {
    await using strict = await startStudio({ RATE_LIMIT_PER_MINUTE: '1' }, { vision: blind });
    const photo = new Uint8Array(await drawPlain(413, 531));
    const first = await postForm(strict, '/v1/sheets', { photo: fileOf(photo), widthMm: '35', heightMm: '45' });
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit')).toContain('pictures');
    const second = await postForm(strict, '/v1/cutouts', { photo: fileOf(photo) });
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await second.json()).toMatchObject({ code: 'rate-limited' });
    expect((await fetch(`${strict.url}/v1/catalogue`)).status).toBe(200);
    const third = await postForm(strict, '/v1.0/removebg', { image_file: fileOf(photo) });
    expect(third.status).toBe(429);
    expect(['limit', 'remaining'].map((name) => third.headers.get(`x-ratelimit-${name}`))).toEqual(['1', '0']);
    expect(Math.abs(Number(third.headers.get('x-ratelimit-reset')) - Date.now() / 1000)).toBeLessThan(62);
    expect(first.headers.get('x-ratelimit-limit')).toBeNull();
  });
});
