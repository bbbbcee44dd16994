// Owns answers of several files: a zip written straight to the client, nothing compressed, nothing stored. Refuses dates.

import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import type { ZipArchive } from 'archiver';

/** One file of a zip. */
export interface NamedFile {
  /** Says what it is, never whose: `photo.jpg`; in a team's zip it is the name that was sent. */
  readonly name: string;
  readonly mimeType: string;
  /** Who made it, where that is not who made the others. */
  readonly engine?: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file's name: what it is, and the usual ending of its media type. */
export function nameFile(stem: string, mimeType: string): string {
  const format = mimeType.split('/')[1] ?? '';
  return `${stem}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** The earliest that a zip can say. */
const noDate = new Date('1980-01-01T00:00:00Z');

/**
 * Write files as a zip and wait until the client has it. The archive passes on views of the buffers and copies none of them:
 * they must stay as they are until then.
 *
 * @throws The stream's error when the client goes before.
 */
export async function sendZip(files: readonly NamedFile[], to: Writable): Promise<void> {
  const archive = await openZip();
  for (const file of files) addEntry(archive, file);
  await Promise.all([pipeline(archive, to), archive.finalize()]);
}

/** Begin a zip. */
export async function openZip(): Promise<ZipArchive> {
  // With the first zip: a tenth of a start, which few processes need.
  const { ZipArchive } = await import('archiver');
  // Photos and PDFs of photos are compressed already.
  return new ZipArchive({ store: true });
}

/** Add a file; its bytes must stay as they are until they have left the archive. */
export function addEntry(archive: ZipArchive, { name, bytes }: Pick<NamedFile, 'name' | 'bytes'>): void {
  archive.append(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { name, date: noDate, mode: 0o644 });
}

/** Local header, central header, and end of the central directory. @see APPNOTE.TXT §4.3.7, §4.3.12, §4.3.16 */
const [localBytes, centralBytes, endBytes] = [30, 46, 22];

/** Size of the zip that `sendZip` writes. */
export function countZipBytes(files: readonly NamedFile[]): number {
  return files.reduce((sum, file) => sum + countEntryBytes(file) + centralBytes + Buffer.byteLength(file.name), endBytes);
}

/** Size of a file in a zip: its header and its bytes, without what the directory at the end says of it. */
export function countEntryBytes({ name, bytes }: Pick<NamedFile, 'name' | 'bytes'>): number {
  return localBytes + Buffer.byteLength(name) + bytes.byteLength;
}
