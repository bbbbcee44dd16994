// Owns a studio's burden: several clients that send photo after photo without a pause, for longer than a process may live.

import { writeForm } from './bodies.ts';
import { makeCanaryPhoto, makeWord } from './canary.ts';
import { send } from './client.ts';
import { remember } from './journey.ts';
import type { JourneyParts, Passage } from './journey.ts';
import { successes } from './ways.ts';

/** Longer than `MAX_RESIDENCE_SECONDS`, so that processes end because their time is over. */
const burdenMs = 7000;

const clients = 2;

/** Send cutouts from each client until the time is over. */
export async function burden(parts: JourneyParts): Promise<Passage[]> {
  const end = performance.now() + burdenMs;
  const passages = await Promise.all(Array.from({ length: clients }, () => sendUntil(parts, end)));
  return passages.flat();
}

/** One client sends the same photo again and again; it is as secret each time. */
async function sendUntil(parts: JourneyParts, end: number): Promise<Passage[]> {
  const { studio, lives, account, checkReceipt } = parts;
  const way = successes[0]!;
  const photo = await makeCanaryPhoto('jpeg');
  const fileName = makeWord();
  const body = writeForm({ photo: photo.bytes, fileName, fields: way.fields ?? {} });
  const passages: Passage[] = [];
  for (let begun = performance.now(); begun < end; begun = performance.now()) {
    const ending = await send({
      origin: studio.origin, path: way.path, body, headers: { 'x-api-key': account.key },
      onHeld: (clientPort) => lives.note(studio.listProcesses(), clientPort).length >= 0,
    });
    const endedAt = performance.now();
    const ended = ending.code || ending.status;
    if (passages.length === 0) await remember(parts.needles, 'under load', { photo: { ...photo, words: [...photo.words, Buffer.from(fileName)] }, body }, ending);
    passages.push({ format: 'jpeg', way: 'under load', ended, asExpected: ended === 200, receipt: ended === 200 ? await checkReceipt(ending) : 'none due', charged: Number(ending.headers['x-credits-charged'] ?? 0), endedAt, tookMs: endedAt - begun });
  }
  return passages;
}
