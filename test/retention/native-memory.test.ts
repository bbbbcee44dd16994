// Shows in the memory of a process that what it freed is overwritten, and would not be without the settings. Linux with glibc only.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dyingMemory, nativeMemory, planDyingMemory } from '../../src/retention/native-memory.ts';
import { countInMemory } from './process-memory.ts';

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
