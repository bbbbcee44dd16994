// Shows that the proof can fail: the product passes it, and leaky builds make their own rows fail and no other.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Proof } from '../prove/table.ts';
import { canTrace } from '../prove/watch.ts';

async function prove(leaks: readonly string[], ...options: readonly string[]): Promise<{ readonly failed: readonly string[]; readonly status: number | null }> {
  const words = [...leaks.flatMap((leak) => ['--leak', leak]), ...options];
  const child = spawn(process.execPath, ['prove/main.ts', '--quick', '--json', ...words], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  const { rows } = JSON.parse(await text(child.stdout)) as Proof;
  return { failed: rows.filter(({ verdict }) => verdict === 'fails').map(({ name }) => name), status: await status };
}

describe.skipIf(!existsSync('/proc/self/mem'))('the proof', { timeout: 180_000 }, () => {
  it('passes the product', async () => {
    expect(await prove([])).toEqual({ failed: [], status: 0 });
  });

  it('catches a build that keeps a copy, logs a file name, stores it beside the accounts, forges receipts and calls elsewhere, each in its row', async () => {
    // Without strace a call that nobody answers is over before it is seen.
    const elsewhere = canTrace();
    const { failed, status } = await prove(['copy', 'log', 'row', 'receipt', ...(elsewhere ? ['host'] : [])]);
    expect(failed).toEqual([
      'no canary is in the account database',
      'no canary is in the log',
      'memory 1 s after the last answer',
      ...(elsewhere ? ['no host but the provider is contacted'] : []),
      'every answer has a receipt that verifies',
    ]);
    expect(status).toBe(1);
  });

  it('catches a build that writes a file, whose workers stay and which opens a port, without strace too', async () => {
    const { failed, status } = await prove(['file', 'stay', 'port'], '--no-strace');
    // Whoever stays after a job that came late outlives its time too; without a burden not everybody does.
    expect(failed.filter((name) => name !== 'under load no process outlives its time')).toEqual([
      'nothing is written to disk',
      'processes that had a photo are gone 1 s after',
      'no core dump, no swap, no debugger',
    ]);
    expect(status).toBe(1);
  });
});
