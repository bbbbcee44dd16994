// Owns what kind of file a photo really is, told by its first bytes. Refuses names and declared types as evidence.

import { Problem } from '../problem.ts';

/** Formats that are read. */
export const readableFormats = ['jpeg', 'png', 'webp', 'avif', 'heic', 'tiff', 'gif'] as const;

export type PhotoFormat = (typeof readableFormats)[number];

const readableNames = 'JPEG, PNG, WebP, AVIF, HEIC, TIFF and GIF';

/**
 * Tell a photo's format by its bytes.
 *
 * @param bytes - At least the beginning of the file.
 * @throws {Problem} `photo-empty`; `photo-format-unsupported` saying what it seems to be and how to get a JPEG.
 */
export function readPhotoFormat(bytes: Uint8Array): PhotoFormat {
  if (bytes.byteLength === 0) throw new Problem('photo-empty', 'The file has no bytes. Choose the photo again and send it whole.');
  const format = sniffReadable(bytes);
  if (format !== undefined) return format;
  const seems = sniffUnreadable(bytes);
  const what = seems === undefined ? 'The bytes are not those of a photo.' : `This seems to be ${seems.what}. ${seems.remedy}`;
  throw new Problem('photo-format-unsupported', `${what} What is read: ${readableNames}.`, {
    members: { readable: readableFormats },
  });
}

function sniffReadable(bytes: Uint8Array): PhotoFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (hasText(bytes, 0, 'GIF87a') || hasText(bytes, 0, 'GIF89a')) return 'gif';
  if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP')) return 'webp';
  if (isTiff(bytes) && !isCameraRaw(bytes)) return 'tiff';
  if (hasText(bytes, 4, 'ftyp')) return readableBrand(readBrands(bytes));
  return undefined;
}

/** AVIF comes first: its files may also name the general brand mif1, as HEIC files do. */
function readableBrand(brands: readonly string[]): PhotoFormat | undefined {
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  if (brands.some((brand) => heicBrands.has(brand))) return 'heic';
  return undefined;
}

/** ISO/IEC 23008-12 annex B: HEVC images and sequences, and the codec-independent brands. */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1', 'mif2']);

/** The major brand and the compatible ones of an ISO base media file. */
function readBrands(bytes: Uint8Array): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(view.getUint32(0), bytes.byteLength, maxBrandBytes);
  const brands = [readText(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(readText(bytes, at, 4));
  return brands;
}

/** 60 brands; real files have fewer than ten. */
const maxBrandBytes = 256;

interface Unreadable {
  readonly what: string;
  readonly remedy: string;
  readonly matches: (bytes: Uint8Array) => boolean;
}

const exportRemedy = 'Export it as JPEG from the program it was made in.';
const cameraRemedy = 'Develop it to JPEG in your photo program, or let the camera save JPEG beside it.';
const stillRemedy = 'Take a still from it and save that as JPEG.';

const unreadable: readonly Unreadable[] = [
  { what: 'an SVG drawing', remedy: exportRemedy, matches: isSvg },
  { what: 'a PDF document', remedy: 'Export its page as JPEG.', matches: (bytes) => hasText(bytes, 0, '%PDF') },
  { what: 'a Windows bitmap (BMP)', remedy: exportRemedy, matches: (bytes) => hasText(bytes, 0, 'BM') && bytes[6] === 0 && bytes[7] === 0 },
  { what: 'a camera’s raw file', remedy: cameraRemedy, matches: isCameraRaw },
  { what: 'a JPEG XL picture', remedy: exportRemedy, matches: (bytes) => startsWith(bytes, [0xff, 0x0a]) || hasText(bytes, 4, 'JXL ') },
  { what: 'a JPEG 2000 picture', remedy: exportRemedy, matches: (bytes) => hasText(bytes, 4, 'jP  ') || startsWith(bytes, [0xff, 0x4f, 0xff, 0x51]) },
  { what: 'a Photoshop document', remedy: exportRemedy, matches: (bytes) => hasText(bytes, 0, '8BPS') },
  { what: 'an icon', remedy: exportRemedy, matches: (bytes) => startsWith(bytes, [0, 0, 1, 0]) },
  { what: 'a video', remedy: stillRemedy, matches: isVideo },
  { what: 'a zip archive', remedy: 'Unpack it and send the photo itself.', matches: (bytes) => startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) },
  { what: 'a web page', remedy: 'Download the picture itself, not the page that shows it.', matches: isHtml },
];

function sniffUnreadable(bytes: Uint8Array): Unreadable | undefined {
  return unreadable.find((kind) => kind.matches(bytes));
}

function isTiff(bytes: Uint8Array): boolean {
  return [0x2a, 0x2b].some((version) =>
    startsWith(bytes, [0x49, 0x49, version, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, version]));
}

/** Raw formats are mostly TIFF containers: told by their marks, or by DNG's own tag among the first directory's entries. */
function isCameraRaw(bytes: Uint8Array): boolean {
  return (
    (isTiff(bytes) && (hasText(bytes, 8, 'CR') || hasTiffTag(bytes, dngVersionTag))) ||
    hasText(bytes, 0, 'FUJIFILMCCD-RAW') ||
    hasText(bytes, 0, 'IIRO') || hasText(bytes, 0, 'IIU\0') ||
    (hasText(bytes, 4, 'ftypcrx '))
  );
}

const dngVersionTag = 0xc612;

function hasTiffTag(bytes: Uint8Array, tag: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  if (bytes.byteLength < 8) return false;
  const directory = view.getUint32(4, little);
  if (directory + 2 > bytes.byteLength) return false;
  const entries = view.getUint16(directory, little);
  for (let at = directory + 2, left = entries; left > 0 && at + 12 <= bytes.byteLength; at += 12, left -= 1) {
    if (view.getUint16(at, little) === tag) return true;
  }
  return false;
}

function isVideo(bytes: Uint8Array): boolean {
  const matroska = startsWith(bytes, [0x1a, 0x45, 0xdf, 0xa3]);
  const avi = hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'AVI ');
  const quickTime = ['ftyp', 'moov', 'mdat', 'wide'].some((box) => hasText(bytes, 4, box));
  return matroska || avi || quickTime;
}

function isSvg(bytes: Uint8Array): boolean {
  return /^\s*(<\?xml[\s\S]*?)?(<!--[\s\S]*?-->\s*|<!DOCTYPE\s[^>]*>\s*)*<svg[\s>]/i.test(readHead(bytes));
}

function isHtml(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype html|html)/i.test(readHead(bytes));
}

/** Only the beginning, and only of files that start like markup: a photo's bytes never become text here. */
function readHead(bytes: Uint8Array): string {
  const bare = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? bytes.subarray(3) : bytes;
  const first = bare.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  return first === 0x3c ? readText(bare, 0, 1024) : '';
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

function readText(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
