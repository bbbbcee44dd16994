// Owns canary photos: a drawn face under noise that no other photo has, and random words wherever a file has room for words.

import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { encodePicture } from '../src/photo/encode.ts';
import { createPixels } from '../src/photo/pixels.ts';
import { Vault } from '../src/retention/vault.ts';
import { drawPortrait, renderPixels } from '../test/drawn-portrait.ts';

export const photoFormats = ['jpeg', 'png', 'webp'] as const;
export type PhotoFormat = (typeof photoFormats)[number];

/** A photo that betrays itself wherever a piece of it is left. */
export interface CanaryPhoto {
  readonly format: PhotoFormat;
  readonly bytes: Buffer;
  /** As the studio decodes it, 8-bit RGB. */
  readonly pixels: Buffer;
  /** Words in its metadata, as their bytes are in the file. */
  readonly words: readonly Buffer[];
}

/** 1.1 megabytes of pixels: like a camera's, more than a megabyte, below which the C library treats buffers differently. */
const width = 540;
const height = 675;

/** Steps of 8-bit noise either way: enough that no slice of pixels is like another, little enough that the face is found. */
const noiseSteps = 16;

const plainPortrait = renderPixels(drawPortrait({ width, height, background: 'gradient' }));

/** 64 random hexadecimal digits. */
export function makeWord(): string {
  return randomBytes(32).toString('hex');
}

/** Make a photo with a face, or of noise alone. */
export async function makeCanaryPhoto(format: PhotoFormat, face = true): Promise<CanaryPhoto> {
  const noise = randomBytes(width * height * 3);
  const portrait = face ? (await plainPortrait).data : undefined;
  const pixels = portrait ? addNoise(portrait, noise) : noise;
  const [exif, xmp, title, comment, profile] = [makeWord(), makeWord(), makeWord(), makeWord(), makeWord()];
  const encoded = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { ImageDescription: exif, Artist: exif } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${xmp}" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="${title}"/></rdf:RDF></x:xmpmeta>`)
    [format](format === 'png' ? { compressionLevel: 3 } : { quality: 90 })
    .toBuffer();
  const description = Buffer.from(profile, 'utf16le').swap16();
  const bytes = embed[format](encoded, await describeProfile(description), comment);
  const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { format, bytes, pixels: data, words: [Buffer.from(exif), Buffer.from(xmp), Buffer.from(title), Buffer.from(comment), description] };
}

/** A loop, as it runs for a million bytes of each photo. */
function addNoise(picture: Uint8Array, noise: Buffer): Buffer {
  for (let at = 0; at < noise.length; at++) noise[at] = Math.min(255, Math.max(0, picture[at]! + (noise[at]! % (2 * noiseSteps)) - noiseSteps));
  return noise;
}

/** Ten times as large each way: 5400 × 6750 pixels are 109 MB, more than libvips keeps in memory unless told. */
const widening = 10;

/** Orientation 6 of EXIF: to be turned, for which all pixels are needed at once. */
const lyingDown = 6;

let widePhoto: Promise<CanaryPhoto> | undefined;

/** A photo that lies on its side and is large as pixels; made once. Neither its pixels nor what is made of them is searched for: they are not random. */
export function makeWidePhoto(): Promise<CanaryPhoto> {
  return (widePhoto ??= paintWidePhoto());
}

async function paintWidePhoto(): Promise<CanaryPhoto> {
  const { data } = await plainPortrait;
  const [exif, profile] = [makeWord(), makeWord()];
  const small = await sharp(data, { raw: { width, height, channels: 3 } }).rotate(-90).png().toBuffer();
  const encoded = await sharp(small)
    .resize({ width: height * widening, kernel: 'nearest' })
    .withExif({ IFD0: { ImageDescription: exif } })
    .withMetadata({ orientation: lyingDown })
    .webp({ quality: 80, effort: 0 })
    .toBuffer();
  const description = Buffer.from(profile, 'utf16le').swap16();
  const bytes = embed.webp(encoded, await describeProfile(description), '');
  return { format: 'webp', bytes, pixels: Buffer.alloc(0), words: [Buffer.from(exif), description] };
}

/** The standard sRGB profile with a description of our own. */
async function describeProfile(description: Buffer): Promise<Buffer> {
  const plain = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } }).withIccProfile('srgb').png().toBuffer();
  const profile = (await sharp(plain).metadata()).icc!;
  // ICC.1:2022 10.15: multiLocalizedUnicodeType with one record, appended; its entry in the tag table is pointed there.
  const head = Buffer.alloc(28);
  head.write('mluc', 0);
  [1, 12].forEach((value, index) => head.writeUInt32BE(value, 8 + 4 * index));
  head.write('enUS', 16);
  [description.length, 28].forEach((value, index) => head.writeUInt32BE(value, 20 + 4 * index));
  const padded = Buffer.concat([profile, Buffer.alloc(-profile.length & 3)]);
  const tag = padded.indexOf('desc', 128);
  padded.writeUInt32BE(padded.length, tag + 4);
  padded.writeUInt32BE(head.length + description.length, tag + 8);
  const whole = Buffer.concat([padded, head, description]);
  whole.writeUInt32BE(whole.length, 0);
  return whole;
}

const embed: Readonly<Record<PhotoFormat, (file: Buffer, profile: Buffer, comment: string) => Buffer>> = {
  jpeg(file, profile, comment) {
    const marked = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
    return Buffer.concat([file.subarray(0, 2), segment(0xe2, marked), segment(0xfe, Buffer.from(comment)), file.subarray(2)]);
  },
  png(file, profile, comment) {
    const packed = Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(profile)]);
    const text = Buffer.from(`Comment\0${comment}`, 'latin1');
    // After the signature (8 bytes) and the header chunk (25 bytes).
    return Buffer.concat([file.subarray(0, 33), chunk('iCCP', packed), chunk('tEXt', text), file.subarray(33)]);
  },
  webp(file, profile) {
    // RIFF header and VP8X chunk are 30 bytes; bit 5 of the flags says that a profile follows.
    const size = Buffer.alloc(4);
    size.writeUInt32LE(profile.length);
    const even = Buffer.alloc(profile.length & 1);
    const whole = Buffer.concat([file.subarray(0, 30), Buffer.from('ICCP'), size, profile, even, file.subarray(30)]);
    whole[20]! |= 0x20;
    whole.writeUInt32LE(whole.length - 8, 4);
    return whole;
  },
};

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A black picture, written as the studio writes its own: with the tables and marks that all of them have. */
export async function makeEmptyPicture(format: PhotoFormat): Promise<Buffer> {
  await using vault = new Vault();
  const pixels = vault.ownPixels(createPixels(16, 16, 3));
  const { bytes } = await encodePicture(pixels, { format, source: 'algorithmicMedia' }, vault, new AbortController().signal);
  return Buffer.from(bytes);
}
