// Owns the search through a process's memory, by way of /proc. Refuses what the process cannot write: its code and the libraries' constants.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { sliceBytes, stride } from './needles.ts';
import type { Needles } from './needles.ts';

/** One slice found, and the map it was found in. */
export interface Found {
  readonly slice: number;
  readonly pid: number;
  /** Such as `[heap]`, `[stack]`, `anonymous` or a library's name. */
  readonly map: string;
}

/** What a search saw. */
export interface Search {
  readonly found: readonly Found[];
  /** Bytes that were read and are not zero. */
  readonly searchedBytes: number;
  /** Bytes of these processes that are on the swap, where nobody looked. */
  readonly swappedBytes: number;
}

const pageBytes = 4096;
const zeroPage = Buffer.alloc(pageBytes);
/** Read at a time; a slice that lies across two reads is read in both. */
const blockBytes = 1024 * pageBytes;

/** Search every writable map of these processes; those that have ended hold nothing. */
export function searchMemory(pids: readonly number[], needles: Needles): Search {
  const found: Found[] = [];
  let searchedBytes = 0;
  let swappedBytes = 0;
  for (const pid of pids) {
    try {
      searchedBytes += searchProcess(pid, needles, found);
      swappedBytes += Number(/VmSwap:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
  return { found, searchedBytes, swappedBytes };
}

/** The slices in a text or a file. */
export function searchBytes(bytes: Buffer, needles: Needles): number[] {
  const slices: number[] = [];
  const padded = Buffer.concat([bytes, Buffer.alloc(pageBytes)]);
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const block = padded.subarray(at, at + blockBytes + sliceBytes);
    searchBlock(Buffer.concat([block, Buffer.alloc(pageBytes)]), block.length, needles, (slice) => slices.push(slice));
  }
  return slices;
}

function searchProcess(pid: number, needles: Needles, found: Found[]): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const block = Buffer.alloc(blockBytes + sliceBytes);
  let searched = 0;
  try {
    for (const { from, to, map } of listWritableMaps(pid)) {
      for (let at = from; at < to; at += blockBytes) {
        const length = readBlock(memory, block, at, Math.min(blockBytes + sliceBytes, to - at));
        searched += searchBlock(block, length, needles, (slice) => found.push({ slice, pid, map }));
      }
    }
  } finally {
    closeSync(memory);
  }
  return searched;
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

function searchBlock(block: Buffer, length: number, needles: Needles, tell: (slice: number) => void): number {
  let searched = 0;
  let next = 0;
  for (let page = 0; page < Math.min(length, blockBytes); page += pageBytes) {
    if (block.compare(zeroPage, 0, pageBytes, page, page + pageBytes) === 0) continue;
    searched += pageBytes;
    next = searchPage(block, Math.max(page, next), Math.min(page + pageBytes, length - sliceBytes + 1), needles, tell);
  }
  return searched;
}

/** @returns Where to go on: a slice that was found is not counted twice. */
function searchPage(block: Buffer, from: number, to: number, needles: Needles, tell: (slice: number) => void): number {
  let at = from;
  while (at < to) {
    const slice = needles.mayBegin(block.readInt32LE(at)) ? needles.find(block, at) : -1;
    if (slice >= 0) tell(slice);
    at += slice >= 0 ? sliceBytes : stride;
  }
  return Math.max(to, at);
}
