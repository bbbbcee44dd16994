// Shows in the memory of a server that what it read last is overwritten, and would not be by itself. Linux only.

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nativeMemory } from '../../src/retention/native-memory.ts';
import { countInMemory } from '../retention/process-memory.ts';

const program = fileURLToPath(new URL('./reading-server.ts', import.meta.url));

/** How often a server has the end of a body that it has read and overwritten; asked to wipe its buffer, or not. */
async function countEnds(isWiped: boolean): Promise<number> {
  // Less than Node reads at a time.
  const body = randomBytes(30_000);
  // With what is freed overwritten, so that no other copy is found.
  const child = fork(program, { env: { ...nativeMemory }, execArgv: [] });
  try {
    const [port] = (await once(child, 'message')) as [number];
    expect((await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })).status).toBe(200);
    if (isWiped) {
      child.send('wipe');
      await once(child, 'message');
    }
    return countInMemory(child.pid!, body.subarray(-48));
  } finally {
    child.kill('SIGKILL');
  }
}

describe.skipIf(process.platform !== 'linux')('what Node read last', () => {
  it('is overwritten when it is asked for', async () => {
    expect(await countEnds(true)).toBe(0);
  });

  it('would stay', async () => {
    expect(await countEnds(false)).toBeGreaterThan(0);
  });
});
