// Owns writing a zip of files that are in this page's memory, nothing compressed: pictures are already. Refuses more than a zip of 4 GB can say.

/** One file of a zip. */
export interface ZipFile {
  /** ASCII. */
  readonly name: string;
  readonly blob: Blob;
}

/** 1 January 1980, the earliest that a zip can say: when it was made is nobody's business. */
const noDate = 0x21;
/** Version 1.0: stored files need no more. */
const versionNeeded = 10;

const encoder = new TextEncoder();

/**
 * Write a zip. Files are read one at a time, for their checksums; the zip refers to them and holds no copies.
 *
 * @see APPNOTE.TXT §4.3.7, §4.3.12, §4.3.16 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT)
 */
export async function writeZip(files: readonly ZipFile[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, blob } of files) {
    const facts = describeFile(crc32(new Uint8Array(await blob.arrayBuffer())), blob.size, encoder.encode(name));
    const header = join(fields([4, 0x04034b50]), facts.common, facts.name);
    parts.push(header, blob);
    // No comment, first disk, no attributes.
    directory.push(join(fields([4, 0x02014b50], [2, versionNeeded]), facts.common, fields([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), facts.name));
    at += header.length + blob.size;
  }
  const directoryBytes = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, directoryBytes], [4, at], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

/** Checksum of a file, as zip and PNG have it. @see https://www.w3.org/TR/png-3/#D-CRCAppendix */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

/** What the header before a file and the directory at the end both say of it. */
function describeFile(checksum: number, size: number, name: Uint8Array<ArrayBuffer>) {
  const [flags, stored, time, extra] = [0, 0, 0, 0];
  return { name, common: fields([2, versionNeeded], [2, flags], [2, stored], [2, time], [2, noDate], [4, checksum], [4, size], [4, size], [2, name.length], [2, extra]) };
}

/** Numbers of two or four bytes, the least significant first. */
function fields(...values: readonly (readonly [2 | 4, number])[]): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(values.reduce((sum, [width]) => sum + width, 0)));
  let at = 0;
  for (const [width, value] of values) {
    if (width === 2) bytes.setUint16(at, value, true);
    else bytes.setUint32(at, value, true);
    at += width;
  }
  return new Uint8Array(bytes.buffer);
}

function join(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});
