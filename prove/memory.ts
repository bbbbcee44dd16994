// Owns the search through a process's memory, by way of /proc. Refuses what the process cannot write: its code and the libraries' constants.

import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { sliceBytes } from './marks.ts';
import type { Needles, Piece, Secret } from './needles.ts';

/** One piece found, and the map it was found in. */
export interface Found extends Piece {
  readonly pid: number;
  /** Such as `[heap]`, `[stack]`, `anonymous` or a library's name. */
  readonly map: string;
}

/** What a search saw. */
export interface Search {
  readonly found: readonly Found[];
  /** Bytes that were read, of pages that are not empty. */
  readonly searchedBytes: number;
}

const pageBytes = 4096;
const zeroPage = Buffer.alloc(pageBytes);
/** Read at a time; a slice that lies across two reads is read in both. */
const blockBytes = 1024 * pageBytes;
/** Searched in one stretch: a tenth of a second. More often, whoever looks at files and connections meanwhile would do nothing else. */
const longestStretchBytes = 32e6;
/** Of what is behind a block: the rest of a slice that begins with its last byte. */
const tailBytes = sliceBytes;

/**
 * Pages, by a hash of their content, in which no secret was found, or that were there before there was one. What is in them is not
 * searched again, for a secret that was made later is random: it is not in a page that was seen before. Where a page ends, and
 * a slice may go on into another, is searched each time.
 */
export type CleanPages = Set<string>;

/** Search every writable map of these processes; those that have ended hold nothing. */
export async function searchMemory(pids: readonly number[], needles: Needles, clean: CleanPages): Promise<Search> {
  const found: Found[] = [];
  let searchedBytes = 0;
  await readPages(pids, (page) => {
    const { block, at, pid, map } = page;
    searchedBytes += pageBytes;
    const known = found.length;
    const content = digest(page);
    const from = clean.has(content) ? at + pageBytes - sliceBytes + 1 : at;
    needles.search(block, from, at + pageBytes, (piece) => found.push({ ...piece, pid, map }));
    if (found.length === known) clean.add(content);
  });
  return { found, searchedBytes };
}

/** Remember the pages of processes that were sent nothing yet. */
export async function learnPages(pids: readonly number[], clean: CleanPages): Promise<void> {
  await readPages(pids, (page) => clean.add(digest(page)));
}

function digest({ block, at }: Page): string {
  return hash('sha256', block.subarray(at, at + pageBytes), 'base64');
}

/** The secrets in a text or a file, one for each piece. */
export function searchBytes(bytes: Buffer, needles: Needles): Secret[] {
  const secrets: Secret[] = [];
  needles.search(extend(bytes), 0, bytes.length, ({ secret }) => secrets.push(secret));
  return secrets;
}

/** Take out of the count whatever these bytes hold too: they are nobody's. */
export function dismissBytes(bytes: Buffer, needles: Needles): void {
  needles.search(extend(bytes), 0, bytes.length, (piece) => needles.dismiss(piece));
}

/** A copy that can be searched to its last byte. */
function extend(bytes: Buffer): Uint8Array {
  const memory = new Uint8Array(bytes.length + tailBytes);
  memory.set(bytes);
  return memory;
}

/** A page that is not empty, in a block that goes on behind it. */
interface Page {
  readonly block: Buffer;
  readonly at: number;
  readonly pid: number;
  readonly map: string;
}

async function readPages(pids: readonly number[], visit: (page: Page) => void): Promise<void> {
  for (const pid of pids) {
    try {
      await readProcess(pid, visit);
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
}

async function readProcess(pid: number, visit: (page: Page) => void): Promise<void> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pages = openSync(`/proc/${pid}/pagemap`, 'r');
  const block = Buffer.alloc(blockBytes + pageBytes);
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
        for (let at = 0; at < Math.min(length, piece.bytes); at += pageBytes) {
          if (block.compare(zeroPage, 0, pageBytes, at, at + pageBytes) !== 0) visit({ block, at, pid, map });
        }
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
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
