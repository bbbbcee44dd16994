// Shows that the proof can fail: the product passes it, and each leaky build makes its own row fail and no other.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Proof } from '../prove/table.ts';
import { canTrace } from '../prove/watch.ts';

async function prove(...options: readonly string[]): Promise<{ readonly failed: readonly string[]; readonly status: number | null }> {
  const child = spawn(process.execPath, ['prove/main.ts', '--quick', '--json', ...options], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  const { rows } = JSON.parse(await text(child.stdout)) as Proof;
  return { failed: rows.filter(({ verdict }) => verdict === 'fails').map(({ name }) => name), status: await status };
}

describe.skipIf(!existsSync('/proc/self/mem'))('the proof', { timeout: 120_000 }, () => {
  it('passes the product', async () => {
    expect(await prove()).toEqual({ failed: [], status: 0 });
  });

  it('catches a build that writes a file, without strace too', async () => {
    expect(await prove('--no-strace', '--leak', 'file')).toEqual({ failed: ['nothing is written to disk'], status: 1 });
  });

  it('catches a build that keeps a copy of a photo', async () => {
    expect(await prove('--leak', 'copy')).toEqual({ failed: ['memory 1 s after the last answer'], status: 1 });
  });

  it('catches a build that logs a field', async () => {
    expect(await prove('--leak', 'log')).toEqual({ failed: ['no canary is in the log'], status: 1 });
  });

  it.skipIf(!canTrace())('catches a build that calls elsewhere', async () => {
    expect(await prove('--leak', 'host')).toEqual({ failed: ['no host but the provider is contacted'], status: 1 });
  });
});
