// Owns the control of the search itself: a program that keeps one copy of a photo, which must be found.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { makeCanaryPhoto } from './canary.ts';
import { searchMemory } from './memory.ts';
import { Needles } from './needles.ts';
import type { Row } from './table.ts';

/** Reads all of standard input and keeps it. */
const keeper = `const kept = []; process.stdin.on('data', (chunk) => kept.push(chunk)).on('end', () => { console.log('kept'); setInterval(() => kept.length, 1000); });`;

/** The search has to find nearly all: slices where one read ends and the next begins lie in two places. */
const leastShare = 0.99;

/** Let a naive program keep a photo, and search it. */
export async function proveSearch(): Promise<Row> {
  const { bytes } = await makeCanaryPhoto('png');
  const needles = new Needles();
  const secret = { request: 'control', kind: 'upload', step: 512 };
  needles.add(secret, bytes);
  const child = spawn(process.execPath, ['-e', keeper], { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
  child.stdin.end(bytes);
  await once(child.stdout, 'data');
  const found = new Set(searchMemory([child.pid!], needles).found.map(({ slice }) => slice)).size;
  child.kill('SIGKILL');
  return {
    name: 'control: a program that keeps a photo is caught',
    verdict: found >= needles.countPlaces(secret) * leastShare ? 'holds' : 'fails',
    says: `${found} of ${needles.countPlaces(secret)} slices of 32 bytes found, one in each 512 bytes`,
  };
}
