// Owns the reading of a zip as it comes: entry after entry from the headers before them, no directory, nothing kept. Refuses bombs, and going on when its place is lost.

import { crc32 } from 'node:zlib';
import { Problem } from '../../problem.ts';
import type { Vault } from '../../retention/vault.ts';
import { refuseSize } from '../admission.ts';
import { EndOfBody } from './body-bytes.ts';
import type { BodyBytes } from './body-bytes.ts';
import { isNoPhoto, printableName } from './entry-name.ts';
import { countVariableBytes, localHeaderBytes, longestDescriptorBytes, measureDescriptor, readLocalHeader } from './local-header.ts';
import type { CountedEntry, LocalHeader } from './local-header.ts';
import { copy, inflate } from './unpacking.ts';

/** Why a zip is read no further. */
export class WalkEnded extends Error {
  override readonly name = 'WalkEnded';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code, { cause: problem });
    this.problem = problem;
  }
}

/** One file of a zip. */
export interface ZipEntry {
  /** As it can be shown. */
  readonly name: string;
  /** Why it is not read. */
  readonly fault: Problem | undefined;
  /**
   * Read it into a vault; once.
   *
   * @throws {Problem} `upload-too-large`, `entry-refused` for a bomb or an archive, `photo-unreadable` when it is damaged. @throws {WalkEnded}
   */
  read(vault: Vault): Promise<Uint8Array<ArrayBuffer>>;
}

/** A zip on its way here. */
export interface ZipWalk {
  /** @returns Undefined at the directory, where the files end. @throws {WalkEnded} */
  next(): Promise<ZipEntry | undefined>;
}

/** Files in one zip: a company's photos. With the folders and companions that macOS adds to each, three entries for one. */
export const teamLimits = { photos: 1000, entries: 3000 } as const;

const localSignature = 0x04034b50;
/** Of the directory, and of what stands before or behind it. @see APPNOTE.TXT §4.3 */
const endSignatures = [0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50];

/** Where an entry's bytes have been read to. */
interface Place {
  readonly header: LocalHeader;
  compressedBytes: number;
  fileBytes: number;
  crc: number;
  /** Nothing of it is left. */
  isBehind: boolean;
  /** Its end cannot be found. */
  isLost: boolean;
}

/** @param maxFileBytes - Of one file, unpacked. */
export function walkZip(body: BodyBytes, maxFileBytes: number): ZipWalk {
  let place: Place | undefined;
  let [entries, photos] = [0, 0];
  const names = new Set<string>();
  return {
    async next() {
      for (;;) {
        if (place) await leave(body, place, maxFileBytes);
        place = await enter(body, entries === 0);
        if (!place) return undefined;
        if (++entries > teamLimits.entries) throw tooMany();
        const { header } = place;
        if (isNoPhoto(header.name)) continue;
        if (++photos > teamLimits.photos) throw tooMany();
        const isTaken = names.has(header.name);
        names.add(header.name);
        const here = place;
        const fault = header.fault ?? (isTaken ? twice() : (header.fileBytes ?? 0) > maxFileBytes ? refuseSize(maxFileBytes) : undefined);
        return { name: printableName(header.name), fault, read: (vault) => readEntry(body, here, maxFileBytes, vault) };
      }
    },
  };
}

async function enter(body: BodyBytes, isFirst: boolean): Promise<Place | undefined> {
  const fixed = await body.look(localHeaderBytes);
  const signature = fixed.length < 4 ? 0 : fixed.readUInt32LE(0);
  if (endSignatures.includes(signature)) return undefined;
  if (signature !== localSignature || fixed.length < localHeaderBytes) throw damaged(isFirst);
  const length = localHeaderBytes + countVariableBytes(fixed);
  const whole = await body.look(length);
  if (whole.length < length) throw damaged(isFirst);
  body.use(length);
  try {
    return { header: readLocalHeader(whole), compressedBytes: 0, fileBytes: 0, crc: 0, isBehind: false, isLost: false };
  } catch (error) {
    throw error instanceof RangeError ? damaged(isFirst) : error;
  }
}

async function readEntry(body: BodyBytes, place: Place, maxFileBytes: number, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  try {
    await pass(body, place, maxFileBytes, (piece) => void pieces.push(vault.own(new Uint8Array(piece))));
  } catch (error) {
    throw explain(error);
  }
  const whole = vault.join(pieces);
  if (isArchive(whole)) throw new Problem('entry-refused', 'This file is an archive itself, and archives in archives are not opened. Put its photos into the zip directly.');
  return whole;
}

/** Go through an entry's bytes and what follows them. @throws {Problem} The entry is not as it should be. */
async function pass(body: BodyBytes, place: Place, maxFileBytes: number, take: (piece: Uint8Array) => void): Promise<void> {
  const { isDeflated, compressedBytes, crc, fileBytes } = place.header;
  place.isLost = compressedBytes === undefined;
  await (isDeflated ? inflate : copy)(body, compressedBytes, {
    made(piece) {
      place.fileBytes += piece.byteLength;
      if (place.fileBytes > maxFileBytes) throw refuseSize(maxFileBytes);
      place.crc = crc32(piece, place.crc);
      take(piece);
    },
    used(bytes) {
      place.compressedBytes += bytes;
      if (isBomb(place)) throw new Problem('entry-refused', `This file is more than ${maxRatio} times as large unpacked as packed, as no photo is.`);
    },
  });
  const isWhole = compressedBytes === undefined || compressedBytes === place.compressedBytes;
  if (!isWhole || (crc !== undefined && (crc !== place.crc || fileBytes !== place.fileBytes))) throw spoilt();
  await passDescriptor(body, place, place);
}

/** A photo is packed already. The ratio is the one at which Apache POI stops; below a megabyte it is anybody's. */
const [maxRatio, suspectBytes] = [100, 1e6];

function isBomb({ compressedBytes, fileBytes }: Place): boolean {
  return fileBytes > suspectBytes && fileBytes > maxRatio * compressedBytes;
}

async function passDescriptor(body: BodyBytes, place: Place, counted: Omit<CountedEntry, 'compressedBytes'>): Promise<void> {
  if (place.header.hasDescriptor) {
    const next = await body.look(longestDescriptorBytes);
    const bytes = measureDescriptor(next, { ...counted, compressedBytes: place.compressedBytes });
    if (bytes === undefined) throw damaged(false);
    body.use(bytes);
  }
  [place.isBehind, place.isLost] = [true, false];
}

/** Go past what was not read of an entry. */
async function leave(body: BodyBytes, place: Place, maxFileBytes: number): Promise<void> {
  const { compressedBytes, isEndless, fault } = place.header;
  if (place.isBehind) return;
  if (place.isLost || isEndless) throw new WalkEnded(fault ?? new Problem('entry-refused', 'What follows a file that could not be unpacked cannot be found, as the zip does not say before each file how long it is.'));
  try {
    if (compressedBytes === undefined) return await pass(body, place, maxFileBytes, () => undefined);
    await copy(body, compressedBytes - place.compressedBytes, { made: () => undefined, used: (bytes) => void (place.compressedBytes += bytes) });
    await passDescriptor(body, place, { crc: undefined, fileBytes: undefined });
  } catch (error) {
    const explained = explain(error);
    throw explained instanceof Problem ? new WalkEnded(explained) : explained;
  }
}

function explain(error: unknown): unknown {
  if (error instanceof EndOfBody) return damaged(false);
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_') ? spoilt() : error;
}

/** First bytes of archives: zip, RAR, 7z, gzip, bzip2, xz, Zstandard. */
const archiveStarts = ['504b0304', '504b0506', '526172211a07', '377abcaf271c', '1f8b', '425a68', 'fd377a585a00', '28b52ffd'].map((hex) => Buffer.from(hex, 'hex'));
const tarMark = { at: 257, bytes: Buffer.from('ustar') } as const;

function isArchive(file: Uint8Array): boolean {
  const begins = (bytes: Buffer, at = 0) => bytes.equals(file.subarray(at, at + bytes.length));
  return archiveStarts.some((start) => begins(start)) || begins(tarMark.bytes, tarMark.at);
}

const damaged = (isFirst: boolean) =>
  new WalkEnded(new Problem('body-malformed', isFirst ? 'The body is not a zip. Send the file itself as the body, with `--data-binary` or `-T` of curl.' : 'The zip is damaged, or ended too early. Make it again and send the rest.'));
const tooMany = () => new WalkEnded(new Problem('photo-too-many', `One zip may have up to ${teamLimits.photos} photos and ${teamLimits.entries} entries. Send the rest in another.`));
const spoilt = () => new Problem('photo-unreadable', 'This file is damaged in the zip. Make the zip again.');
const twice = () => new Problem('entry-refused', 'The zip has another file of this name before it. Give each photo a name of its own.');
