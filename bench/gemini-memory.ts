// Measures how far resident memory grows while eight 8 MB photos go through Gemini at once: the studio, and the SDK used plainly.

import { nativeMemory } from '../src/retention/native-memory.ts';
import { startFakeGeminiProcess } from '../test/fake-gemini/process.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';
import { fileOf } from '../test/start-studio.ts';
import { mb, median, report } from './measurement.ts';
import { startServed } from './served.ts';

const atOnce = 8;
const rounds = 3;
const photo = await drawCameraJpeg(3096, 3870, 22, 94);
const uploadBytes = photo.length * atOnce;

async function send(url: string): Promise<void> {
  const form = new FormData();
  form.set('photo', fileOf(photo));
  form.set('consent', 'subject');
  const answer = await fetch(`${url}/v1/headshots`, { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(await answer.text());
  await answer.arrayBuffer();
}

async function measure(script: string, environment: Readonly<Record<string, string>>): Promise<number> {
  await using fake = await startFakeGeminiProcess();
  // Every upload has arrived before the first answer leaves: the worst moment.
  const paint = { kind: 'paint', sidePixels: 1024, thought: 'none', format: 'png', delayMs: 3000 } as const;
  const growths: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using served = await startServed(script, [fake.url], environment);
    await fake.script({ ...paint, delayMs: 0 });
    await send(served.url);
    await fake.script(...Array.from({ length: atOnce }, () => paint));
    const before = await served.resetPeak();
    await Promise.all(Array.from({ length: atOnce }, () => send(served.url)));
    growths.push((await served.readUsage()).peakBytes - before.residentBytes);
  }
  return median(growths);
}

const ours = await measure('studio-process.ts', nativeMemory);
const plain = await measure('plain-sdk-server.ts', {});

report({
  title: 'Memory on the way to Gemini',
  about: `${atOnce} uploads of ${mb(photo.length)} MB at once against the fake Gemini, which answers after 3 s; peak growth of resident memory after one warm request, median of ${rounds} processes.`,
  columns: ['way', 'uploads, MB', 'peak growth, MB', 'growth ÷ uploads'],
  rows: [
    ['the studio', mb(uploadBytes), mb(ours), (ours / uploadBytes).toFixed(2)],
    ['Express, multer and the SDK used plainly', mb(uploadBytes), mb(plain), (plain / uploadBytes).toFixed(2)],
  ],
  limits: [{ name: 'Peak growth ÷ bytes of all uploads', value: ours / uploadBytes, most: 3 }],
});
