// Shows that programs written for remove.bg work with this studio: the npm client unchanged, every body, the parameters, headers and errors.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { decodeJwt } from 'jose';
import { removeBackgroundFromImageBase64, removeBackgroundFromImageFile, removeBackgroundFromImageUrl } from 'remove.bg';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstCertificate } from '../../certificates.ts';
import { drawPortrait, renderFile } from '../../drawn-portrait.ts';
import { drawPlain } from '../../plain-pictures.ts';
import { startStudio } from '../../start-studio.ts';
import type { RunningStudio } from '../../start-studio.ts';
import { watchMemory } from '../../watched-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'removebg-'));
const path = join(folder, 'portrait.jpg');
let studio: RunningStudio;
let photo: Buffer;
let relay: tls.Server;
let elsewhere: http.Server;
const { createConnection } = https.globalAgent;

beforeAll(async () => {
  photo = await renderFile(drawPortrait({ width: 600, height: 800 }));
  writeFileSync(path, photo);
  // A public address, as far as the studio can tell: the way there leads to this machine.
  elsewhere = http.createServer((_request, response) => void response.end(photo)).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const door = { lookup: async () => ['93.184.215.14'], connect: () => net.connect((elsewhere.address() as AddressInfo).port, '127.0.0.1') };
  studio = await startStudio({ IMAGE_URL: 'on' }, { door });
  relay = tls.createServer({ cert: firstCertificate.cert, key: firstCertificate.key }, (socket) => {
    const through = net.connect(studio.port, '127.0.0.1');
    socket.pipe(through).pipe(socket);
    for (const end of [socket, through]) end.on('error', () => undefined);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  // The client has its address in its source: what it says to that host comes here.
  Object.assign(https.globalAgent, {
    createConnection: (options: tls.ConnectionOptions) =>
      tls.connect({ ...options, host: '127.0.0.1', port: (relay.address() as AddressInfo).port, servername: 'localhost', ca: firstCertificate.cert }),
  });
});

afterAll(async () => {
  Object.assign(https.globalAgent, { createConnection });
  relay.close();
  elsewhere.close();
  await studio[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function send(body: RequestInit['body'], headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${studio.url}/v1.0/removebg`, { method: 'POST', body: body ?? null, headers });
}

function sendForm(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const form = new FormData();
  form.append('image_file', new File([new Uint8Array(photo)], 'portrait.jpg', { type: 'image/jpeg' }));
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return send(form, headers);
}

async function readPixels(bytes: ArrayBuffer | Buffer) {
  const { format } = await sharp(Buffer.from(bytes as ArrayBuffer)).metadata();
  const { data, info } = await sharp(Buffer.from(bytes as ArrayBuffer)).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)];
  return { format, at, width: info.width, height: info.height, channels: info.channels };
}

describe('the npm client remove.bg', () => {
  it('sends a file and gets the picture, its size and its price', async () => {
    const outputFile = join(folder, 'cutout.png');
    const result = await removeBackgroundFromImageFile({ path, apiKey: 'any', size: 'regular', type: 'person', crop: true, scale: '50%', outputFile });
    expect(result).toMatchObject({ detectedType: 'person', creditsCharged: '0' });
    const { format, channels, width, height } = await readPixels(Buffer.from(result.base64img, 'base64'));
    expect([format, channels, String(width), String(height)]).toEqual(['png', 4, String(result.resultWidth), String(result.resultHeight)]);
  });

  it('sends base64 and gets the picture', async () => {
    const result = await removeBackgroundFromImageBase64({ base64img: photo.toString('base64'), apiKey: 'any', size: 'full' as 'regular', bg_color: '4f5e6c' });
    const { format, at, width } = await readPixels(Buffer.from(result.base64img, 'base64'));
    expect([format, width]).toEqual(['jpeg', 600]);
    at(4, 4).forEach((value, i) => expect(Math.abs(value - [0x4f, 0x5e, 0x6c][i]!)).toBeLessThan(4));
  });

  it('names an address, and the picture is fetched from there', async () => {
    const result = await removeBackgroundFromImageUrl({ url: 'http://picture.example/me.jpg', apiKey: 'any', format: 'jpg', bg_color: 'fff' });
    expect(await readPixels(Buffer.from(result.base64img, 'base64'))).toMatchObject({ format: 'jpeg', channels: 3 });
  });

  it('is told in its own form what is wrong', async () => {
    await expect(removeBackgroundFromImageUrl({ url: `http://127.0.0.1:${studio.port}/example/portrait.jpg`, apiKey: 'any' })).rejects.toEqual([
      { title: expect.any(String), code: 'picture_unreachable', detail: expect.stringContaining('names a port') },
    ]);
  });
});

describe('the answer', () => {
  it('is a transparent PNG of a quarter megapixel unless told, with the place of the person', async () => {
    const answer = await sendForm({});
    expect(answer.status).toBe(200);
    const { at, format, width, height } = await readPixels(await answer.arrayBuffer());
    expect([format, width, height]).toEqual(['png', 433, 577]);
    expect(at(2, 2)[3]).toBe(0);
    const numbers = ['Top', 'Left', 'Width', 'Height'].map((name) => Number(answer.headers.get(`x-foreground-${name}`)));
    const [top, left, across, down] = numbers as [number, number, number, number];
    expect(at(left + (across >> 1), top + (down >> 1))[3]).toBeGreaterThan(250);
    expect([left + across <= width, top + down <= height, top > 0]).toEqual([true, true, true]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-type': 'person', 'x-width': '433', 'x-height': '577', 'x-credits-charged': '0' });
    expect(decodeJwt(answer.headers.get('ephemera-receipt') ?? '')).toMatchObject({ kind: 'cutout', engine: 'local', hosts: [] });
  });

  it('is the alpha alone, within a region, or a zip of colour and alpha', async () => {
    const mask = await readPixels(await (await sendForm({ channels: 'alpha', roi: '0% 0% 100% 50%', size: 'auto' })).arrayBuffer());
    expect([mask.format, mask.width, mask.height]).toEqual(['png', 600, 800]);
    expect([mask.at(300, 380)[0]! > 200, mask.at(300, 420)[0]]).toEqual([true, 0]);
    const zip = await sendForm({ format: 'zip', type_level: 'none' }, { Accept: 'application/json' });
    expect(zip.headers.get('x-type')).toBeNull();
    const { data } = (await zip.json()) as { data: { result_b64: string } };
    const text = Buffer.from(data.result_b64, 'base64').toString('latin1');
    expect([text.slice(0, 2), text.includes('color.jpg'), text.includes('alpha.png'), text.slice(-22, -20)]).toEqual(['PK', true, true, 'PK']);
  });

  it('stands on a picture that was sent, and says so', async () => {
    const form = new FormData();
    form.append('image_file', new File([new Uint8Array(photo)], 'a.jpg'));
    form.append('bg_image_file', new File([new Uint8Array(await drawPlain(60, 80))], 'b.jpg'));
    const bytes = Buffer.from(await (await send(form)).arrayBuffer());
    expect((await sharp(bytes).metadata()).xmpAsString).toContain('digitalsourcetype/compositeCapture<');
  });
});

describe('a body', () => {
  it('may be an escaped form, and the answer JSON; both leave zeros', async () => {
    const memory = watchMemory();
    const body = new URLSearchParams({ size: 'preview', image_file_b64: photo.toString('base64'), crop: 'true', crop_margin: '10px' });
    const answer = await send(body, { Accept: 'application/json' });
    expect(answer.headers.get('content-type')).toContain('application/json');
    const { data } = (await answer.json()) as { data: { result_b64: string; foreground_top: number; foreground_left: number } };
    expect(await readPixels(Buffer.from(data.result_b64, 'base64'))).toMatchObject({ format: 'png', channels: 4 });
    expect([data.foreground_top, data.foreground_left]).toEqual([10, 10]);
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
    expect([memory.owned.length > 4, memory.countLeftBytes()]).toEqual([true, 0]);
    vi.restoreAllMocks();
  });

  it('of parts may have the picture as text; it leaves zeros too', async () => {
    const memory = watchMemory();
    const form = new FormData();
    form.append('image_file_b64', photo.toString('base64'));
    form.append('size', 'preview');
    form.append('image_file', '');
    const answer = await send(form);
    expect(await readPixels(await answer.arrayBuffer())).toMatchObject({ format: 'png', channels: 4 });
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
    expect([memory.owned.length > 4, memory.countLeftBytes()]).toEqual([true, 0]);
    vi.restoreAllMocks();
  });

  const parts = (text: string) => {
    const form = new FormData();
    form.append('image_file_b64', text);
    return send(form);
  };
  const b64 = () => photo.toString('base64');
  const json = { 'Content-Type': 'application/json' };
  it.each<readonly [string, () => Promise<Response>, number, string]>([
    ['without a picture', () => send('{}', json), 400, 'missing_source'],
    ['with two', () => send(JSON.stringify({ image_file_b64: b64(), image_url: 'https://example.test/a.jpg' }), json), 400, 'multiple_sources'],
    ['that is no object', () => send('[]', json), 400, 'body_malformed'],
    ['that is no base64', () => send('image_file_b64=!!!', { 'Content-Type': 'application/x-www-form-urlencoded' }), 400, 'failed_to_read_image'],
    ['of parts that is no base64', () => parts('!'.repeat(3000)), 400, 'failed_to_read_image'],
    ['that is no picture', () => send(JSON.stringify({ image_file_b64: 'AAAAAAAA' }), json), 400, 'invalid_file_type'],
    ['of another type', () => send('x', { 'Content-Type': 'text/plain' }), 400, 'media_type_unsupported'],
    ['of a product', () => sendForm({ type: 'product' }), 400, 'unknown_foreground'],
    ['with an unknown size', () => sendForm({ size: 'huge' }), 400, 'parameter_invalid'],
    ['with too wide a margin', () => sendForm({ crop: 'true', crop_margin: '51%' }), 400, 'parameter_invalid'],
    ['with a colour that is none', () => sendForm({ bg_color: 'blurple' }), 400, 'parameter_invalid'],
    ['with a region of nothing', () => sendForm({ roi: '50% 0% 50% 100%' }), 400, 'parameter_invalid'],
  ])('%s is refused in remove.bg’s form', async (_name, request, status, code) => {
    const answer = await request();
    expect([answer.status, await answer.json()]).toEqual([status, { errors: [{ title: expect.any(String), code, detail: expect.any(String) }] }]);
  });

  it('that was refused takes no room any more', async () => {
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
  });
});
