// Owns the measurement of what an upload to Gemini holds besides the pictures: the SDK's plain path against ours. Linux only.

import { execFile } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { GoogleGenAI } from '@google/genai';
import sharp from 'sharp';
import { createGemini } from '../src/engines/gemini/gemini.ts';
import type { EncodedPicture, PaintRequest } from '../src/engines/engine.ts';
import type { PaintBehaviour } from '../test/fake-gemini/behaviour.ts';
import { startFakeGeminiProcess } from '../test/fake-gemini/process.ts';

const pictureBytes = 8_000_000;
const model = 'gemini-nano-banana-2.1';

/** Peak growth of resident memory over the pictures, in bytes. */
export interface CopiesRow {
  /** Pictures of 8 MB sent at once, one request each. */
  readonly pictures: number;
  readonly sdkBytes: number;
  readonly oursBytes: number;
}

/** What `measureGeminiCopies` found. */
export interface GeminiCopies {
  readonly pictureBytes: number;
  readonly rows: readonly CopiesRow[];
  /** What ours may hold over eight pictures. */
  readonly mostBytes: number;
}

/**
 * Send pictures of 8 MB to the fake Gemini (in another process, answering with a small picture), by the SDK
 * and by the engine, each in a process of its own that has made one small request before.
 */
export async function measureGeminiCopies(): Promise<GeminiCopies> {
  const rows: CopiesRow[] = [];
  for (const pictures of [1, 8]) {
    rows.push({ pictures, sdkBytes: await measureApart('sdk', pictures), oursBytes: await measureApart('ours', pictures) });
  }
  return { pictureBytes, rows, mostBytes: 20_000_000 };
}

type Way = 'sdk' | 'ours';

async function measureApart(way: Way, pictures: number): Promise<number> {
  await using fake = await startFakeGeminiProcess();
  const small: PaintBehaviour = { kind: 'paint', sidePixels: 64, thought: 'none' };
  await fake.script(...Array<PaintBehaviour>(pictures + 1).fill(small));
  const self = fileURLToPath(import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', self, 'child', way, String(pictures), fake.url]);
  return Number(stdout);
}

async function measureHere(way: Way, pictures: number, url: string): Promise<number> {
  const small = new Uint8Array(await sharp({ create: { width: 64, height: 80, channels: 3, background: '#c08060' } }).png().toBuffer());
  const send = way === 'sdk' ? sendPlain(url) : sendStreaming(url);
  await send(small);
  const inputs = Array.from({ length: pictures }, () => padPicture(small));
  await new Promise((resolve) => setTimeout(resolve, 200));
  globalThis.gc?.();
  // Sets the peak back to what is resident now.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = readStatus('VmRSS');
  await Promise.all(inputs.map(send));
  return readStatus('VmHWM') - before;
}

/** Readers of PNG ignore what follows its end: a small picture in a large file. */
function padPicture(picture: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = randomFillSync(new Uint8Array(pictureBytes));
  padded.set(picture);
  return padded;
}

function describe(bytes: Uint8Array<ArrayBuffer>): PaintRequest {
  const picture: EncodedPicture = { bytes, mimeType: 'image/png' };
  return { references: [picture], prompt: 'A headshot.', aspectRatio: '4:5', imageSize: '1K' };
}

function sendStreaming(baseUrl: string): (bytes: Uint8Array<ArrayBuffer>) => Promise<unknown> {
  const access = { kind: 'developer', apiKey: 'test-key' } as const;
  const gemini = createGemini({ access, model, apiVersion: 'v1beta', baseUrl, timeoutMs: 60_000, retentionDays: 55 });
  return (bytes) => gemini.paint(describe(bytes), new AbortController().signal);
}

function sendPlain(baseUrl: string): (bytes: Uint8Array<ArrayBuffer>) => Promise<unknown> {
  const client = new GoogleGenAI({ apiKey: 'test-key', apiVersion: 'v1beta', httpOptions: { baseUrl } });
  return (bytes) => {
    const data = Buffer.from(bytes.buffer).toString('base64');
    const parts = [{ text: 'A headshot.' }, { inlineData: { mimeType: 'image/png', data } }];
    const imageConfig = { aspectRatio: '4:5', imageSize: '1K' };
    const config = { store: false, automaticContinuation: false, responseModalities: ['IMAGE'], imageConfig };
    return client.models.generateContent({ model, contents: [{ role: 'user', parts }], config });
  };
}

function readStatus(name: 'VmRSS' | 'VmHWM'): number {
  const line = readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${name}:\\s+(\\d+) kB`));
  return Number(line?.[1]) * 1024;
}

if (import.meta.main) {
  const [role, way, pictures, url] = process.argv.slice(2);
  if (role === 'child') process.stdout.write(String(await measureHere(way as Way, Number(pictures), String(url))));
  else {
    const { rows } = await measureGeminiCopies();
    console.table(rows.map((row) => ({ pictures: row.pictures, 'SDK, MB': row.sdkBytes / 1e6, 'ours, MB': row.oursBytes / 1e6 })));
  }
}
