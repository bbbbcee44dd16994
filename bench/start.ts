// Measures how soon the process answers its first page, and how soon the local engine is warm.

import { startMain } from '../test/started-studio.ts';
import { median, ms, report } from './measurement.ts';

const rounds = 5;

interface Start {
  readonly page: number;
  readonly warm: number;
}

async function timeStart(): Promise<Start> {
  const begun = performance.now();
  await using studio = await startMain({ FACE_WORKERS: '' });
  const answer = await fetch(studio.url);
  await answer.text();
  const page = performance.now() - begun;
  while ((await fetch(`${studio.url}/v1/health`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 5));
  return { page, warm: performance.now() - begun };
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
