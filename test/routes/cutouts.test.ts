// Shows cutouts over HTTP: every background, mask, crop, size and format, judged by the pixels that come back.

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, renderAlpha, renderFile } from '../drawn-portrait.ts';
import type { Pixels } from '../../src/photo/pixels.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

const drawing = drawPortrait({ width: 600, height: 800 });
let studio: RunningStudio;
let photo: File;
let truth: Pixels<1>;

beforeAll(async () => {
  photo = fileOf(new Uint8Array(await renderFile(drawing)));
  truth = await renderAlpha(drawing);
  studio = await startStudio();
});

afterAll(() => studio[Symbol.asyncDispose]());

const post = (fields: Readonly<Record<string, string | File>>) => postForm(studio, '/v1/cutouts', { photo, ...fields });

async function readPixels(answer: Response) {
  expect(answer.status, answer.ok ? '' : await answer.clone().text()).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { xmpAsString, format } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)];
  return { at, data, format, xmp: xmpAsString ?? '', width: info.width, height: info.height, channels: info.channels };
}

/** Share of pixels on which two masks agree about more than half. */
function agreement(mask: ArrayLike<number>, other: ArrayLike<number>): number {
  let both = 0;
  let either = 0;
  for (let index = 0; index < other.length; index++) {
    const [one, two] = [mask[index]! > 127, other[index]! > 127];
    if (one && two) both++;
    if (one || two) either++;
  }
  return both / either;
}

describe('a cutout', () => {
  it('is a transparent PNG of the photo’s size, and its alpha is the person', async () => {
    const { data, width, height, channels, xmp, format } = await readPixels(await post({}));
    expect([width, height, channels, format]).toEqual([600, 800, 4, 'png']);
    expect(xmp).toContain('digitalsourcetype/humanEdits<');
    const alpha = data.filter((_, index) => index % 4 === 3);
    expect(agreement(alpha, truth.data)).toBeGreaterThan(0.98);
  });

  it.each(['webp', 'avif'])('is transparent in %s too', async (format) => {
    const { channels, at } = await readPixels(await post({ format }));
    expect(channels).toBe(4);
    expect(at(2, 2)[3]).toBeLessThan(3);
  });

  it('is the alpha mask alone when asked', async () => {
    const { data, channels } = await readPixels(await post({ output: 'mask' }));
    expect(agreement(data.filter((_, index) => index % channels === 0), truth.data)).toBeGreaterThan(0.98);
  });

  it('stands before a colour, with no transparency left', async () => {
    const { at, channels } = await readPixels(await post({ background: 'rgb(10 200 30)', format: 'png' }));
    expect(channels).toBe(3);
    expect(at(3, 3)).toEqual([10, 200, 30]);
  });

  it('stands before a half-transparent colour', async () => {
    const { at } = await readPixels(await post({ background: '#ff000080' }));
    expect(at(3, 3)).toEqual([255, 0, 0, 128]);
  });

  it('stands before a gradient that runs downwards', async () => {
    const { at } = await readPixels(await post({ background: 'gradient:#ffffff,#000000,180', format: 'png' }));
    expect(at(3, 1)[0]).toBeGreaterThan(240);
    expect(at(3, 795)[0]).toBeLessThan(15);
  });

  it('stands before the blurred original: plain grey stays plain grey, without a halo of the person', async () => {
    const { at } = await readPixels(await post({ background: 'blur', format: 'png' }));
    const [x, y] = [10, 400];
    const original = await sharp(Buffer.from(await photo.arrayBuffer())).raw().toBuffer();
    for (const channel of [0, 1, 2]) expect(Math.abs(at(x, y)[channel]! - original[(y * 600 + x) * 3 + channel]!)).toBeLessThan(4);
  });

  it('stands before an uploaded picture, and says that two captures became one', async () => {
    const blue = await sharp({ create: { width: 90, height: 50, channels: 3, background: '#1020e0' } }).png().toBuffer();
    const { at, xmp } = await readPixels(await post({ background: 'picture', backgroundPicture: fileOf(new Uint8Array(blue), 'b.png'), format: 'png' }));
    expect(at(3, 3)).toEqual([16, 32, 224]);
    expect(xmp).toContain('digitalsourcetype/compositeCapture<');
  });

  it('takes many pictures with backgrounds at once without waiting for itself', async () => {
    const picture = fileOf(new Uint8Array(await sharp({ create: { width: 90, height: 50, channels: 3, background: '#fff' } }).png().toBuffer()));
    const answers = await Promise.all(Array.from({ length: 5 }, () => post({ background: 'picture', backgroundPicture: picture, width: '120' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  });

  it('is cropped to the person with a margin', async () => {
    const tight = await readPixels(await post({ crop: 'subject', margin: '0' }));
    const loose = await readPixels(await post({ crop: 'subject', margin: '20' }));
    expect(tight.height).toBeLessThan(700);
    expect(loose.height).toBeGreaterThan(tight.height);
    const opaqueInFirstRow = Array.from({ length: tight.width }, (_, x) => tight.at(x, 2)[3]!).filter((alpha) => alpha > 127);
    expect(opaqueInFirstRow.length).toBeGreaterThan(0);
  });

  it.each([
    [{ shape: '1:1', width: '300' }, 300, 300],
    [{ width: '640', height: '360' }, 640, 360],
    [{ width: '150' }, 150, 200],
  ])('has exactly the size asked for: %o', async (frame, width, height) => {
    expect(await readPixels(await post(frame))).toMatchObject({ width, height });
  });

  it('is no larger than maxKB, and has the dpi that was asked for', async () => {
    const answer = await post({ background: 'white', format: 'jpeg', maxKB: '20', dpi: '300' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.length).toBeLessThanOrEqual(20_000);
    expect((await sharp(bytes).metadata()).density).toBe(300);
  });

  it('comes as what Accept takes when no format is named', async () => {
    const answer = await postForm(studio, '/v1/cutouts', { photo }, { headers: { Accept: 'image/webp' } });
    expect(answer.headers.get('content-type')).toBe('image/webp');
    await answer.arrayBuffer();
  });
});
