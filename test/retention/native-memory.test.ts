// Shows in the memory of a process that what it freed is overwritten, and would not be without the settings. Linux with glibc only.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dyingMemory, nativeMemory, planDyingMemory } from '../../src/retention/native-memory.ts';

const program = fileURLToPath(new URL('./freed-memory.ts', import.meta.url));
const hasGlibc = process.platform === 'linux' && 'glibcVersionRuntime' in (process.report.getReport() as { header: object }).header;

/** How often a process still has the canary that it freed. */
async function countFreed(environment: Readonly<Record<string, string>>): Promise<number> {
  const canary = randomBytes(48);
  const child = spawn(process.execPath, [program, Buffer.from(canary.map((byte) => byte ^ 0xff)).toString('hex')], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const count = countInMemory(child.pid!, canary);
  child.kill('SIGKILL');
  return count;
}

function countInMemory(pid: number, canary: Buffer): number {
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

describe.skipIf(!hasGlibc)('memory that native code freed', () => {
  it.each(Object.entries({ stays: nativeMemory, dies: dyingMemory }))('is overwritten in a process that %s', async (_way, environment) => {
    expect(await countFreed(environment)).toBe(0);
  });

  it('would hold what was in it without the settings', async () => {
    expect(await countFreed({})).toBeGreaterThan(0);
  });
});

it('is said to processes that die otherwise than to one that stays, unless the operator has said it', () => {
  expect(planDyingMemory({ ...nativeMemory, PORT: '1' })).toEqual({ ...dyingMemory, PORT: '1' });
  expect(dyingMemory.GLIBC_TUNABLES).toBe('glibc.malloc.arena_max=2:glibc.malloc.mmap_threshold=8388608:glibc.malloc.perturb=165:glibc.malloc.tcache_count=0');
  const own = { ...nativeMemory, GLIBC_TUNABLES: 'glibc.malloc.check=1' };
  expect(planDyingMemory(own)).toBe(own);
});
