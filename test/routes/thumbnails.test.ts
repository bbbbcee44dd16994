// Shows thumbnails over HTTP: sizes, layouts, contrast, words that cannot be set, and a scene for which no photo leaves.

import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { layouts } from '../../src/styles/layouts.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { drawPlain } from '../plain-pictures.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

let gemini: FakeGemini;
let studio: RunningStudio;
let photo: File;
const title = 'Six words that nobody forgets';
const small = { platform: 'custom', width: '480', height: '270' };

beforeAll(async () => {
  photo = fileOf(new Uint8Array(await renderFile(drawPortrait({ width: 480, height: 560 }))));
  gemini = await startFakeGemini();
  studio = await startStudio({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url });
});

afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await gemini[Symbol.asyncDispose]();
});

beforeEach(() => gemini.reset());

const post = (fields: Readonly<Record<string, string | File>>) => postForm(studio, '/v1/thumbnails', { photo, title, ...fields });

async function readPicture(answer: Response) {
  expect(answer.status, answer.ok ? '' : await answer.clone().text()).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { width, height, format, xmpAsString, exif } = await sharp(bytes).metadata();
  return { width, height, format, exif, xmp: xmpAsString ?? '', byteLength: bytes.byteLength };
}

describe('a thumbnail', () => {
  it('has its platform’s size, keeps to its file size, and says its contrast, its maker and nothing of the words', async () => {
    const answer = await post({ subtitle: 'And the three that they do', brand: 'teal' });
    const { width, height, format, xmp, exif, byteLength } = await readPicture(answer);
    expect([width, height, format, exif]).toEqual([1280, 720, 'jpeg', undefined]);
    expect(byteLength).toBeLessThanOrEqual(2_000_000);
    expect(xmp).toContain('digitalsourcetype/humanEdits<');
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'ephemera-engine': 'local', 'ephemera-retention-days': '0', 'ephemera-faces': '1', 'cache-control': 'no-store' });
    expect(Number(answer.headers.get('ephemera-contrast'))).toBeGreaterThanOrEqual(4.5);
    const receipt = Buffer.from(answer.headers.get('ephemera-receipt')?.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(receipt)).toMatchObject({ kind: 'thumbnail', engine: 'local', hosts: [], bytesWritten: 0 });
    expect(JSON.stringify(studio.log) + receipt).not.toMatch(/nobody forgets|three that/);
  });

  it.each(layouts.map(({ id }) => id))('is clear to read in the layout %s', async (layout) => {
    const answer = await post({ ...small, layout, format: 'webp' });
    expect(await readPicture(answer)).toMatchObject({ width: 480, height: 270, format: 'webp' });
    expect(Number(answer.headers.get('ephemera-contrast'))).toBeGreaterThanOrEqual(4.5);
  });

  it('is clear to read in a brand’s colour that suits no letter', async () => {
    const answer = await post({ ...small, layout: 'swiss', brand: '#767676' });
    expect(Number(answer.headers.get('ephemera-contrast'))).toBeGreaterThanOrEqual(4.5);
  });

  it('is offered with its platforms and layouts', async () => {
    const offer = (await (await fetch(`${studio.url}/v1/thumbnails`)).json()) as { platforms: { id: string; width: number; height: number }[]; layouts: { id: string }[] };
    expect(offer.platforms.map(({ id, width, height }) => [id, width, height])).toEqual([
      ['youtube', 1280, 720], ['podcast', 3000, 3000], ['linkedin', 1584, 396], ['open-graph', 1200, 630], ['instagram-square', 1080, 1080], ['instagram-story', 1080, 1920],
    ]);
    expect(offer.layouts.length).toBeGreaterThanOrEqual(12);
  });
});

describe('what cannot be made', () => {
  it.each<[string, Readonly<Record<string, string>>, object]>([
    ['no title', { title: '  ' }, { code: 'parameter-invalid', parameter: 'title' }],
    ['a title that nobody can see', { title: '\u200d\u200b' }, { code: 'parameter-invalid', parameter: 'title' }],
    ['a title of 500 characters', { title: 'x'.repeat(500) }, { code: 'text-too-long', parameter: 'title', status: 400 }],
    ['a title that would be too small to read', { title: 'A whole sentence with far too many words for a picture that is seen at the size of a thumbnail' }, { code: 'text-too-long', parameter: 'title' }],
    ['a word longer than the picture', { title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk' }, { code: 'text-too-long', parameter: 'title' }],
    ['a script without a typeface', { title: 'வணக்கம் உலகம்' }, { code: 'script-unsettable', parameter: 'title', script: 'Tamil', status: 400 }],
    ['a subtitle with a character of no typeface', { subtitle: 'see \u{10FFFD}' }, { code: 'script-unsettable', parameter: 'subtitle' }],
    ['an unknown platform', { platform: 'myspace' }, { code: 'parameter-invalid', parameter: 'platform' }],
    ['an unknown layout', { layout: 'baroque' }, { code: 'parameter-invalid', parameter: 'layout' }],
    ['a size that no picture can have', { platform: 'custom', width: '4000', height: '300' }, { code: 'size-impossible', status: 400, mostElongation: 5 }],
    ['half a size', { platform: 'custom', width: '400' }, { code: 'parameter-invalid', parameter: 'height' }],
    ['a size for a platform that has its own', { width: '400', height: '300' }, { code: 'parameter-invalid', parameter: 'width' }],
    ['a brand that is no colour', { brand: 'blurple' }, { code: 'parameter-invalid', parameter: 'brand' }],
    ['an engine that makes none without a scene', { engine: 'gemini' }, { code: 'engine-unavailable' }],
    ['a scene about somebody undressed', { scene: 'nude beach' }, { code: 'note-refused', parameter: 'scene' }],
  ])('%s is told', async (_name, fields, problem) => {
    const answer = await post(fields);
    const body = (await answer.json()) as { detail: string };
    expect(body).toMatchObject(problem);
    expect(body.detail.length).toBeGreaterThan(30);
    expect(body.detail).not.toContain('x'.repeat(20));
    expect(gemini.requests).toEqual([]);
  });

  it('a photo without a face is told, and no scene is asked for it', async () => {
    const answer = await post({ photo: fileOf(new Uint8Array(await drawPlain(800, 600))), scene: 'a desk at night' });
    expect(await answer.json()).toMatchObject({ code: 'face-not-found', status: 422 });
    expect(gemini.requests).toEqual([]);
  });
});

describe('a generated scene', () => {
  const wall = async (): Promise<string> => (await sharp({ create: { width: 640, height: 360, channels: 3, background: '#8a8f76' } }).jpeg().toBuffer()).toString('base64');

  it('is painted from its words alone, and stands behind the same words and person', async () => {
    const body = { candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/jpeg', data: await wall() } }], role: 'model' }, finishReason: 'STOP', index: 0 }] };
    gemini.script({ kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const answer = await post({ ...small, scene: 'a greenhouse at dusk' });
    expect((await readPicture(answer)).xmp).toContain('digitalsourcetype/compositeWithTrainedAlgorithmicMedia<');
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'ephemera-engine': 'gemini', 'ephemera-retention-days': '55' });
    expect(Number(answer.headers.get('ephemera-contrast'))).toBeGreaterThanOrEqual(4.5);
    expect(gemini.requests).toHaveLength(1);
    expect(gemini.requests[0]?.pictures).toEqual([]);
    expect(gemini.requests[0]?.prompt).toContain('"a greenhouse at dusk"');
    expect(gemini.requests[0]?.prompt).not.toContain(title);
  });

  it('is not asked for when nothing may be kept elsewhere', async () => {
    const answer = await post({ ...small, scene: 'a greenhouse at dusk', maxRetentionDays: '0' });
    expect(await answer.json()).toMatchObject({ code: 'retention-exceeds', leastRetentionDays: 55 });
    expect(gemini.requests).toEqual([]);
  });
});
