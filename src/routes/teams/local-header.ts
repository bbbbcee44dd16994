// Owns what a zip says of an entry before its bytes: method, sizes, name, and what keeps it from being read. Refuses what cannot be read in one passage.

import { Problem } from '../../problem.ts';
import { findNameFault, readEntryName } from './entry-name.ts';

/** Bytes of the fixed part. @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT §4.3.7 */
export const localHeaderBytes = 30;

/** An entry as its header announces it. */
export interface LocalHeader {
  readonly name: string;
  readonly isDeflated: boolean;
  /** CRC-32, or undefined where it follows the bytes. */
  readonly crc: number | undefined;
  /** Undefined where it follows the bytes. */
  readonly compressedBytes: number | undefined;
  /** Undefined where it follows the bytes. */
  readonly fileBytes: number | undefined;
  /** Sizes follow the bytes (flag bit 3). */
  readonly hasDescriptor: boolean;
  /** Why it is not read. */
  readonly fault: Problem | undefined;
  /** The bytes must be read through to find their end, and cannot be. */
  readonly isEndless: boolean;
}

/** Bytes of name and extra fields behind the fixed part. */
export function countVariableBytes(fixed: Buffer): number {
  return fixed.readUInt16LE(26) + fixed.readUInt16LE(28);
}

const isFlagged = (flags: number, bit: number) => (flags & (1 << bit)) !== 0;

/** Read a header, name and extra fields included. @throws {RangeError} It is cut off, or has sizes that are none. */
export function readLocalHeader(header: Buffer): LocalHeader {
  const [flags, method, nameBytes] = [header.readUInt16LE(6), header.readUInt16LE(8), header.readUInt16LE(26)];
  const hasDescriptor = isFlagged(flags, 3);
  const sizes = readSizes(header, nameBytes);
  // Some writers leave the bit and know the sizes all the same.
  const isOpen = hasDescriptor && sizes.compressedBytes === 0;
  const name = readEntryName(header.subarray(localHeaderBytes, localHeaderBytes + nameBytes));
  const isEncrypted = [0, 6, 13].some((bit) => isFlagged(flags, bit)) || method === 99;
  const isReadable = !isEncrypted && (method === 8 || (method === 0 && !isOpen));
  const fault = isEncrypted ? encrypted() : isReadable ? findNameFault(name) : method === 0 ? storedOpen() : unknownMethod();
  return {
    name,
    isDeflated: method === 8,
    crc: hasDescriptor ? undefined : header.readUInt32LE(14),
    ...(isOpen ? { compressedBytes: undefined, fileBytes: undefined } : sizes),
    hasDescriptor,
    fault,
    isEndless: isOpen && !isReadable,
  };
}

/** Said in 32 bits, or in 64 in an extra field. @see APPNOTE.TXT §4.5.3 */
function readSizes(header: Buffer, nameBytes: number): { readonly compressedBytes: number; readonly fileBytes: number } {
  const [compressedBytes, fileBytes] = [header.readUInt32LE(18), header.readUInt32LE(22)];
  if (compressedBytes !== 0xffffffff && fileBytes !== 0xffffffff) return { compressedBytes, fileBytes };
  for (let at = localHeaderBytes + nameBytes; at + 4 <= header.length; at += 4 + header.readUInt16LE(at + 2)) {
    if (header.readUInt16LE(at) !== 1) continue;
    // A local header has both, the file's own first.
    return { fileBytes: readLong(header, at + 4), compressedBytes: readLong(header, at + 12) };
  }
  throw new RangeError('sizes of 64 bits are announced and not there');
}

function readLong(from: Buffer, at: number): number {
  const value = from.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a size that no file has');
  return Number(value);
}

const encrypted = () => new Problem('entry-refused', 'This file is encrypted. Make the zip without a password; it goes by HTTPS.');
const storedOpen = () => new Problem('entry-refused', 'This file is stored uncompressed without its size, so its end cannot be found while it comes. Let your program compress it, or write the zip to a file first.');
const unknownMethod = () => new Problem('entry-refused', 'This file is compressed in a way that is not read here. Make the zip with the usual compression (deflate), or none.');

/** What was counted of an entry; undefined where nobody could. */
export interface CountedEntry {
  readonly crc: number | undefined;
  readonly compressedBytes: number;
  readonly fileBytes: number | undefined;
}

/** Length of the longest descriptor: signature, CRC-32, two sizes of 64 bits. */
export const longestDescriptorBytes = 24;

/**
 * Recognise what follows an entry's bytes. Its signature may be missing, and nothing says how long its sizes are:
 * it is the form in which it says what was counted.
 *
 * @returns Its length; undefined when no form does. @see APPNOTE.TXT §4.3.9
 */
export function measureDescriptor(next: Buffer, { crc, compressedBytes, fileBytes }: CountedEntry): number | undefined {
  const forms = [4, 0].flatMap((start) => [4, 8].map((width) => ({ start, width, bytes: start + 4 + 2 * width })));
  return forms.find(({ start, width, bytes }) => {
    if (next.length < bytes || (start === 4 && next.readUInt32LE(0) !== 0x08074b50)) return false;
    const read = (at: number) => (width === 4 ? next.readUInt32LE(at) : Number(next.readBigUInt64LE(at)));
    return (crc ?? next.readUInt32LE(start)) === next.readUInt32LE(start) && read(start + 4) === compressedBytes && (fileBytes ?? read(start + 4 + width)) === read(start + 4 + width);
  })?.bytes;
}
