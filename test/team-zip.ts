// Owns zips as they are sent for a team, entry by entry, with whatever is wrong with one. Refuses to write a directory: nobody reads it.

import { crc32, deflateRawSync } from 'node:zlib';

/** One entry, and what is unusual about it. */
export interface TeamEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isStored?: boolean;
  /** Sizes follow the bytes. */
  readonly isOpen?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
}

/** The entry's header, its bytes and its descriptor. @see APPNOTE.TXT §4.3.7 */
export function writeEntry({ name, bytes, isStored = false, isOpen = false, flags = 0, method = isStored ? 0 : 8, crc = crc32(bytes) }: TeamEntry): Buffer {
  const packed = isStored ? bytes : deflateRawSync(bytes);
  const facts = Buffer.alloc(12);
  [crc, packed.length, bytes.length].forEach((value, place) => facts.writeUInt32LE(value, 4 * place));
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(flags | (isOpen ? 8 : 0), 6);
  head.writeUInt16LE(method, 8);
  if (!isOpen) facts.copy(head, 14);
  head.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([head, Buffer.from(name), packed, ...(isOpen ? [Buffer.from('PK\x07\x08', 'latin1'), facts] : [])]);
}

/** Where the entries of a zip end. */
export const zipEnd = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

/** A zip of these. */
export function writeTeam(...entries: readonly TeamEntry[]): Buffer {
  return Buffer.concat([...entries.map(writeEntry), zipEnd]);
}
