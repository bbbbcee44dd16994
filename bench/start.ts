// Measures how soon the process answers its first page, and how soon the local engine is warm.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { median, ms, report } from './measurement.ts';

const rounds = 5;

interface Start {
  readonly page: number;
  readonly warm: number;
}

async function timeStart(): Promise<Start> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { PATH: process.env['PATH'], PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readAddress(child.stdout);
  const answer = await fetch(url);
  await answer.text();
  const page = performance.now() - begun;
  while ((await fetch(`${url}/v1/health`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 5));
  const warm = performance.now() - begun;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { page, warm };
}

async function readAddress(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const entry = JSON.parse(line) as { msg: string; url?: string };
    if (entry.msg === 'listening' && entry.url) return entry.url;
  }
  throw new Error('the process ended before it listened');
}

const starts: Start[] = [];
for (let round = 0; round < rounds; round++) starts.push(await timeStart());
const page = median(starts.map((start) => start.page));
const warm = median(starts.map((start) => start.warm));

report({
  title: 'Start',
  about: `From the start of the process, ${rounds} rounds; milliseconds. The page does not wait for the engine.`,
  columns: ['first page answered', 'local engine warm'],
  rows: [[ms(page), ms(warm)]],
  limits: [{ name: 'Engine warm, in seconds after the first page', value: (warm - page) / 1000, most: 1 }],
});
