// Owns the facts about written files: exact size, file size, density, provenance, and nothing else in them.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePicture, mediaTypes, type PictureFormat, pictureFormats } from '../../src/photo/encode.ts';
import { createPixels, type Pixels } from '../../src/photo/pixels.ts';
import type { Problem } from '../../src/problem.ts';
import { Vault } from '../../src/retention/vault.ts';
import { notAborted } from './drawn.ts';

const source = 'compositeCapture';

/** Soft shapes with some grain, so that file sizes behave like a photo's. */
function drawScene(width: number, height: number, channels: 1 | 3 | 4): Pixels {
  const pixels = createPixels(width, height, channels);
  let seed = 1;
  for (let at = 0; at < width * height; at += 1) {
    seed = (seed * 16807) % 2147483647;
    const [x, y] = [at % width, Math.floor(at / width)];
    const level = 120 + 80 * Math.sin(x / 23) * Math.cos(y / 31) + (seed % 17);
    for (let channel = 0; channel < Math.min(channels, 3); channel += 1) pixels.data[at * channels + channel] = level - 20 * channel;
    if (channels === 4) pixels.data[at * 4 + 3] = x < width / 2 ? 0 : 255;
  }
  return pixels;
}

async function encode(pixels: Pixels, vault: Vault, options: Partial<Parameters<typeof encodePicture>[1]> & { format: PictureFormat }) {
  return encodePicture(pixels, { source, ...options }, vault, notAborted);
}

describe.each(pictureFormats)('%s', (format) => {
  it('has exactly the size in pixels, its media type, and belongs to the vault', async () => {
    await using vault = new Vault();
    const file = await encode(drawScene(123, 77, 3), vault, { format });
    const metadata = await sharp(file.bytes).metadata();
    expect([metadata.width, metadata.height, file.width, file.height]).toEqual([123, 77, 123, 77]);
    expect(file.mimeType).toBe(mediaTypes[format]);
    expect(vault.heldBytes).toBe(file.bytes.byteLength);
    expect(file.bytes.buffer.byteLength).toBe(file.bytes.byteLength);
  });

  it('carries the digital source type and no other metadata', async () => {
    await using vault = new Vault();
    const { bytes } = await encode(drawScene(64, 48, 3), vault, { format, dpi: 300 });
    const metadata = await sharp(bytes).metadata();
    expect(metadata.xmpAsString).toContain('http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture');
    const properties = [...(metadata.xmpAsString ?? '').matchAll(/<(\w+:\w+)/g)].map((match) => match[1]);
    expect(properties).toEqual(['x:xmpmeta', 'rdf:RDF', 'rdf:Description', 'Iptc4xmpExt:DigitalSourceType']);
    for (const kind of ['exif', 'icc', 'iptc', 'comments', 'tifftagPhotoshop'] as const) expect(metadata[kind]).toBeUndefined();
    const text = Buffer.from(bytes.buffer);
    for (const trace of ['Exif\0', 'CREATOR', 'libvips', 'sharp', 'Software', 'tIME', 'tEXt']) expect(text.includes(trace)).toBe(false);
  });

  it('keeps transparency where the format can, else white shows', async () => {
    await using vault = new Vault();
    const { bytes } = await encode(drawScene(80, 60, 4), vault, { format });
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(format === 'jpeg' ? 3 : 4);
    const left = [...data.subarray(0, info.channels)];
    if (format === 'jpeg') expect(Math.min(...left)).toBeGreaterThan(250);
    else expect([left[3], data[79 * 4 + 3]]).toEqual([0, 255]);
  });

  it('writes an alpha mask', async () => {
    await using vault = new Vault();
    const mask = createPixels(64, 64, 1);
    mask.data.fill(255, 0, 64 * 32);
    const { bytes } = await encode(mask, vault, { format });
    const grey = await sharp(bytes).toColourspace('b-w').raw().toBuffer();
    expect(grey[64 * 8 + 20]).toBeGreaterThan(250);
    expect(grey[64 * 60 + 20]).toBeLessThan(5);
    if (format === 'png' || format === 'jpeg') expect((await sharp(bytes).metadata()).channels).toBe(1);
  });

  it('meets maxKB with the best quality that fits', async () => {
    await using vault = new Vault();
    const scene = drawScene(240, 180, 3);
    const free = await encode(scene, vault, { format });
    const maxKB = Math.ceil(free.bytes.byteLength / 1000 / 2);
    const file = await encode(scene, vault, { format, maxKB });
    expect(file.bytes.byteLength).toBeLessThanOrEqual(maxKB * 1000);
    if (format !== 'png') expect(file.bytes.byteLength).toBeGreaterThan(maxKB * 1000 * 0.8);
    expect(vault.heldBytes).toBe(free.bytes.byteLength + file.bytes.byteLength);
  });

  it('says the smallest size when maxKB cannot be met', async () => {
    await using vault = new Vault();
    const problem = await encode(drawScene(240, 180, 3), vault, { format, maxKB: 0.3 }).then(() => expect.fail('no problem'), (error: Problem) => error);
    expect(problem).toMatchObject({ code: 'parameter-invalid', status: 400, members: { parameter: 'maxKB' } });
    const { smallestKB } = problem.members as { smallestKB: number };
    expect(problem.detail).toContain(`${smallestKB} kB`);
    expect(vault.heldBytes).toBe(0);
    const file = await encode(drawScene(240, 180, 3), vault, { format, maxKB: smallestKB });
    expect(file.bytes.byteLength).toBeLessThanOrEqual(smallestKB * 1000);
  });

  it('stops when aborted', async () => {
    await using vault = new Vault();
    await expect(encodePicture(drawScene(8, 8, 3), { format, source }, vault, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});

describe('kilobytes between two limits', () => {
  it('are met by a better quality when the file would be too small', async () => {
    await using vault = new Vault();
    const scene = drawScene(240, 180, 3);
    const plain = await encode(scene, vault, { format: 'jpeg', quality: 60 });
    const minKB = Math.ceil((plain.bytes.byteLength * 1.5) / 1024);
    const file = await encode(scene, vault, { format: 'jpeg', quality: 60, minKB, maxKB: minKB + 6 });
    expect(file.bytes.byteLength).toBeGreaterThanOrEqual(minKB * 1024);
    expect(file.bytes.byteLength).toBeLessThanOrEqual((minKB + 6) * 1000);
    expect(vault.heldBytes).toBe(plain.bytes.byteLength + file.bytes.byteLength);
  });

  it('leave a file alone that lies between them', async () => {
    await using vault = new Vault();
    const scene = drawScene(240, 180, 3);
    const plain = await encode(scene, vault, { format: 'jpeg', quality: 60 });
    const file = await encode(scene, vault, { format: 'jpeg', quality: 60, minKB: 1, maxKB: 1000 });
    expect(file.bytes).toEqual(plain.bytes);
  });

  it('give the largest file where none is large enough', async () => {
    await using vault = new Vault();
    const scene = drawScene(64, 48, 3);
    const best = await encode(scene, vault, { format: 'jpeg', quality: 100 });
    const file = await encode(scene, vault, { format: 'jpeg', minKB: 500 });
    expect(file.bytes.byteLength).toBe(best.bytes.byteLength);
    expect(vault.heldBytes).toBe(best.bytes.byteLength + file.bytes.byteLength);
  });

  it('put the greatest first where no quality meets both', async () => {
    await using vault = new Vault();
    const scene = drawScene(240, 180, 3);
    const plain = await encode(scene, vault, { format: 'jpeg', quality: 90 });
    const kilobytes = Math.ceil(plain.bytes.byteLength / 1000);
    const file = await encode(scene, vault, { format: 'jpeg', quality: 90, minKB: kilobytes, maxKB: kilobytes });
    expect(file.bytes.byteLength).toBeLessThanOrEqual(kilobytes * 1000);
  });

  it('are refused rather than met by less than the least quality', async () => {
    await using vault = new Vault();
    const scene = drawScene(240, 180, 3);
    const poor = await encode(scene, vault, { format: 'jpeg', quality: 30 });
    const maxKB = Math.ceil(poor.bytes.byteLength / 1000);
    await expect(encode(scene, vault, { format: 'jpeg', maxKB, leastQuality: 60 })).rejects.toMatchObject({ code: 'parameter-invalid' });
    expect(vault.heldBytes).toBe(poor.bytes.byteLength);
  });
});

describe('density', () => {
  it.each([72, 300, 600])('is written into JPEG as JFIF: %i dpi', async (dpi) => {
    await using vault = new Vault();
    const { bytes } = await encode(drawScene(64, 48, 3), vault, { format: 'jpeg', dpi });
    const header = Buffer.from(bytes.buffer, 0, 20);
    expect(header.toString('latin1', 6, 11)).toBe('JFIF\0');
    expect([header[13], header.readUInt16BE(14), header.readUInt16BE(16)]).toEqual([1, dpi, dpi]);
    expect((await sharp(bytes).metadata()).density).toBe(dpi);
  });

  it('is written into PNG as pHYs', async () => {
    await using vault = new Vault();
    const { bytes } = await encode(drawScene(64, 48, 4), vault, { format: 'png', dpi: 300 });
    const file = Buffer.from(bytes.buffer);
    const at = file.indexOf('pHYs');
    expect([file.readUInt32BE(at + 4), file.readUInt32BE(at + 8), file[at + 12]]).toEqual([11811, 11811, 1]);
    expect((await sharp(bytes).metadata()).density).toBe(300);
  });

  it('is not invented', async () => {
    await using vault = new Vault();
    const png = await encode(drawScene(64, 48, 3), vault, { format: 'png' });
    expect(Buffer.from(png.bytes.buffer).includes('pHYs')).toBe(false);
    const jpeg = await encode(drawScene(64, 48, 3), vault, { format: 'jpeg' });
    expect([...jpeg.bytes.subarray(13, 18)]).toEqual([0, 0, 1, 0, 1]);
  });
});

describe('quality', () => {
  it('keeps full chroma where it is high, and is progressive', async () => {
    await using vault = new Vault();
    const fine = await sharp((await encode(drawScene(64, 48, 3), vault, { format: 'jpeg', quality: 92 })).bytes).metadata();
    expect(fine).toMatchObject({ chromaSubsampling: '4:4:4', isProgressive: true });
    const coarse = await sharp((await encode(drawScene(64, 48, 3), vault, { format: 'jpeg', quality: 40 })).bytes).metadata();
    expect(coarse.chromaSubsampling).toBe('4:2:0');
  });

  it('leaves PNG without loss', async () => {
    await using vault = new Vault();
    const scene = drawScene(90, 70, 3);
    const { bytes } = await encode(scene, vault, { format: 'png', quality: 10 });
    expect(new Uint8Array(await sharp(bytes).raw().toBuffer())).toEqual(scene.data);
  });
});
