// Holds the telling of compression to real encoders: by tables, and by blocks wherever their grid lies.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { estimateJpegQuality, measureBlockiness } from '../../src/photo/compression.ts';
import { createPixels } from '../../src/photo/pixels.ts';
import type { Pixels } from '../../src/photo/pixels.ts';

/** Soft shapes and a little grain, as of skin; the same every time. */
function drawSkin(side: number): Pixels<3> {
  const picture = createPixels(side, side, 3);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const light = 150 + 40 * Math.sin(x / 19) * Math.cos(y / 23) + ((x * 7919 + y * 104729) % 13) - 6;
    picture.data.set([light, light * 0.8, light * 0.65], at * 3);
  }
  return picture;
}

async function compress(picture: Pixels<3>, options: { quality: number; mozjpeg?: boolean }): Promise<Buffer> {
  const { data, width, height, channels } = picture;
  return sharp(data, { raw: { width, height, channels } }).jpeg(options).toBuffer();
}

async function decode(bytes: Buffer): Promise<Pixels<3>> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data: Uint8Array.from(data), width: info.width, height: info.height, channels: 3 };
}

describe('the quality of a JPEG', () => {
  it.each([5, 20, 35, 50, 62, 75, 85, 92, 97])('is read as %i where libjpeg wrote it', async (quality) => {
    expect(Math.abs((estimateJpegQuality(await compress(drawSkin(64), { quality })) ?? 0) - quality)).toBeLessThanOrEqual(1);
  });

  it('is that of equal steps where mozjpeg wrote its own tables', async () => {
    const read = estimateJpegQuality(await compress(drawSkin(64), { quality: 70, mozjpeg: true })) ?? 0;
    expect(read).toBeGreaterThan(50);
    expect(read).toBeLessThan(72);
  });

  it('is read from tables of words as from tables of bytes', () => {
    const steps = [16, 11, 12, 14, 12, 10, 16, 14, ...new Array<number>(56).fill(60)];
    const inBytes = [0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...steps];
    const inWords = [0xff, 0xd8, 0xff, 0xdb, 0, 131, 0x10, ...steps.flatMap((step) => [0, step])];
    expect(estimateJpegQuality(Uint8Array.from(inWords))).toBe(estimateJpegQuality(Uint8Array.from(inBytes)));
  });

  it('is not a thumbnail’s inside another segment', async () => {
    const thumbnail = await compress(drawSkin(32), { quality: 10 });
    const length = thumbnail.length + 2;
    const picture = await compress(drawSkin(64), { quality: 90 });
    const file = Buffer.concat([picture.subarray(0, 2), Buffer.from([0xff, 0xe1, length >> 8, length & 255]), thumbnail, picture.subarray(2)]);
    expect(estimateJpegQuality(file)).toBe(90);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['a file that ends in its table', Uint8Array.of(0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, 16, 11)],
    ['a file whose segments lead nowhere', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0)],
  ])('is not told of %s', (_, bytes) => {
    expect(estimateJpegQuality(bytes)).toBeNull();
  });
});

describe('blocks', () => {
  const whole = { x: 0, y: 0, width: 256, height: 256 };

  it('are none in a picture that was never compressed, nor at quality 92', async () => {
    const picture = drawSkin(256);
    expect(measureBlockiness(picture, whole)).toBeLessThan(1.3);
    expect(measureBlockiness(await decode(await compress(picture, { quality: 92 })), whole)).toBeLessThan(1.3);
  });

  it.each([0, 3, 5])('are seen at quality 10, %i pixels off their grid', async (shift) => {
    const rough = await decode(await compress(drawSkin(256), { quality: 10 }));
    expect(measureBlockiness(rough, { x: shift, y: shift, width: 240, height: 240 })).toBeGreaterThan(2.5);
  });

  it('are none in a plain picture, and not told of a tiny one', () => {
    expect([measureBlockiness(createPixels(64, 64, 3), { x: 0, y: 0, width: 64, height: 64 }), measureBlockiness(drawSkin(32), { x: 0, y: 0, width: 20, height: 20 })]).toEqual([1, 1]);
  });
});
