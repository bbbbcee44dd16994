// Owns the journey of canary photos through a studio: sends each way, and puts all that went in or came out into the index.

import { randomBytes, randomInt } from 'node:crypto';
import sharp from 'sharp';
import { makeCanaryPhoto, makeWord } from './canary.ts';
import type { CanaryPhoto, PhotoFormat } from './canary.ts';
import { send } from './client.ts';
import type { Ending } from './client.ts';
import type { Needles } from './needles.ts';
import { findHolders } from './processes.ts';
import type { ProvenStudio } from './studio.ts';
import { readPictures } from './upstream.ts';
import type { Upstream } from './upstream.ts';
import { colours, word } from './ways.ts';
import type { Way } from './ways.ts';

/** What the journey needs. */
export interface JourneyParts {
  readonly studio: ProvenStudio;
  readonly upstream: Upstream;
  readonly needles: Needles;
  /** Processes that held a client's connection. */
  readonly holders: Set<number>;
}

/** One way as it went. */
export interface Passage {
  readonly format: PhotoFormat;
  readonly way: string;
  readonly ended: number | string;
  readonly asExpected: boolean;
}

/** Text is short, so that its slices begin at every byte; the rest is long and cut more coarsely. */
const steps = { text: 8, encoded: 512, pixels: 1024 } as const;

/** Bytes of a heavy file: with a budget of 100 MB, of which uploads get 40 % at three bytes for each, 14 MB do not fit. */
const heavyBytes = 14e6;

/** Of a heavy file the beginning is searched for: it was refused before a byte was read. */
const searchedBytes = 2e6;

/** Send one photo on one way. */
export async function travel(parts: JourneyParts, way: Way, format: PhotoFormat, halfway?: () => Promise<void>): Promise<Passage> {
  const { studio, upstream, holders } = parts;
  const photo = await makeCanaryPhoto(format, way.photo !== 'noise');
  const said = { fileName: `${makeWord()}.${format}`, agent: makeWord(), query: makeWord() };
  const fields = Object.fromEntries(Object.entries(way.fields ?? {}).map(([name, value]) => [fillIn(name), fillIn(value)]));
  upstream.fake.reset();
  upstream.fake.script(...(way.provider ?? []));
  const bytes = way.photo === 'heavy' ? Buffer.concat([photo.bytes, randomBytes(heavyBytes - photo.bytes.length)]) : photo.bytes;
  const ending = await send({
    port: studio.port, path: `${way.path}?${said.query}`, photo: bytes, fileName: said.fileName, fields,
    headers: { 'user-agent': said.agent },
    hangUp: way.hangUp,
    onSent: (port) => findHolders(studio.listProcesses(), port).forEach((pid) => holders.add(pid)),
    ...(halfway && { halfway }),
  });
  const texts = [...photo.words, ...[...Object.values(said), ...Object.entries(fields).flat()].filter((text) => text.length >= 32).map((text) => Buffer.from(text))];
  await remember(parts, `${way.name}, ${format}`, { ...photo, bytes }, texts, ending);
  const ended = ending.status === 200 ? 200 : ending.code || ending.status;
  return { format, way: way.name, ended, asExpected: ended === way.ends };
}

function fillIn(text: string): string {
  const colour = () => `rgb(${randomInt(256)}, ${randomInt(256)}, ${randomInt(256)})`;
  // 60 digits: the longest `document` that is read.
  return text.replace(word, makeWord().slice(0, 60)).replace(colours, `gradient:${colour()},${colour()},${randomInt(360)}`);
}

async function remember({ needles, upstream }: JourneyParts, request: string, photo: CanaryPhoto, texts: readonly Buffer[], ending: Ending): Promise<void> {
  const add = (kind: string, step: number, bytes: Buffer) => needles.add({ request, kind, step }, bytes);
  for (const text of texts) add('text', steps.text, text);
  const sent = photo.bytes.subarray(0, searchedBytes);
  add('upload', steps.encoded, sent);
  add('upload as base64', steps.encoded, Buffer.from(sent.toString('base64')));
  add('pixels', steps.pixels, photo.pixels);
  add('pixels with alpha', steps.pixels, addAlpha(photo.pixels));
  for (const wire of upstream.takeWire()) {
    add('provider, base64', steps.encoded, wire);
    for (const picture of readPictures(wire)) add('provider, picture', steps.encoded, picture);
  }
  if (ending.status !== 200) return;
  add('result', steps.encoded, ending.body);
  add('result as base64', steps.encoded, Buffer.from(ending.body.toString('base64')));
  const decoded = await sharp(ending.body).raw().toBuffer().catch(() => undefined);
  if (decoded) add('result, pixels', steps.pixels, decoded);
}

function addAlpha(pixels: Buffer): Buffer {
  const whole = Buffer.alloc((pixels.length / 3) * 4, 255);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) pixels.copy(whole, to, from, from + 3);
  return whole;
}
