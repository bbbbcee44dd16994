// Shows that bad input gets its own problem document, costs nothing and leaves nothing behind.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { drawHugePng, drawPlain } from '../plain-pictures.ts';
import { startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

let studio: RunningStudio;
let portrait: Buffer;
/** Where Node and libvips would put a temporary file. */
const temporary = mkdtempSync(join(tmpdir(), 'ephemera-test-'));

beforeAll(async () => {
  process.env['TMPDIR'] = temporary;
  portrait = await renderFile(drawPortrait());
  studio = await startStudio();
});

afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  rmSync(temporary, { recursive: true });
});

const post = (path: string) => request(studio.url).post(path);
const cutout = (bytes: Buffer, name = 'photo.jpg') => post('/v1/cutouts').attach('photo', bytes, name);
const headshot = (bytes: Buffer) => post('/v1/headshots').field('consent', 'subject').attach('photo', bytes, 'photo.jpg');

describe('a photo that cannot be used', () => {
  it.each<[string, () => Promise<Buffer> | Buffer, number, string]>([
    ['an empty file', () => Buffer.alloc(0), 400, 'photo-empty'],
    ['text named .jpg', () => Buffer.from('this is no picture at all, only words'), 415, 'photo-format-unsupported'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 415, 'photo-format-unsupported'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n'), 415, 'photo-format-unsupported'],
    ['a truncated JPEG', () => portrait.subarray(0, Math.floor(portrait.length / 2)), 422, 'photo-unreadable'],
    ['one pixel', () => drawPlain(1, 1), 422, 'photo-too-small'],
    ['20 000 × 20 000 pixels in a few kB', () => drawHugePng(20_000, 20_000), 413, 'photo-too-large'],
  ])('%s is told apart', async (_name, make, status, code) => {
    const answer = await cutout(Buffer.from(await make()));
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: `/problems#${code}`, code, status });
    expect(answer.body.detail.length).toBeGreaterThan(20);
    expect(answer.body.instance).toBe(`urn:uuid:${answer.headers['x-request-id']}`);
  });

  it('without a face makes no headshot, and without a person no cutout', async () => {
    const wall = await drawPlain(640, 480);
    expect((await headshot(wall)).body).toMatchObject({ code: 'face-not-found', status: 422 });
    expect((await cutout(wall)).body).toMatchObject({ code: 'person-not-found', status: 422 });
  });
});

describe('an unusual photo that can be used', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['an animated GIF', async () => {
      const frame = await sharp(portrait).resize(320, 400).png().toBuffer();
      return sharp([frame, frame], { join: { animated: true } }).gif().toBuffer();
    }],
    ['a CMYK JPEG', () => sharp(portrait).toColourspace('cmyk').jpeg().toBuffer()],
    ['a 16-bit PNG', () => sharp(portrait).toColourspace('rgb16').png().toBuffer()],
    ['a grey JPEG', () => sharp(portrait).greyscale().jpeg().toBuffer()],
  ])('%s gives a cutout', async (_name, make) => {
    const answer = await cutout(await make());
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.type).toBe('image/png');
    expect(await sharp(answer.body as Buffer).metadata()).toMatchObject({ channels: 4, depth: 'uchar', space: 'srgb' });
  });
});

describe('a form that cannot be read', () => {
  it('names the right field when the file comes in a wrong one', async () => {
    const answer = await post('/v1/cutouts').attach('image', portrait, 'photo.jpg');
    expect(answer.body).toMatchObject({ code: 'photo-unexpected', status: 400, allowed: ['photo', 'backgroundPicture'] });
  });

  it('says so when two photos come where one is due', async () => {
    const answer = await cutout(portrait).attach('photo', portrait, 'other.jpg');
    expect(answer.body).toMatchObject({ code: 'photo-too-many', status: 400 });
  });

  it('says so when no photo comes', async () => {
    expect((await post('/v1/headshots').field('shape', '1:1')).body).toMatchObject({ code: 'photo-missing', status: 400 });
  });

  it('refuses 30 MB where 25 are allowed, by the announced length and by the bytes', async () => {
    const answer = await headshot(Buffer.alloc(30e6, 1));
    expect(answer.body).toMatchObject({ code: 'upload-too-large', status: 413, maxUploadBytes: 25e6 });
    const single = await cutout(Buffer.alloc(26e6, 1));
    expect(single.body).toMatchObject({ code: 'upload-too-large', status: 413 });
  });

  it('lists what is allowed when a field is not known or a value is not', async () => {
    const unknown = await headshot(portrait).field('backdropp', 'white');
    expect(unknown.body).toMatchObject({ code: 'parameter-unknown', parameter: 'backdropp', status: 400 });
    expect(unknown.body.allowed).toContain('backdrop');
    const value = await headshot(portrait).field('backdrop', 'pink-unicorn');
    expect(value.body).toMatchObject({ code: 'parameter-invalid', parameter: 'backdrop', status: 400 });
    expect(value.body.detail).toContain('charcoal');
  });

  it.each([
    ['width', '0'], ['width', '12.5'], ['width', '99999'], ['quality', '101'], ['shape', '1:0'], ['shape', '100:1'], ['format', 'bmp'],
    ['dpi', '-1'], ['engine', 'magic'], ['maxRetentionDays', 'none'], ['background', 'not-a-colour'], ['background', 'gradient:red'],
    ['margin', '51'], ['output', 'both'],
  ])('refuses %s=%s', async (name, value) => {
    const answer = await cutout(portrait).field(name, value);
    expect(answer.body).toMatchObject({ code: 'parameter-invalid', status: 400, parameter: name });
  });

  it('refuses the same field twice, fields in fields, and too many fields', async () => {
    expect((await cutout(portrait).field('format', 'png').field('format', 'png')).body).toMatchObject({ code: 'parameter-invalid' });
    expect((await cutout(portrait).field('format[a]', 'png')).body.status).toBe(400);
    const many = cutout(portrait);
    for (let index = 0; index < 40; index++) many.field(`f${index}`, 'x');
    expect((await many).body).toMatchObject({ code: 'body-too-complex', status: 400 });
    expect((await cutout(portrait).field('background', 'x'.repeat(3000))).body).toMatchObject({ code: 'body-too-complex', status: 400 });
  });

  it('wants multipart, with a length', async () => {
    const json = await post('/v1/headshots').send({ photo: 'x' });
    expect(json.body).toMatchObject({ code: 'media-type-unsupported', status: 415 });
    const broken = await post('/v1/headshots').set('Content-Type', 'multipart/form-data').send('x');
    expect(broken.body).toMatchObject({ code: 'body-malformed', status: 400 });
  });

  it('asks for the background picture, and only when it is used', async () => {
    expect((await cutout(portrait).field('background', 'picture')).body).toMatchObject({ code: 'photo-missing' });
    expect((await cutout(portrait).attach('backgroundPicture', portrait, 'b.jpg')).body).toMatchObject({ code: 'photo-unexpected' });
  });

  it('refuses an answer type it cannot give, an unknown address and a wrong method', async () => {
    expect((await headshot(portrait).set('Accept', 'text/html')).body).toMatchObject({ code: 'not-acceptable', status: 406 });
    expect((await request(studio.url).get('/v1/nothing')).body).toMatchObject({ code: 'not-found', status: 404 });
    const wrong = await request(studio.url).get('/v1/headshots');
    expect(wrong.body).toMatchObject({ code: 'method-not-allowed', status: 405 });
    expect(wrong.headers['allow']).toBe('POST');
    expect((await request(studio.url).get('/%E0%A4%A')).body).toMatchObject({ code: 'not-found' });
  });

  it('refuses an engine that is not there, and retention that no engine can promise', async () => {
    expect((await headshot(portrait).field('engine', 'gemini')).body).toMatchObject({ code: 'engine-unavailable', status: 409, available: ['local'] });
  });
});

describe('after all of that', () => {
  it('the budget is back to zero, no file was written and the studio works', async () => {
    const answer = await headshot(portrait);
    expect(answer.status).toBe(200);
    await expect.poll(() => studio.server.budget.reservedBytes).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    expect((await request(studio.url).get('/v1/health')).body).toMatchObject({ status: 'ok', memory: { reservedBytes: 0 } });
    expect(studio.log.filter((line) => line['problem'] === 'internal')).toEqual([]);
  });
});
