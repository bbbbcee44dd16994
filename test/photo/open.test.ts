// Owns the facts about opening a photo: every format, every colour space, every orientation, no metadata.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openForSending, openPhoto, readPhotoFacts } from '../../src/photo/open.ts';
import { Vault } from '../../src/retention/vault.ts';
import { blue, drawQuadrants, green, largestDifference, limits, notAborted, quadrantsOf, red, yellow } from './drawn.ts';

const upright = [red, green, blue, yellow];

async function open(bytes: Uint8Array, vault: Vault) {
  return openPhoto(bytes, limits, vault, notAborted);
}

describe('formats', () => {
  it.each([
    ['jpeg', () => drawQuadrants().jpeg({ quality: 95, chromaSubsampling: '4:4:4' })],
    ['png', () => drawQuadrants().png()],
    ['webp', () => drawQuadrants().webp({ quality: 95 })],
    ['avif', () => drawQuadrants().avif({ quality: 90, effort: 0 })],
    ['tiff', () => drawQuadrants().tiff()],
    ['gif', () => drawQuadrants().gif()],
  ] as const)('opens %s', async (format, draw) => {
    await using vault = new Vault();
    const { pixels, facts } = await open(await draw().toBuffer(), vault);
    expect(facts).toMatchObject({ format, width: 160, height: 120, orientation: 1, frames: 1 });
    expect([pixels.width, pixels.height, pixels.channels, pixels.data.length]).toEqual([160, 120, 3, 160 * 120 * 3]);
    expect(largestDifference(quadrantsOf(pixels), upright)).toBeLessThanOrEqual(4);
    expect(pixels.data.buffer.byteLength).toBe(pixels.data.length);
  });

  it('opens the first frame of an animated GIF and WebP', async () => {
    await using vault = new Vault();
    const frames = await Promise.all(['#c83c28', '#28a050'].map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } }).png().toBuffer()));
    for (const format of ['gif', 'webp'] as const) {
      const animated = await sharp(frames, { join: { animated: true } }).toFormat(format).toBuffer();
      const { pixels, facts } = await open(animated, vault);
      expect([pixels.width, pixels.height, facts.frames]).toEqual([40, 30, 2]);
      expect(largestDifference([quadrantsOf(pixels)[3] ?? []], [red])).toBeLessThanOrEqual(3);
    }
  });
});

describe('colour', () => {
  const deep = () => drawQuadrants().toColourspace('rgb16');
  it.each([
    ['Display P3', () => drawQuadrants().withIccProfile('p3').png(), 2],
    ['16 bits', () => deep().png(), 1],
    ['16 bits in Display P3', () => deep().withIccProfile('p3').png(), 3],
    ['16 bits with an sRGB profile', () => deep().withIccProfile('srgb').tiff(), 2],
    ['10-bit AVIF in Display P3', () => drawQuadrants().withIccProfile('p3').avif({ bitdepth: 10, quality: 95, effort: 0 }), 6],
    ['palette', () => drawQuadrants().png({ palette: true }), 1],
    ['Lab TIFF', () => drawQuadrants().toColourspace('lab').tiff(), 2],
  ] as const)('brings %s to sRGB', async (_name, draw, tolerance) => {
    await using vault = new Vault();
    const { pixels } = await open(await draw().toBuffer(), vault);
    expect(largestDifference(quadrantsOf(pixels), upright)).toBeLessThanOrEqual(tolerance);
  });

  it.each([
    ['with its profile', () => drawQuadrants().withIccProfile('cmyk').jpeg({ quality: 95 })],
    ['without one', () => drawQuadrants().toColourspace('cmyk').jpeg({ quality: 95 })],
    ['as TIFF', () => drawQuadrants().toColourspace('cmyk').tiff()],
  ] as const)('brings CMYK to sRGB %s', async (_name, draw) => {
    await using vault = new Vault();
    const { pixels } = await open(await draw().toBuffer(), vault);
    // Print inks cannot reach these colours; the profile brings them as near as they come.
    expect(largestDifference(quadrantsOf(pixels), upright)).toBeLessThanOrEqual(60);
    const [first] = quadrantsOf(pixels);
    expect(first?.[0]).toBeGreaterThan(180);
    expect(first?.[1]).toBeLessThan(80);
  });

  it.each([['8 bits', 'b-w'], ['16 bits', 'grey16']])('makes grey of %s RGB', async (_name, space) => {
    await using vault = new Vault();
    const { pixels } = await open(await drawQuadrants().toColourspace(space).png().toBuffer(), vault);
    for (const [r = 0, g = 0, b = 0] of quadrantsOf(pixels)) expect([r - g, g - b]).toEqual([0, 0]);
    expect(quadrantsOf(pixels)[0]?.[0]).toBeCloseTo(110, -0.5);
  });

  it('flattens transparency on white', async () => {
    await using vault = new Vault();
    const half = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer();
    const { pixels, facts } = await open(half, vault);
    expect(facts.hasAlpha).toBe(true);
    expect(largestDifference([quadrantsOf(pixels)[0] ?? []], [[127, 127, 127]])).toBeLessThanOrEqual(1);
  });
});

describe('orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('applies EXIF orientation %i, opened and sent', async (orientation) => {
    await using vault = new Vault();
    const upsideAway = await undo(orientation);
    const { pixels, facts } = await open(upsideAway, vault);
    expect([pixels.width, pixels.height, facts.width, facts.height, facts.orientation]).toEqual([160, 120, 160, 120, orientation]);
    expect(largestDifference(quadrantsOf(pixels), upright)).toBeLessThanOrEqual(4);
    const sent = await openForSending(upsideAway, { maxSidePixels: 80, quality: 95 }, limits, vault, notAborted);
    const again = await open(sent.bytes, vault);
    expect(again.facts).toMatchObject({ width: 80, height: 60, orientation: 1 });
    expect(largestDifference(quadrantsOf(again.pixels), upright)).toBeLessThanOrEqual(6);
  });

  /** A JPEG that is upright once its EXIF orientation is applied. */
  async function undo(orientation: number): Promise<Buffer> {
    const stored = [
      drawQuadrants(), drawQuadrants().flop(), drawQuadrants().rotate(180), drawQuadrants().flip(),
      await turned(90, true), await turned(270, false), await turned(270, true), await turned(90, false),
    ][orientation - 1] ?? drawQuadrants();
    return stored.withMetadata({ orientation }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  }

  async function turned(degrees: number, mirrored: boolean) {
    const once = sharp(await drawQuadrants().rotate(degrees).png().toBuffer());
    return mirrored ? once.flop() : once;
  }
});

describe('metadata', () => {
  const canary = 'Canary-7731';
  const carrying = () => drawQuadrants()
    .withExif({ IFD0: { Artist: canary, Copyright: canary }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${canary}"/></rdf:RDF></x:xmpmeta>`)
    .withIccProfile('p3');

  it('is gone from what is sent on', async () => {
    await using vault = new Vault();
    const jpeg = await carrying().jpeg().toBuffer();
    const comment = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, canary.length + 2]), Buffer.from(canary), jpeg.subarray(2)]);
    expect(comment.includes(canary) && comment.includes('Exif') && comment.includes('ICC_PROFILE')).toBe(true);
    const { bytes } = await openForSending(comment, { maxSidePixels: 160, quality: 90 }, limits, vault, notAborted);
    const sent = Buffer.from(bytes.buffer);
    for (const trace of [canary, 'Exif', 'ICC_PROFILE', 'http', 'GPS']) expect(sent.includes(trace)).toBe(false);
    const metadata = await sharp(bytes).metadata();
    for (const kind of ['exif', 'xmp', 'icc', 'iptc', 'orientation', 'comments'] as const) expect(metadata[kind]).toBeUndefined();
  });
});

describe('readPhotoFacts', () => {
  it('tells the upright size without decoding', async () => {
    await using vault = new Vault();
    const jpeg = await drawQuadrants().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await readPhotoFacts(jpeg, limits, vault, notAborted)).toEqual({
      format: 'jpeg', width: 120, height: 160, orientation: 6, hasAlpha: false, hasProfile: true, isDeep: false, frames: 1,
    });
    expect(vault.heldBytes).toBe(0);
  });
});

describe('openForSending', () => {
  it('never enlarges, and holds only the JPEG and its pixels', async () => {
    await using vault = new Vault();
    const sent = await openForSending(await drawQuadrants().png().toBuffer(), { maxSidePixels: 4000, quality: 80 }, limits, vault, notAborted);
    expect(await sharp(sent.bytes).metadata()).toMatchObject({ width: 160, height: 120 });
    expect([sent.pixels.width, sent.pixels.height]).toEqual([160, 120]);
    expect(vault.heldBytes).toBe(sent.bytes.byteLength + sent.pixels.data.byteLength);
  });
});
