// Owns the search through a process's memory, by way of /proc. Refuses what the process cannot write: its code and the libraries' constants.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { sliceBytes } from './needles.ts';
import type { Needles, Secret, Slice } from './needles.ts';

/** One slice found, and the map it was found in. */
export interface Found {
  readonly slice: Slice;
  readonly secret: Secret;
  readonly pid: number;
  /** Such as `[heap]`, `[stack]`, `anonymous` or a library's name. */
  readonly map: string;
}

/** What a search saw. */
export interface Search {
  readonly found: readonly Found[];
  /** Bytes that were read and are not zero. */
  readonly searchedBytes: number;
}

const pageBytes = 4096;
const zeroPage = Buffer.alloc(pageBytes);
/** Read at a time; a slice that lies across two reads is read in both. */
const blockBytes = 1024 * pageBytes;
/** Searched in one stretch: a tenth of a second. More often, whoever looks at files and connections meanwhile would do nothing else. */
const longestStretchBytes = 32e6;
/** Of what is behind a block: the rest of a slice that begins with its last byte. */
const tailBytes = sliceBytes + 4;

/** Search every writable map of these processes; those that have ended hold nothing. */
export async function searchMemory(pids: readonly number[], needles: Needles): Promise<Search> {
  const found: Found[] = [];
  let searchedBytes = 0;
  for (const pid of pids) {
    try {
      searchedBytes += await searchProcess(pid, needles, found);
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
  return { found, searchedBytes };
}

/** The secrets in a text or a file, one for each slice. */
export function searchBytes(bytes: Buffer, needles: Needles): Secret[] {
  const secrets: Secret[] = [];
  const { memory, to } = alignBytes(bytes);
  needles.search(memory, 0, to, (_slice, secret) => secrets.push(secret));
  return secrets;
}

/** Take out of the count whatever these bytes hold too: they are nobody's. */
export function dismissBytes(bytes: Buffer, needles: Needles): void {
  const { memory, to } = alignBytes(bytes);
  // Memory is looked at every fourth byte: so each of four beginnings.
  for (let shift = 0; shift < 4; shift++, memory.copyWithin(0, 1)) needles.search(memory, 0, to, (slice) => needles.dismiss(slice));
}

/** A copy that can be searched to its last byte. */
function alignBytes(bytes: Buffer): { readonly memory: Uint8Array; readonly to: number } {
  const to = Math.ceil(bytes.length / 4) * 4;
  const memory = new Uint8Array(to + tailBytes);
  memory.set(bytes);
  return { memory, to };
}

async function searchProcess(pid: number, needles: Needles, found: Found[]): Promise<number> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pages = openSync(`/proc/${pid}/pagemap`, 'r');
  const block = Buffer.alloc(blockBytes + pageBytes);
  let searched = 0;
  let unbroken = 0;
  try {
    for (const { from, to, map } of listWritableMaps(pid)) {
      for (const piece of listPieces(pages, from, to)) {
        const length = readBlock(memory, block, piece.from, Math.min(piece.bytes + tailBytes, to - piece.from));
        // What the last read left is not found again.
        block.fill(0, length, length + tailBytes);
        if ((unbroken += piece.bytes) > longestStretchBytes) {
          unbroken = 0;
          await letOthersRun();
        }
        searched += searchBlock(block, Math.min(length, piece.bytes), needles, (slice, secret) => found.push({ slice, secret, pid, map }));
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
  return searched;
}

/** Of each page a number of 64 bits, the two highest of which say that it is in memory or on the swap. @see pagemap.rst of the kernel */
const entryBytes = 8;

/** What to read of a map, `blockBytes` at most at once: pages that were never written to are not there and hold nothing. */
function listPieces(pages: number, from: number, to: number): readonly { readonly from: number; readonly bytes: number }[] {
  const entries = Buffer.alloc(((to - from) / pageBytes) * entryBytes);
  // A map that has just gone, or a device's: whatever is there is read.
  if (readBlock(pages, entries, (from / pageBytes) * entryBytes, entries.length) < entries.length) entries.fill(0xff);
  const pieces: { from: number; bytes: number }[] = [];
  for (let page = 0; page * entryBytes < entries.length; page++) {
    if ((entries[page * entryBytes + entryBytes - 1]! & 0xc0) === 0) continue;
    const last = pieces.at(-1);
    const at = from + page * pageBytes;
    if (last && last.from + last.bytes === at && last.bytes < blockBytes) last.bytes += pageBytes;
    else pieces.push({ from: at, bytes: pageBytes });
  }
  return pieces;
}

/** @returns 0 where the kernel lets nobody read, such as a device's pages or a map that has just gone. */
function readBlock(memory: number, block: Buffer, position: number, length: number): number {
  try {
    return readSync(memory, block, 0, length, position);
  } catch {
    return 0;
  }
}

function listWritableMaps(pid: number): { readonly from: number; readonly to: number; readonly map: string }[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, from, to, name = ''] = /^([0-9a-f]+)-([0-9a-f]+) .w\S+ \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
    return from && to ? [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), map: name.split('/').at(-1) || 'anonymous' }] : [];
  });
}

/** @returns Bytes that are not zero. */
function searchBlock(block: Buffer, length: number, needles: Needles, tell: Parameters<Needles['search']>[3]): number {
  let searched = 0;
  for (let page = 0; page < length; page += pageBytes) {
    if (block.compare(zeroPage, 0, pageBytes, page, page + pageBytes) === 0) continue;
    searched += pageBytes;
    needles.search(block, page, page + pageBytes, tell);
  }
  return searched;
}
