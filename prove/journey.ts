// Owns the journey of canary photos through a studio: sends each way, and puts all that went in or came out into the index.

import { randomBytes, randomInt } from 'node:crypto';
import { setImmediate as letOthersRun, setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import type { ProofAccount } from './account.ts';
import { writeForm, writeTeamZip } from './bodies.ts';
import type { Body } from './bodies.ts';
import { makeCanaryPhoto, makeWidePhoto, makeWord } from './canary.ts';
import type { CanaryPhoto, PhotoFormat } from './canary.ts';
import { send } from './client.ts';
import type { Ending } from './client.ts';
import type { Lives } from './lives.ts';
import { sliceBytes } from './marks.ts';
import type { Needles } from './needles.ts';
import { listResults, readCharged } from './receipts.ts';
import type { ReceiptCheck } from './receipts.ts';
import type { ProvenStudio } from './studio.ts';
import { readPictures } from './upstream.ts';
import type { Upstream } from './upstream.ts';
import { colours, phrase, word } from './ways.ts';
import type { Way } from './ways.ts';

/** What the journey needs. */
export interface JourneyParts {
  readonly studio: ProvenStudio;
  readonly upstream: Upstream;
  readonly needles: Needles;
  readonly lives: Lives;
  readonly account: ProofAccount;
  readonly checkReceipt: ReceiptCheck;
}

/** One way as it went. */
export interface Passage {
  readonly format: PhotoFormat;
  readonly way: string;
  readonly ended: number | string;
  readonly asExpected: boolean;
  /** What is wrong with the answer's receipt; `none due` without an answer. */
  readonly receipt: string | undefined;
  /** Credits, as the answer says. */
  readonly charged: number;
  /** `performance.now()` at the end. */
  readonly endedAt: number;
  readonly tookMs: number;
}

/** Bytes of a heavy file: with a budget of 100 MB, of which uploads get 40 % at three bytes for each, 14 MB do not fit. */
const heavyBytes = 14e6;

/** Of a heavy file the beginning is searched for: it was refused before a byte was read. */
const searchedBytes = 2e6;

/** A photo and words, ready to be sent on one way. */
export interface Prepared {
  readonly way: Way;
  readonly photo: CanaryPhoto;
  readonly body: Body;
  /** With the query, in which a canary is wherever one may be. */
  readonly path: string;
  readonly said: Readonly<Record<'agent' | 'address' | 'order', string>>;
}

/** Ways to go, each with the format of its photo. */
export type Plan = readonly { readonly way: Way; readonly format: PhotoFormat }[];

/** Make the photos of a plan one after the other, ahead of their sending: a pause would be a process's end, and another's start. */
export function prepareAll(plan: Plan): readonly Promise<Prepared>[] {
  let before: Promise<unknown> = Promise.resolve();
  return plan.map((step) => {
    const prepared = before.then(() => prepare(step));
    before = prepared;
    return prepared;
  });
}

/**
 * Send one photo after the other. What went in and out is put into the index while the studio works on the next.
 *
 * @param beforeLast - Awaited before the last photo.
 */
export async function travelAll(parts: JourneyParts, route: readonly Promise<Prepared>[], beforeLast: () => Promise<void>): Promise<Passage[]> {
  const passages: Passage[] = [];
  const kept: Promise<void>[] = [];
  for (const [index, next] of route.entries()) {
    const prepared = await next;
    if (index === route.length - 1) await beforeLast();
    const { passage, keep } = await travel(parts, prepared);
    passages.push(passage);
    kept.push(sleep(afterMs).then(keep));
  }
  await Promise.all(kept);
  return passages;
}

/** By then the next request is under way. */
const afterMs = 100;

/** Send one photo on one way, alone. */
export async function travelAlone(parts: JourneyParts, way: Way, format: PhotoFormat, halfway: () => Promise<void>): Promise<Passage> {
  const { passage, keep } = await travel(parts, await prepare({ way, format }), halfway);
  await keep();
  return passage;
}

async function prepare({ way, format }: Plan[number]): Promise<Prepared> {
  const photo = await makePhoto(way, format);
  const said = { agent: makeWord(), address: `${makeWord()}@example.org`, order: makeWord() };
  const names = [makeWord(), makeWord(), makeWord()] as const;
  const fields = Object.fromEntries(Object.entries(way.fields ?? {}).map(([name, value]) => [fillIn(name), fillIn(value)]));
  const isTeam = way.body === 'team';
  const query = isTeam ? fields : { title: names[1], email: said.address };
  const body = isTeam ? writeTeamZip(photo.bytes, names) : writeForm({ photo: photo.bytes, field: way.field, fileName: `${names[0]}.${format}`, fields });
  const texts = [...Object.values(said), ...names, ...Object.entries(fields).flat()].filter((text) => text.length >= sliceBytes).map((text) => Buffer.from(text));
  return { way, photo: { ...photo, words: [...photo.words, ...texts] }, body, path: `${way.path}?${new URLSearchParams(query)}`, said };
}

/** @returns `keep` puts everything into the index. */
async function travel(parts: JourneyParts, prepared: Prepared, halfway?: () => Promise<void>): Promise<{ readonly passage: Passage; readonly keep: () => Promise<void> }> {
  const { studio, upstream, lives, account } = parts;
  const { way, photo, body, path, said } = prepared;
  upstream.script(...(way.provider ?? []));
  const begun = performance.now();
  const ending = await send({
    origin: studio.origin, path, body,
    headers: { 'user-agent': said.agent, from: said.address, 'x-api-key': account.key, 'idempotency-key': said.order, ...(way.accept && { accept: way.accept }) },
    hangUp: way.hangUp,
    onHeld(clientPort, isSent) {
      const holders = lives.note(studio.listProcesses(), clientPort);
      if (!isSent) return true;
      // Who works for a provider does so once that is asked.
      const isUnderWay = holders.length > 0 && (!way.provider || upstream.isAsked());
      if (way.crash && isUnderWay) for (const pid of holders) process.kill(pid, 'SIGKILL');
      return isUnderWay;
    },
    ...(halfway && { halfway }),
  });
  const endedAt = performance.now();
  const wires = upstream.takeWire();
  const ended = ending.status === 200 ? 200 : ending.code || ending.status;
  const receipt = ending.status === 200 ? await parts.checkReceipt(ending) : 'none due';
  const passage = { format: photo.format, way: way.name, ended, asExpected: ended === way.ends, receipt, charged: readCharged(ending), endedAt, tookMs: endedAt - begun };
  return { passage, keep: () => remember(parts.needles, `${way.name}, ${photo.format}`, prepared, ending, wires) };
}

async function makePhoto(way: Way, format: PhotoFormat): Promise<CanaryPhoto> {
  if (way.photo === 'wide') return makeWidePhoto();
  const photo = await makeCanaryPhoto(format, way.photo !== 'noise');
  return way.photo === 'heavy' ? { ...photo, bytes: Buffer.concat([photo.bytes, randomBytes(heavyBytes - photo.bytes.length)]) } : photo;
}

function fillIn(text: string): string {
  const colour = () => `rgb(${randomInt(256)}, ${randomInt(256)}, ${randomInt(256)})`;
  // 60 digits: the longest `document` that is read.
  return text.replaceAll(word, () => makeWord().slice(0, 60)).replaceAll(phrase, makePhrase).replace(colours, `gradient:${colour()},${colour()},${randomInt(360)}`);
}

/** Forty digits in five words of eight: a text that breaks into lines, as short as a title has to be. */
function makePhrase(): string {
  return makeWord().slice(0, 40).replaceAll(/.{8}(?=.)/g, '$& ');
}

/** Put all that went in or came out of one request into the index. */
export async function remember(needles: Needles, request: string, { photo, body }: Pick<Prepared, 'photo' | 'body'>, ending: Ending, wires: readonly Buffer[] = []): Promise<void> {
  // A tenth of a second each: between them, whoever sends the next photo has a turn.
  const add = async (kind: string, bytes: Buffer) => {
    needles.add({ request, kind }, bytes);
    await letOthersRun();
  };
  for (const text of photo.words) await add('text', text);
  const sent = photo.bytes.subarray(0, searchedBytes);
  await add('upload', sent);
  for (const other of body.others) await add('upload', other);
  await add('upload as base64', Buffer.from(sent.toString('base64')));
  await add('pixels', photo.pixels);
  await add('pixels with alpha', addAlpha(photo.pixels));
  for (const picture of wires.flatMap(readPictures)) {
    await add('provider, picture', picture);
    await add('provider, base64', Buffer.from(picture.toString('base64')));
  }
  // Of a photo that is not random nothing random is made.
  if (ending.status !== 200 || photo.pixels.length === 0) return;
  for (const file of listResults(ending)) {
    await add('result', file);
    await add('result as base64', Buffer.from(file.toString('base64')));
    const decoded = await sharp(file).raw().toBuffer().catch(() => undefined);
    if (decoded) await add('result, pixels', decoded);
  }
}

function addAlpha(pixels: Buffer): Buffer {
  const whole = Buffer.alloc((pixels.length / 3) * 4, 255);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    whole[to] = pixels[from]!;
    whole[to + 1] = pixels[from + 1]!;
    whole[to + 2] = pixels[from + 2]!;
  }
  return whole;
}
