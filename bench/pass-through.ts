// Measures the CPU of a request that only passes through, upload, open, upstream, deliver, against a bare script doing the same.

import { dyingMemory } from '../src/retention/native-memory.ts';
import { startFakeGeminiProcess } from '../test/fake-gemini/process.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';
import { fileOf } from '../test/start-studio.ts';
import { median, ms, report } from './measurement.ts';
import { startServed } from './served.ts';
import type { Served } from './served.ts';

const rounds = 6;
const requestsPerRound = 5;
const photo = await drawCameraJpeg(2400, 3000, 12, 92);

async function send(served: Served): Promise<void> {
  const form = new FormData();
  form.set('photo', fileOf(photo));
  form.set('consent', 'subject');
  const answer = await fetch(`${served.url}/v1/headshots`, { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(await answer.text());
  await answer.arrayBuffer();
}

async function timeRound(served: Served): Promise<number> {
  const before = await served.readUsage();
  for (let index = 0; index < requestsPerRound; index++) await send(served);
  const after = await served.readUsage();
  return (after.cpuMs - before.cpuMs) / requestsPerRound;
}

await using fake = await startFakeGeminiProcess();
const count = 2 * (rounds + 1) * requestsPerRound;
await fake.script(...Array.from({ length: count }, () => ({ kind: 'paint', sidePixels: 1280, thought: 'none', format: 'jpeg' }) as const));
await using studio = await startServed('studio-process.ts', [fake.url, 'replay'], dyingMemory);
await using bare = await startServed('bare-server.ts', [fake.url]);

const times: { studio: number; bare: number }[] = [];
for (let round = -1; round < rounds; round++) {
  const pair = { studio: await timeRound(studio), bare: await timeRound(bare) };
  if (round >= 0) times.push(pair);
}
const ours = median(times.map((pair) => pair.studio));
const theirs = median(times.map((pair) => pair.bare));
const ratio = median(times.map((pair) => pair.studio / pair.bare));

report({
  title: 'A request that passes through',
  about: `A photo of 7 megapixels (${(photo.length / 1e6).toFixed(1)} MB) in, a painted portrait of 1.3 megapixels out, upstream a fake that answers at once. CPU time of the whole process for each request, in milliseconds, ${rounds} × ${requestsPerRound} requests in turn. The C library is told what it is told in a process that dies. Vision's arithmetic is left out on both sides: its answer is replayed.`,
  columns: ['server', 'CPU for each request'],
  rows: [['the studio', ms(ours)], ['bare node:http + sharp + fetch', ms(theirs)]],
  limits: [{ name: 'CPU of the studio ÷ CPU of the bare script', value: ratio, most: 1.15 }],
});
