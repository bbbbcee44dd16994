// Shows that every buffer that held image data is zero after every way out, the client's hang-up at each stage included.

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawCameraJpeg } from '../camera-pictures.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { drawPlain } from '../plain-pictures.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { watchMemory } from '../watched-memory.ts';
import type { WatchedMemory } from '../watched-memory.ts';

let gemini: FakeGemini;
let studio: RunningStudio;
let portrait: Uint8Array<ArrayBuffer>;
let memory: WatchedMemory;

beforeAll(async () => {
  portrait = new Uint8Array(await renderFile(drawPortrait()));
  gemini = await startFakeGemini();
  studio = await startStudio({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url });
});

afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await gemini[Symbol.asyncDispose]();
});

beforeEach(() => {
  gemini.reset();
  memory = watchMemory();
});

afterEach(() => vi.restoreAllMocks());

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => studio.server.budget.reservedBytes, { timeout: 10_000 }).toBe(0);
  expect(memory.owned.length).toBeGreaterThan(0);
  expect(memory.countLeftBytes()).toBe(0);
}

function formBody(photo: Uint8Array, fields: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(fields).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const head = `${texts.join('')}--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), photo, Buffer.from('\r\n--b--\r\n')]);
}

async function send(path: string, body: Buffer, bytes = body.length): Promise<Socket> {
  const socket = connect(studio.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`POST ${path} HTTP/1.1\r\nHost: studio\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n`);
  socket.write(body.subarray(0, bytes));
  return socket;
}

let large: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** So noisy that its cutout takes several writes to deliver; drawn once. */
const drawLargePortrait = () => (large ??= drawCameraJpeg(2400, 3000, 30, 90));

describe('after the answer', () => {
  it.each([
    ['a cutout', '/v1/cutouts', { background: 'blur' }, 200],
    ['a headshot', '/v1/headshots', { engine: 'local' }, 200],
    ['a headshot by Gemini', '/v1/headshots', { engine: 'gemini' }, 200],
    ['a check', '/v1/checks', { document: 'us-passport' }, 200],
    ['an identity photo', '/v1/documents', { document: 'icao-generic' }, 200],
    ['an identity photo before a painted background', '/v1/documents', { document: 'icao-generic', mode: 'studio', format: 'png' }, 200],
    ['an identity photo on a sheet', '/v1/documents', { document: 'icao-generic', sheet: '10x15' }, 200],
    ['an identity photo on a painted sheet', '/v1/documents', { document: 'icao-generic', sheetFormat: 'jpeg' }, 200],
    ['a refused alteration', '/v1/documents', { document: 'us-passport', mode: 'studio' }, 409],
    ['a refused field', '/v1/headshots', { engine: 'magic' }, 400],
  ] as const)('%s leaves zeros', async (_name, path, fields, status) => {
    const answer = await postForm(studio, path, { photo: fileOf(portrait), ...fields });
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    await expectNothingLeft();
  });

  it('a photo without a face leaves zeros', async () => {
    const answer = await postForm(studio, '/v1/headshots', { photo: fileOf(new Uint8Array(await drawPlain(800, 600))) });
    expect(answer.status).toBe(422);
    await expectNothingLeft();
  });

  it.each([
    ['a safety block', { kind: 'finish', reason: 'IMAGE_SAFETY' }, 422],
    ['a reset', { kind: 'reset' }, 502],
  ] as const)('%s leaves zeros', async (_name, behaviour, status) => {
    gemini.script(behaviour, behaviour);
    const answer = await postForm(studio, '/v1/headshots', { photo: fileOf(portrait), engine: 'gemini' });
    expect(answer.status).toBe(status);
    await answer.text();
    await expectNothingLeft();
  });
});

describe('a hang-up', () => {
  it('during the upload leaves zeros', async () => {
    const body = formBody(await drawLargePortrait(), {});
    const socket = await send('/v1/cutouts', body, Math.floor(body.length / 2));
    await expect.poll(() => memory.countLeftBytes()).toBeGreaterThan(100_000);
    socket.destroy();
    await expectNothingLeft();
  });

  it('during the work of the local engine stops it and leaves zeros', async () => {
    const body = formBody(await drawLargePortrait(), {});
    const socket = await send('/v1/cutouts', body);
    await expect.poll(() => memory.owned.some((view) => view.byteLength > 10e6)).toBe(true);
    socket.destroy();
    await expectNothingLeft();
    expect(studio.log.findLast((line) => line['msg'] === 'request')).toMatchObject({ status: 499 });
  });

  it('while Gemini thinks closes the connection to Gemini and leaves zeros', async () => {
    gemini.script({ kind: 'hang-before-headers' });
    const before = gemini.requests.length;
    const socket = await send('/v1/headshots', formBody(portrait, { engine: 'gemini', consent: 'subject' }));
    await expect.poll(() => gemini.requests.length, { timeout: 10_000 }).toBe(before + 1);
    socket.destroy();
    await expect.poll(() => gemini.requests.at(-1)?.aborted, { timeout: 5_000 }).toBe(true);
    await expectNothingLeft();
  });

  it('during the delivery leaves zeros', async () => {
    const socket = await send('/v1/cutouts', formBody(await drawLargePortrait(), { background: 'blur', format: 'png' }));
    socket.pause();
    await once(socket, 'readable');
    socket.destroy();
    await expectNothingLeft();
  });
});

describe('a slow reader', () => {
  it('gets its whole picture although the vault closes after it', async () => {
    const answer = await postForm(studio, '/v1/cutouts', { photo: fileOf(await drawLargePortrait()), background: '#fff', format: 'png' });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body!) {
      chunks.push(chunk);
      if (chunks.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const picture = Buffer.concat(chunks);
    expect(picture.length).toBeGreaterThan(5e6);
    const { isOpaque } = await sharp(picture, { failOn: 'warning' }).stats();
    expect(isOpaque).toBe(true);
    await expectNothingLeft();
  });
});
