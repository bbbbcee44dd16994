// Owns the way from an uploaded file to safe pixels. Refuses files it cannot bound before decoding, and lets no metadata through.

import type { Metadata, Sharp } from 'sharp';
import { Problem } from '../problem.ts';
import { eraseBytes, type Vault } from '../retention/vault.ts';
import { type PhotoFormat, readPhotoFormat } from './format.ts';
import { decodeHeic } from './heic.ts';
import type { Pixels } from './pixels.ts';
import { openEncoded, openPixels, renderFile, renderPixels } from './sharp.ts';

/** What may be opened. Room for the pixels is the caller's to wait for: it lasts as long as they do. */
export interface OpenLimits {
  /** Width × height, checked before anything is decoded. */
  readonly maxPixels: number;
  /** The shorter side must have at least this many pixels. */
  readonly minSidePixels: number;
}

/** What a photo's header says. Sizes are of the upright picture. */
export interface PhotoFacts {
  readonly format: PhotoFormat;
  readonly width: number;
  readonly height: number;
  /** EXIF orientation 1–8 that opening will apply; 1 where there is none or the decoder applies it itself. */
  readonly orientation: number;
  readonly hasAlpha: boolean;
  /** The file carries an ICC profile. */
  readonly hasProfile: boolean;
  /** Samples have more than 8 bits. */
  readonly isDeep: boolean;
  /** Frames or pages in the file; only the first, or a HEIC's primary picture, is opened. */
  readonly frames: number;
}

/** A photo ready for work. */
export interface OpenPhoto {
  /** Upright, full size, sRGB, flattened on white; owned by the vault. */
  readonly pixels: Pixels<3>;
  readonly facts: PhotoFacts;
}

/** A photo ready to be sent on, and the same picture to look at. */
export interface SendablePhoto {
  /** A JPEG without metadata, owned by the vault. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: 'image/jpeg';
  /** What the JPEG was written from, owned by the vault. */
  readonly pixels: Pixels<3>;
  readonly facts: PhotoFacts;
}

/**
 * Read what the header says, without decoding.
 *
 * @param bytes - File as uploaded.
 * @throws {Problem} `photo-empty`, `photo-format-unsupported`, `photo-unreadable`, `photo-too-large`, `photo-too-small`.
 */
export async function readPhotoFacts(bytes: Uint8Array, limits: OpenLimits, vault: Vault, signal: AbortSignal): Promise<PhotoFacts> {
  signal.throwIfAborted();
  const format = readPhotoFormat(bytes);
  const metadata = await orUnreadable(vault.during(openEncoded(bytes).metadata()));
  const facts = describe(format, metadata);
  eraseMetadata(metadata);
  boundSize(facts, limits);
  signal.throwIfAborted();
  return facts;
}

/**
 * Open an uploaded photo for local work: decode it once, upright, at full size.
 *
 * @param bytes - File as uploaded; stays the vault's, is not erased here.
 * @returns 8-bit sRGB, colour-managed from whatever the file holds (CMYK, wide gamut, 16 bits, grey, palette),
 * without metadata, transparency flattened on white.
 * @throws {Problem} as `readPhotoFacts`; the signal's reason when aborted.
 */
export async function openPhoto(bytes: Uint8Array, limits: OpenLimits, vault: Vault, signal: AbortSignal): Promise<OpenPhoto> {
  const facts = await readPhotoFacts(bytes, limits, vault, signal);
  await using source = await readableSource(bytes, facts, limits, vault, signal);
  const pixels = await orUnreadable(renderPixels(uprightRgb(source.bytes, facts), 3, vault));
  signal.throwIfAborted();
  return { pixels, facts };
}

/**
 * Open an uploaded photo only to send it on: shrunk while loading, so that full-size pixels never exist.
 *
 * @param target - Longest side of the JPEG in pixels, and its quality 1–100. Never enlarged.
 * @throws {Problem} as `readPhotoFacts`; the signal's reason when aborted.
 */
export async function openForSending(
  bytes: Uint8Array,
  target: { readonly maxSidePixels: number; readonly quality: number },
  limits: OpenLimits,
  vault: Vault,
  signal: AbortSignal,
): Promise<SendablePhoto> {
  const facts = await readPhotoFacts(bytes, limits, vault, signal);
  await using source = await readableSource(bytes, facts, limits, vault, signal);
  const side = target.maxSidePixels;
  const pipeline = uprightRgb(source.bytes, facts).resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
  const pixels = await orUnreadable(renderPixels(pipeline, 3, vault));
  signal.throwIfAborted();
  const sendable = await renderFile(openPixels(pixels).jpeg({ quality: target.quality }), vault);
  signal.throwIfAborted();
  return { bytes: sendable, mimeType: 'image/jpeg', pixels, facts };
}

/** Memory for the way to a provider: JPEG decodes in strips; the other formats hold the whole picture for a moment. */
export function sendingBytes(facts: PhotoFacts, maxSidePixels: number): number {
  const fullBytes = facts.width * facts.height * 4;
  return facts.format === 'jpeg' ? Math.min(fullBytes, maxSidePixels * maxSidePixels * 4) : fullBytes;
}

/**
 * 16-bit pictures go to 8 bits before their profile is applied: sharp otherwise takes them through
 * Display P3 and leaves them there. CMYK must not: its profile is what gives it colours at all.
 */
function uprightRgb(bytes: Uint8Array, facts: PhotoFacts): Sharp {
  const picture = openEncoded(bytes).autoOrient();
  const managed = facts.isDeep ? picture.pipelineColourspace('srgb') : picture;
  const opaque = facts.hasAlpha ? managed.flatten({ background: '#ffffff' }) : managed;
  return opaque.toColourspace('srgb');
}

interface Source extends AsyncDisposable {
  readonly bytes: Uint8Array;
}

/** What libvips can read: the file itself, or a HEIC's pixels in a TIFF that is erased after use. */
async function readableSource(bytes: Uint8Array, facts: PhotoFacts, limits: OpenLimits, vault: Vault, signal: AbortSignal): Promise<Source> {
  if (facts.format !== 'heic') return { bytes, [Symbol.asyncDispose]: async () => {} };
  const tiff = await decodeHeic(bytes, limits.maxPixels, vault, signal);
  return { bytes: tiff, [Symbol.asyncDispose]: async () => vault.erase(tiff) };
}

function describe(format: PhotoFormat, metadata: Metadata): PhotoFacts {
  return {
    format,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    orientation: metadata.orientation ?? 1,
    hasAlpha: metadata.hasAlpha,
    hasProfile: metadata.hasProfile,
    isDeep: metadata.depth !== 'uchar',
    frames: metadata.pages ?? 1,
  };
}

/** EXIF, profiles and comments hold places and names; sharp hands out copies of them. */
function eraseMetadata(metadata: Metadata): void {
  for (const value of Object.values(metadata) as unknown[]) if (ArrayBuffer.isView(value)) eraseBytes(value);
}

function boundSize(facts: PhotoFacts, limits: OpenLimits): void {
  const { width, height } = facts;
  if (width * height > limits.maxPixels) {
    throw new Problem('photo-too-large', `The photo is ${width} × ${height} pixels, ${inMillions(width * height)} million; at most ${inMillions(limits.maxPixels)} million are opened. Send a smaller version.`, {
      members: { width, height, maxPixels: limits.maxPixels },
    });
  }
  if (Math.min(width, height) < limits.minSidePixels) {
    throw new Problem('photo-too-small', `The photo is ${width} × ${height} pixels; the shorter side needs at least ${limits.minSidePixels}. Send the original, not a preview of it.`, {
      members: { width, height, minSidePixels: limits.minSidePixels },
    });
  }
}

function inMillions(pixels: number): string {
  return (pixels / 1e6).toFixed(pixels < 10e6 ? 1 : 0);
}

/** libvips' messages stay here: they can quote the file. */
async function orUnreadable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new Problem('photo-unreadable', 'The file is damaged or cut short. Send it again, or save it as a new JPEG first.', { cause });
  }
}
