// Owns the way from finished pixels to a file: format, quality, file size, density, provenance. Refuses all other metadata.

import type { Sharp } from 'sharp';
import { Problem } from '../problem.ts';
import type { Vault } from '../retention/vault.ts';
import { withJpegDensity, withPngDensity } from './density.ts';
import type { Pixels } from './pixels.ts';
import { type DigitalSourceType, describeSource } from './provenance.ts';
import { openPixels, renderFile } from './sharp.ts';

/** Formats that are written. */
export const pictureFormats = ['jpeg', 'png', 'webp', 'avif'] as const;

export type PictureFormat = (typeof pictureFormats)[number];

/** Media type of each format that is written. */
export const mediaTypes = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
} as const satisfies Record<PictureFormat, string>;

/** How a picture is written. */
export interface EncodeOptions {
  readonly format: PictureFormat;
  /** 1–100; `defaultQuality` unless given. A PNG is lossless whatever is given, unless `maxKB` makes it a palette. */
  readonly quality?: number | undefined;
  /** The file has at most this many kilobytes of 1000 bytes; quality gives way, pixels do not. */
  readonly maxKB?: number | undefined;
  /** The file has at least this many kilobytes of 1024 bytes, as far as quality 100 reaches; `maxKB` comes first. */
  readonly minKB?: number | undefined;
  /** Quality does not give way to `maxKB` further than this. */
  readonly leastQuality?: number | undefined;
  /** Dots per inch; written into JPEG and PNG, the others have no place for it but EXIF. */
  readonly dpi?: number | undefined;
  readonly source: DigitalSourceType;
}

/** A file in a buffer the vault owns. */
export interface EncodedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: (typeof mediaTypes)[PictureFormat];
  readonly width: number;
  readonly height: number;
}

/** Where each format looks the same as its original to most eyes: measured on portraits, JPEG at 4:4:4. */
export const defaultQuality = { jpeg: 90, webp: 85, avif: 65 } as const satisfies Record<Exclude<PictureFormat, 'png'>, number>;

/** A PNG's quality when its pixels are kept as they are. */
const lossless = 100;

/**
 * Write pixels to a file of exactly their size, sRGB, with a provenance mark as its only metadata.
 *
 * @param pixels - Grey stays grey in PNG and JPEG. JPEG has no transparency: RGBA is flattened on white there.
 * @throws {Problem} `parameter-invalid` when `maxKB` cannot be met at this pixel size, saying the smallest that can.
 */
export async function encodePicture(pixels: Pixels, options: EncodeOptions, vault: Vault, signal: AbortSignal): Promise<EncodedFile> {
  signal.throwIfAborted();
  const encode = (quality: number) => encodeOnce(pixels, options, quality, vault, signal);
  const quality = options.format === 'png' ? lossless : (options.quality ?? defaultQuality[options.format]);
  const bytes = await encodeBetween(encode, quality, options, vault);
  return { bytes, mimeType: mediaTypes[options.format], width: pixels.width, height: pixels.height };
}

async function encodeOnce(pixels: Pixels, options: EncodeOptions, quality: number, vault: Vault, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const picture = openPixels(pixels).withXmp(describeSource(options.source));
  const file = await renderFile(chooseEncoder(picture, pixels, options.format, quality), vault);
  signal.throwIfAborted();
  if (options.format === 'jpeg') return withJpegDensity(file, options.dpi, vault);
  if (options.format === 'png') return withPngDensity(file, options.dpi, vault);
  return file;
}

type Encode = (quality: number) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * The wanted quality where its file lies between the limits; else the quality nearest to it that does.
 * Authorities do not say how large their kilobytes are: 1000 bytes above and 1024 below hold for both.
 */
async function encodeBetween(encode: Encode, quality: number, options: EncodeOptions, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  const { minKB = 0, maxKB = Infinity } = options;
  const [minBytes, maxBytes] = [minKB * 1024, maxKB * 1000];
  const first = await encode(quality);
  if (first.byteLength > maxBytes) return encodeSmaller(encode, { quality, bytes: first }, maxKB, options, vault);
  if (first.byteLength >= minBytes || quality >= highestQuality) return first;
  return encodeLarger(encode, { quality, bytes: first }, minBytes, maxBytes, vault);
}

/** A file that was tried. */
interface Attempt {
  readonly quality: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bisect for the best quality that fits; at most eight encodes, since there are a hundred qualities. */
async function encodeSmaller(encode: Encode, tooLarge: Attempt, maxKB: number, { format, leastQuality = lowestQuality }: EncodeOptions, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  vault.erase(tooLarge.bytes);
  const maxBytes = maxKB * 1000;
  const lowest = Math.min(leastQuality, tooLarge.quality);
  const least = { quality: lowest, bytes: await encode(lowest) };
  if (least.bytes.byteLength > maxBytes) {
    const smallestKB = Math.ceil(least.bytes.byteLength / 1000);
    vault.erase(least.bytes);
    throw tooSmall(maxKB, smallestKB, format);
  }
  return bisect(encode, least, tooLarge.quality, (bytes) => bytes <= maxBytes, vault);
}

/** Bisect for the least quality that is large enough and still fits; the largest file that fits where none is. */
async function encodeLarger(encode: Encode, tooSmall: Attempt, minBytes: number, maxBytes: number, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  const most = { quality: highestQuality, bytes: await encode(highestQuality) };
  if (most.bytes.byteLength < minBytes) {
    vault.erase(tooSmall.bytes);
    return most.bytes;
  }
  const found = await bisect(encode, most, tooSmall.quality, (bytes) => bytes >= minBytes, vault);
  if (found.byteLength <= maxBytes) {
    vault.erase(tooSmall.bytes);
    return found;
  }
  vault.erase(found);
  return tooSmall.bytes;
}

/** From a quality that suits towards one that does not, as near to it as suits. */
async function bisect(encode: Encode, suiting: Attempt, unsuited: number, suits: (bytes: number) => boolean, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  let { quality: good, bytes: best } = suiting;
  for (let bad = unsuited; Math.abs(bad - good) > 1; ) {
    const middle = Math.floor((good + bad) / 2);
    const attempt = await encode(middle);
    const isBetter = suits(attempt.byteLength);
    vault.erase(isBetter ? best : attempt);
    if (isBetter) [best, good] = [attempt, middle];
    else bad = middle;
  }
  return best;
}

/** Below this every codec falls apart into blocks; nobody wants such a file. */
const lowestQuality = 5;
const highestQuality = 100;

function tooSmall(maxKB: number, smallestKB: number, format: PictureFormat): Problem {
  const remedy = format === 'png' ? 'Ask for jpeg, for fewer pixels, or for more.' : 'Ask for fewer pixels or for more.';
  return new Problem('parameter-invalid', `maxKB is ${maxKB}, but at this size in pixels the smallest ${format} has ${smallestKB} kB. ${remedy}`, {
    members: { parameter: 'maxKB', smallestKB },
  });
}

function chooseEncoder(picture: Sharp, pixels: Pixels, format: PictureFormat, quality: number): Sharp {
  const millions = (pixels.width * pixels.height) / 1e6;
  switch (format) {
    case 'jpeg':
      return encodeJpeg(picture, quality, millions);
    case 'png':
      return encodePng(picture, quality);
    case 'webp':
      return picture.webp({ quality, alphaQuality: 100, smartSubsample: true, effort: webpEffort(millions) });
    case 'avif':
      return picture.avif({ quality, chromaSubsampling: quality >= fullChromaQuality ? '4:4:4' : '4:2:0', effort: avifEffort(millions) });
  }
}

/** Full chroma keeps red lips and collars crisp; below this quality its bytes are better spent on luminance. */
const fullChromaQuality = 60;

/** mozjpeg's trellis saves 15 % at six times the time: 0.3 s at two megapixels, 2 s at twelve. */
const maxTrellisMegapixels = 2.5;

function encodeJpeg(picture: Sharp, quality: number, millions: number): Sharp {
  return picture.flatten({ background: '#ffffff' }).jpeg({
    quality,
    progressive: true,
    optimiseCoding: true,
    chromaSubsampling: quality >= fullChromaQuality ? '4:4:4' : '4:2:0',
    mozjpeg: millions <= maxTrellisMegapixels,
  });
}

/**
 * Level 3 with adaptive filters: 12 megapixels RGBA in 0.9 s and 9 MB; level 6 takes 1.5 s to save 0.7 MB, level 1
 * without filters 0.4 s but 24 MB. Less than lossless means a palette, the only way to make a PNG smaller at its size.
 */
function encodePng(picture: Sharp, quality: number): Sharp {
  if (quality === lossless) return picture.png({ compressionLevel: 3, adaptiveFiltering: true });
  return picture.png({ palette: true, quality, effort: 4, compressionLevel: 9 });
}

/** One megapixel takes 0.3 s at effort 4, 0.17 s at 2, 0.07 s at 0. */
function webpEffort(millions: number): number {
  if (millions <= 2) return 4;
  return millions <= 6 ? 2 : 0;
}

/** One megapixel takes 0.3 s at effort 2, 0.13 s at 1. */
function avifEffort(millions: number): number {
  if (millions <= 1) return 4;
  return millions <= 4 ? 2 : 1;
}
