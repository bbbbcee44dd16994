// Shows that the proof can fail: the product passes it, and leaky builds make their own rows fail and no other.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { chromiumPath } from '../prove/browser.ts';
import type { Proof } from '../prove/table.ts';
import { canTrace } from '../prove/watch.ts';

/** How a proof ended. */
interface Ending {
  /** Names of the rows that fail. */
  readonly failed: readonly string[];
  /** These rows whole, for whoever reads why a test failed. */
  readonly said: string;
  readonly status: number | null;
}

async function prove(leaks: readonly string[], ...options: readonly string[]): Promise<Ending> {
  const words = [...leaks.flatMap((leak) => ['--leak', leak]), ...options];
  const child = spawn(process.execPath, ['prove/main.ts', '--quick', '--json', ...words], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  const { rows } = JSON.parse(await text(child.stdout)) as Proof;
  const failing = rows.filter(({ verdict }) => verdict === 'fails');
  return { failed: failing.map(({ name }) => name), said: JSON.stringify(failing, undefined, 2), status: await status };
}

describe.skipIf(!existsSync('/proc/self/mem'))('the proof', { timeout: 180_000 }, () => {
  it('passes the product', async () => {
    const { failed, said, status } = await prove([]);
    expect(failed, said).toEqual([]);
    expect(status).toBe(0);
  });

  it('catches a build that keeps a copy, logs a file name, stores it beside the accounts, forges receipts, denies pictures and charges, and calls elsewhere, each in its row', async () => {
    // Without strace a call that nobody answers is over before it is seen.
    const elsewhere = canTrace();
    const { failed, said, status } = await prove(['copy', 'log', 'row', 'receipt', 'status', 'charge', ...(elsewhere ? ['host'] : [])]);
    expect(failed, said).toEqual([
      'every way in and out was gone',
      'no canary is in the account database',
      'no canary is in the log',
      'memory 1 s after the last answer',
      ...(elsewhere ? ['no host but the provider is contacted'] : []),
      'every answer has a receipt that verifies',
      'only what left was charged',
    ]);
    expect(status).toBe(1);
  });

  it('catches a build that writes a file, whose workers stay, which opens a port, ends badly and keeps pictures in the page, without strace too', async () => {
    const { failed, said, status } = await prove(['file', 'stay', 'port', 'exit', 'url'], '--no-strace');
    expect(failed, said).toEqual([
      'nothing is written to disk',
      'no canary is in a temporary folder',
      'processes that had a photo are gone 1 s after',
      'under load no process outlives its time',
      'no core dump, no swap, no debugger',
      'a drain answers who is there, then everything ends',
      ...(existsSync(chromiumPath) ? ['the page keeps nothing after Forget'] : []),
    ]);
    expect(status).toBe(1);
  });
});
