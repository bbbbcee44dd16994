// Owns the dots per inch written into a file, byte by byte. Refuses EXIF: libvips would write a dozen fields to carry one.

import { crc32 } from 'node:zlib';
import type { Vault } from '../retention/vault.ts';

const metresPerInch = 0.0254;

/**
 * Put a JFIF header right after a JPEG's start: its density, or only square pixels when there is none to state.
 *
 * @returns A new buffer owned by the vault; the one passed in is erased.
 * @see ITU-T T.871 §10.1
 */
export function withJpegDensity(jpeg: Uint8Array<ArrayBuffer>, dpi: number | undefined, vault: Vault): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(jfifBytes);
  header.set([0xff, 0xe0, 0, jfifBytes - 2, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, dpi === undefined ? 0 : 1]);
  const view = new DataView(header.buffer);
  view.setUint16(12, dpi ?? 1);
  view.setUint16(14, dpi ?? 1);
  return replaceBytes(jpeg, startOfImageBytes, 0, header, vault);
}

const startOfImageBytes = 2;
const jfifBytes = 18;

/**
 * Set a PNG's pHYs chunk, or take it out when there is no density to state: libvips always writes one, 25.4 dpi.
 *
 * @returns A new buffer owned by the vault; the one passed in is erased.
 * @see https://www.w3.org/TR/png-3/#11pHYs
 */
export function withPngDensity(png: Uint8Array<ArrayBuffer>, dpi: number | undefined, vault: Vault): Uint8Array<ArrayBuffer> {
  const chunk = dpi === undefined ? new Uint8Array(0) : createDensityChunk(dpi);
  const at = findDensityChunk(png);
  return replaceBytes(png, at ?? afterHeaderAt, at === undefined ? 0 : densityChunkBytes, chunk, vault);
}

/** Signature (8) and IHDR (25). */
const afterHeaderAt = 33;
/** Length (4), type (4), data (9), CRC (4). */
const densityChunkBytes = 21;

function createDensityChunk(dpi: number): Uint8Array {
  const chunk = new Uint8Array(densityChunkBytes);
  const view = new DataView(chunk.buffer);
  const pixelsPerMetre = Math.round(dpi / metresPerInch);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, pixelsPerMetre);
  view.setUint32(12, pixelsPerMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return chunk;
}

function findDensityChunk(png: Uint8Array): number | undefined {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const typeOf = (at: number) => view.getUint32(at + 4);
  for (let at = afterHeaderAt; at + 12 <= png.byteLength && typeOf(at) !== 0x49444154; at += 12 + view.getUint32(at)) {
    if (typeOf(at) === 0x70485973) return at;
  }
  return undefined;
}

function replaceBytes(
  file: Uint8Array<ArrayBuffer>,
  at: number,
  length: number,
  insert: Uint8Array,
  vault: Vault,
): Uint8Array<ArrayBuffer> {
  const patched = vault.own(new Uint8Array(file.byteLength - length + insert.byteLength));
  patched.set(file.subarray(0, at));
  patched.set(insert, at);
  patched.set(file.subarray(at + length), at + insert.byteLength);
  vault.erase(file);
  return patched;
}
