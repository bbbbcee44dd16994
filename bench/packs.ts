// Measures packs against the fake engine: what forty pictures hold in memory beside four, and how soon the first one comes beside a single one.

import { nativeMemory } from '../src/retention/native-memory.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';
import { startFakeGeminiProcess } from '../test/fake-gemini/process.ts';
import { fileOf } from '../test/start-studio.ts';
import { mb, median, report, time } from './measurement.ts';
import { startServed } from './served.ts';

const rounds = 3;
const photo = await drawCameraJpeg(2316, 2895, 22, 94);

/** In time to be early by: image models take six to twelve seconds for a picture. In memory, what comes quickly piles up. */
const [quickMs, usualMs] = [1000, 6000];
let delayMs = quickMs;

await using fake = await startFakeGeminiProcess();

async function order(url: string, count: number, accept: string): Promise<Response> {
  await fake.script(...Array.from({ length: count }, () => ({ kind: 'paint', sidePixels: 1024, thought: 'none', format: 'png', delayMs }) as const));
  const form = new FormData();
  form.set('photo', fileOf(photo));
  form.set('consent', 'subject');
  form.set('engine', 'gemini');
  form.set('count', String(count));
  const answer = await fetch(`${url}/v1/headshots`, { method: 'POST', body: form, headers: { Accept: accept } });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer;
}

async function take(url: string, count: number, accept: string): Promise<void> {
  const answer = await order(url, count, accept);
  for await (const _chunk of answer.body!);
}

/** Until the first picture is there, whole; the rest is taken outside of the time. */
async function timeFirst(url: string): Promise<number> {
  const begun = performance.now();
  const answer = await order(url, 4, 'text/event-stream');
  const decoder = new TextDecoder();
  let text = '';
  let firstMs = 0;
  for await (const chunk of answer.body!) {
    if (firstMs > 0) continue;
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const image = text.indexOf('event: image');
    if (image >= 0 && text.indexOf('\n\n', image) >= 0) firstMs = performance.now() - begun;
  }
  return firstMs;
}

interface Peak {
  readonly peakBytes: number;
  readonly growthBytes: number;
}

/** A process of its own, warm after one pack of four. */
async function measurePeak(count: number): Promise<Peak> {
  await using served = await startServed('studio-process.ts', [fake.url], nativeMemory);
  await take(served.url, 4, 'application/zip');
  const before = await served.resetPeak();
  await take(served.url, count, 'application/zip');
  const { peakBytes } = await served.readUsage();
  return { peakBytes, growthBytes: peakBytes - before.residentBytes };
}

async function measurePeaks(count: number): Promise<Peak> {
  const peaks: Peak[] = [];
  for (let round = 0; round < rounds; round++) peaks.push(await measurePeak(count));
  return { peakBytes: median(peaks.map(({ peakBytes }) => peakBytes)), growthBytes: median(peaks.map(({ growthBytes }) => growthBytes)) };
}

async function measureFirst(): Promise<{ readonly singleMs: number; readonly firstMs: number }> {
  await using served = await startServed('studio-process.ts', [fake.url], nativeMemory);
  await take(served.url, 1, 'image/jpeg');
  delayMs = usualMs;
  const [singles, firsts]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    singles.push(await time(() => take(served.url, 1, 'image/jpeg')));
    firsts.push(await timeFirst(served.url));
  }
  return { singleMs: median(singles), firstMs: median(firsts) };
}

const [four, forty] = [await measurePeaks(4), await measurePeaks(40)];
const { singleMs, firstMs } = await measureFirst();

report({
  title: 'Packs',
  about: `One selfie of ${mb(photo.length)} MB against the fake Gemini, which answers after ${quickMs / 1000} s for memory and ${usualMs / 1000} s for time; peaks of resident memory as a zip, median of ${rounds} processes; times in turn, median of ${rounds}.`,
  columns: ['what', 'a single picture', 'a pack of 4', 'a pack of 40'],
  rows: [
    ['peak memory, MB', '', mb(four.peakBytes), mb(forty.peakBytes)],
    ['its growth, MB', '', mb(four.growthBytes), mb(forty.growthBytes)],
    ['first picture, ms', singleMs.toFixed(0), firstMs.toFixed(0), ''],
  ],
  limits: [
    { name: 'Peak memory of a pack of 40 ÷ that of 4', value: forty.peakBytes / four.peakBytes, most: 1.5 },
    { name: 'First picture of a pack ÷ a single picture, in time', value: firstMs / singleMs, most: 1.1 },
  ],
});
