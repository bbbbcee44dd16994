// Measures a team's headshots on this machine: what two hundred people hold in memory beside twenty, each as a zip in and a zip out.

import { request as openRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { nativeMemory } from '../src/retention/native-memory.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';
import { writeEntry, zipEnd } from '../test/team-zip.ts';
import { mb, report } from './measurement.ts';
import { startServed } from './served.ts';

const photo = await drawCameraJpeg(640, 800, 14, 90);
// Nobody is asked: nothing of a provider is configured but its address.
const nowhere = 'http://127.0.0.1:9';

function* writePeople(count: number): Generator<Buffer> {
  for (let person = 1; person <= count; person++) yield writeEntry({ name: `person ${person}.jpg`, bytes: photo });
  yield zipEnd;
}

/** Send as it is asked for, and read meanwhile. @returns Bytes of the answer. */
async function take(url: string, people: number): Promise<number> {
  const upload = openRequest(`${url}/v1/team-headshots?consent=subject&engine=local&shape=4:5&width=400`, { method: 'POST', headers: { 'Content-Type': 'application/zip' } });
  const { promise: head, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  upload.on('response', resolve).on('error', reject);
  Readable.from(writePeople(people)).pipe(upload);
  const answer = await head;
  let bytes = 0;
  let last = Buffer.alloc(0);
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    last = Buffer.concat([last, chunk]).subarray(-22);
  }
  // One entry for each person, the table and the receipt. APPNOTE.TXT §4.3.16
  const entries = last.readUInt16LE(10);
  if (answer.statusCode !== 200 || entries !== people + 2) throw new Error(`${entries} entries for ${people} people`);
  return bytes;
}

interface Peak {
  readonly peakBytes: number;
  readonly growthBytes: number;
}

/** A process of its own, warm after a team of four. */
async function measurePeak(people: number): Promise<Peak> {
  await using served = await startServed('studio-process.ts', [nowhere], nativeMemory);
  await take(served.url, 4);
  const before = await served.resetPeak();
  await take(served.url, people);
  const { peakBytes } = await served.readUsage();
  return { peakBytes, growthBytes: peakBytes - before.residentBytes };
}

const [few, many] = [await measurePeak(20), await measurePeak(200)];

report({
  title: 'Teams',
  about: `People's photos of ${mb(photo.length)} MB each as one zip, deflated, their headshots made on this machine; peaks of resident memory, each in a process of its own.`,
  columns: ['what', 'a team of 20', 'a team of 200'],
  rows: [
    ['peak memory, MB', mb(few.peakBytes), mb(many.peakBytes)],
    ['its growth, MB', mb(few.growthBytes), mb(many.growthBytes)],
  ],
  limits: [{ name: 'Peak memory of a team of 200 ÷ that of 20', value: many.peakBytes / few.peakBytes, most: 1.3 }],
});
