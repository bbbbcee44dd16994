// Owns the search of another process's memory for bytes that it must not have. Linux only.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** How often these bytes are in what a process can write to. */
export function countInMemory(pid: number, canary: Buffer): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let count = 0;
  for (const [, from = '', to = ''] of readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^(\w+)-(\w+) rw/gm)) {
    const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    count += countIn(readMap(memory, start, end), canary);
  }
  closeSync(memory);
  return count;
}

/** What the kernel lets nobody read is nothing. */
function readMap(memory: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(end - start);
  try {
    return bytes.subarray(0, readSync(memory, bytes, 0, bytes.length, start));
  } catch {
    return Buffer.alloc(0);
  }
}

function countIn(bytes: Buffer, canary: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(canary); at >= 0; at = bytes.indexOf(canary, at + canary.length)) count++;
  return count;
}
