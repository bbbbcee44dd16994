// Shows identity photos over HTTP: exact sizes, densities and file sizes, what is refused and how that is said.

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { Scene } from '../drawn-portrait.ts';
import { drawPlain } from '../plain-pictures.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

let studio: RunningStudio;
let portrait: File;

/** A person with room on every side, before a plain wall; with hair the head has 920 pixels, at 600 dpi 39 mm. */
const roomy: Scene = { width: 2000, height: 2500, colour: '#f2f3f4', people: [{ scale: 2.7, y: 1200 }] };

beforeAll(async () => {
  portrait = await drawFile(roomy);
  studio = await startStudio();
});

afterAll(() => studio[Symbol.asyncDispose]());

async function drawFile(scene: Scene): Promise<File> {
  return fileOf(new Uint8Array(await renderFile(drawPortrait(scene))));
}

const post = (fields: Readonly<Record<string, string | File>>, init?: RequestInit) => postForm(studio, '/v1/documents', fields, init);

const made = new Map<string, ReturnType<typeof makeAnew>>();

/** What is made of the portrait with these fields; made once. */
function make(fields: Readonly<Record<string, string>>): ReturnType<typeof makeAnew> {
  const wish = JSON.stringify(fields);
  if (!made.has(wish)) made.set(wish, makeAnew(fields));
  return made.get(wish)!;
}

async function makeAnew(fields: Readonly<Record<string, string>>) {
  const answer = await post({ photo: portrait, ...fields });
  expect(answer.status, answer.ok ? '' : await answer.clone().text()).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { width, height, format, density, xmpAsString, exif } = await sharp(bytes).metadata();
  return { width, height, format, density, xmp: xmpAsString ?? '', exif, bytes, headers: answer.headers };
}

async function refuse(photo: File, fields: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const answer = await post({ photo, ...fields });
  const problem = (await answer.json()) as { readonly status: number; readonly detail: string };
  expect(problem.status).toBe(answer.status);
  expect(problem.detail.length).toBeGreaterThan(30);
  return problem;
}

describe('an identity photo', () => {
  it.each([
    ['us-passport', 1200, 1200, 600],
    ['gb-passport-print', 827, 1063, 600],
    ['ca-passport', 1181, 1654, 600],
    ['in-passport', 630, 810, 457],
    ['us-dv-lottery', 600, 600, 300],
    ['kr-passport', 413, 531, 300],
    ['es-dni-passport', 614, 756, 600],
  ])('for %s has %i × %i pixels at %i dpi', async (document, width, height, dpi) => {
    const photo = await make({ document });
    expect(photo).toMatchObject({ width, height, density: dpi, format: 'jpeg', exif: undefined });
    expect(photo.xmp).toContain('digitalsourcetype/humanEdits<');
    expect(Object.fromEntries(photo.headers)).toMatchObject({
      'ephemera-document': document,
      'ephemera-dpi': String(dpi),
      'ephemera-rules': expect.stringMatching(/^(official|secondary), read 20\d\d(-\d\d){0,2}$/),
      'ephemera-width': String(width),
      'ephemera-engine': 'local',
      'ephemera-retention-days': '0',
      'ephemera-faces': '1',
      'ephemera-verdict': expect.stringMatching(/^(pass|warn|fail)$/),
      'cache-control': 'no-store',
    });
  });

  it('has its density in PNG and JPEG, and the dpi asked for', async () => {
    expect(await make({ document: 'icao-generic', dpi: '400', format: 'png' })).toMatchObject({ width: 551, height: 709, density: 400, format: 'png' });
  });

  it.each([
    ['cn-visa', 40 * 1024, 120_000],
    ['in-passport', 0, 250_000],
    ['in-pan-uti', 0, 30_000],
  ])('for %s has a file of the right size', async (document, least, most) => {
    const { bytes, headers } = await make({ document });
    expect(bytes.length).toBeLessThanOrEqual(most);
    expect(headers.get('ephemera-notes') ?? '').not.toContain('below-min-kb');
    expect(bytes.length).toBeGreaterThanOrEqual(least);
  });

  it('meets limits of one’s own, and says when the file cannot be so large', async () => {
    const between = await make({ document: 'icao-generic', minKB: '150', maxKB: '180' });
    expect(between.bytes.length).toBeGreaterThanOrEqual(150 * 1024);
    expect(between.bytes.length).toBeLessThanOrEqual(180_000);
    const large = await make({ document: 'kr-passport', maxKB: '99000', minKB: '5000' });
    expect(large.headers.get('ephemera-notes')).toContain('below-min-kb');
    expect(await refuse(portrait, { document: 'icao-generic', maxKB: '5' })).toMatchObject({ code: 'parameter-invalid', parameter: 'maxKB', smallestKB: expect.any(Number) });
  });

  it('has a size of one’s own', async () => {
    expect(await make({ document: 'custom', widthMm: '40', heightMm: '50', dpi: '300' })).toMatchObject({ width: 472, height: 591, density: 300 });
    expect(await make({ document: 'custom', width: '500', height: '600' })).toMatchObject({ width: 500, height: 600 });
  });

  it('has its background painted where that is not refused, and otherwise keeps it', async () => {
    const corner = async (bytes: Buffer) => [...(await sharp(bytes).extract({ left: 5, top: 5, width: 1, height: 1 }).raw().toBuffer())];
    const painted = await make({ document: 'tr-passport', mode: 'studio', format: 'png' });
    expect(await corner(painted.bytes)).toEqual([255, 255, 255]);
    expect(await corner((await make({ document: 'fr-passport-id', mode: 'studio', background: '#c8d8e8', format: 'png' })).bytes)).toEqual([200, 216, 232]);
    const kept = await corner((await make({ document: 'us-passport', format: 'png' })).bytes);
    for (const [index, value] of [242, 243, 244].entries()) expect(Math.abs(kept[index]! - value)).toBeLessThan(3);
  });

  it('is judged as it was painted', async () => {
    expect((await make({ document: 'tr-passport', mode: 'studio', format: 'png' })).headers.get('ephemera-reasons') ?? '').not.toContain('BackgroundColour');
    expect((await make({ document: 'tr-passport', mode: 'studio', background: 'teal' })).headers.get('ephemera-reasons')).toContain('BackgroundColour');
  });

  it('is levelled and says so', async () => {
    const tilted = await drawFile({ ...roomy, people: [{ scale: 2.35, y: 1250, roll: 7 }] });
    const answer = await post({ photo: tilted, document: 'us-passport' });
    expect(answer.headers.get('ephemera-notes')).toContain('tilt-corrected');
    const again = await postForm(studio, '/v1/checks', { photo: fileOf(new Uint8Array(await answer.arrayBuffer())), document: 'us-passport' });
    const { checks } = (await again.json()) as { checks: { name: string; value: number }[] };
    expect(Math.abs(checks.find(({ name }) => name === 'HeadPoseRoll')?.value ?? 90)).toBeLessThan(2);
  });

  it('of a photo that stands on its head is upright, and that is told', async () => {
    const turned = await sharp(Buffer.from(await portrait.arrayBuffer())).rotate(180).jpeg().toBuffer();
    const answer = await post({ photo: fileOf(new Uint8Array(turned)), document: 'us-passport' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ephemera-notes')).toContain('turned-upright');
  });
});

describe('an identity photo is refused', () => {
  it('with near matches when the document is not known', async () => {
    expect(await refuse(portrait, { document: 'us-pasport' })).toMatchObject({ code: 'document-unknown', status: 404, near: expect.arrayContaining([expect.objectContaining({ id: 'us-passport' })]) });
  });

  it('in the authority’s words when a background is to be painted that it refuses', async () => {
    expect(await refuse(portrait, { document: 'us-passport', mode: 'studio' })).toMatchObject({ code: 'alteration-forbidden', status: 409, detail: expect.stringContaining('mode=crop') });
    expect(await refuse(portrait, { document: 'ca-passport-online' })).toMatchObject({ code: 'alteration-forbidden', status: 409, detail: expect.stringContaining('/v1/checks') });
  });

  it.each([
    ['a head that the photo cuts', { ...roomy, people: [{ scale: 2.7, y: 320 }] }, 'face-cut-off'],
    ['a face too small for the print', { width: 900, height: 1100, people: [{ scale: 0.35, y: 500 }] }, 'face-too-small'],
    ['a face that is turned away', { ...roomy, people: [{ scale: 2.7, y: 1200, turned: true }] }, 'face-turned'],
    ['two faces', { width: 1400, height: 900, people: [{ x: 400, y: 400 }, { x: 1000, y: 400 }] }, 'several-faces'],
    ['too little wall around the head', { width: 1500, height: 1900, colour: '#f2f3f4', people: [{ scale: 4.6, y: 1000 }] }, 'margin-missing'],
  ] as const)('for %s', async (_name, scene, code) => {
    expect(await refuse(await drawFile(scene as Scene), { document: 'us-passport' })).toMatchObject({ code, status: 422 });
  });

  it('for too few pixels, unless it is to be enlarged', async () => {
    const small = await drawFile({ ...roomy, width: 840, height: 1050, people: [{ scale: 1.12, y: 500 }] });
    expect(await refuse(small, { document: 'in-passport' })).toMatchObject({ code: 'face-too-small', mayBeEnlarged: true, detail: expect.stringContaining('enlarge=yes') });
    const enlarged = await post({ photo: small, document: 'in-passport', enlarge: 'yes' });
    expect(enlarged.status).toBe(200);
    expect(enlarged.headers.get('ephemera-notes')).toContain('enlarged');
    expect(enlarged.headers.get('ephemera-reasons')).toContain('Resolution');
  });

  it('without a face', async () => {
    expect(await refuse(fileOf(new Uint8Array(await drawPlain(800, 1000))))).toMatchObject({ code: 'face-not-found', status: 422 });
  });

  it.each([
    [{ widthMm: '35', heightMm: '45', headMinMm: '50' }],
    [{ widthMm: '5', heightMm: '45' }],
    [{ widthMm: '35' }],
    [{ width: '500', height: '9000' }],
    [{ widthMm: '35', heightMm: '45', width: '600', height: '600' }],
  ])('for an impossible size of one’s own: %o', async (fields) => {
    expect(await refuse(portrait, { document: 'custom', ...(fields as Record<string, string>) })).toMatchObject({ code: 'size-impossible', status: 400 });
  });

  it.each([
    [{ minKB: '200', maxKB: '100' }, 'file-size-contradictory', 400],
    [{ engine: 'gemini' }, 'engine-unavailable', 409],
    [{ format: 'webp' }, 'parameter-invalid', 400],
    [{ widthMm: '35' }, 'parameter-invalid', 400],
    [{ background: 'white' }, 'parameter-invalid', 400],
    [{ mode: 'studio', background: 'transparent', document: 'tr-passport' }, 'parameter-invalid', 400],
    [{ crownY: 'high' }, 'parameter-invalid', 400],
    [{ crownY: '2420' }, 'parameter-invalid', 400],
    [{ eyesY: '20' }, 'parameter-invalid', 400],
    [{ backdrop: 'auto' }, 'parameter-unknown', 400],
  ])('for fields that make no sense: %o', async (fields, code, status) => {
    expect(await refuse(portrait, fields as unknown as Record<string, string>)).toMatchObject({ code, status });
  });
});
