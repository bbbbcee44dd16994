// Shows that the right picture comes back from every form of answer, and what each refusal is called.

import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGemini } from '../../src/engines/gemini/gemini.ts';
import type { Painting } from '../../src/engines/engine.ts';
import type { FakeBehaviour, PaintBehaviour } from '../fake-gemini/behaviour.ts';
import { fakeTint } from '../fake-gemini/answer-writing.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { developerSettings, drawDisc, paintRequest } from './pictures.ts';

let fake: FakeGemini;
const never = new AbortController().signal;

beforeAll(async () => {
  fake = await startFakeGemini();
});
afterEach(() => fake.reset());
afterAll(() => fake[Symbol.asyncDispose]());

async function paint(...behaviours: readonly FakeBehaviour[]): Promise<Painting> {
  fake.script(...behaviours);
  return createGemini(developerSettings(fake.url)).paint(paintRequest(await drawDisc('#80a0c0')), never);
}

/** Mean colour of the left edge, which in what was sent is plain #80a0c0. */
async function readEdge(bytes: Uint8Array): Promise<readonly number[]> {
  // Statistics are of what is opened, not of what is cut out of it.
  const edge = await sharp(bytes).extract({ left: 0, top: 0, width: 8, height: 64 }).png().toBuffer();
  const { channels } = await sharp(edge).stats();
  return channels.map((channel) => channel.mean);
}

const forms: readonly (readonly [string, Partial<PaintBehaviour>])[] = [
  ['as documented', {}],
  ['with keys in another order', { keys: 'reversed' }],
  ['with white space', { space: 'pretty' }],
  ['gzipped', { gzip: true }],
  ['with escaped slashes', { escapes: true }],
  ['behind a thought', { thought: 'before' }],
  ['before a thought', { thought: 'after' }],
  ['behind a thought, keys in another order', { thought: 'before', keys: 'reversed' }],
  ['in pieces of 7 bytes', { chunkBytes: 7, sidePixels: 128, escapes: true, space: 'pretty' }],
  ['in pieces of 1 byte, gzipped', { chunkBytes: 1, gzip: true, sidePixels: 128, format: 'jpeg' }],
  ['as a JPEG', { format: 'jpeg' }],
  ['as a WebP', { format: 'webp' }],
  ['large', { sidePixels: 3000 }],
];

describe('a picture', () => {
  it.each(forms)('arrives %s', async (_name, how) => {
    const { picture, model } = await paint({ kind: 'paint', ...how });
    const { format, width, height } = await sharp(picture.bytes, { failOn: 'warning' }).metadata();
    expect(`image/${format}`).toBe(picture.mimeType);
    expect(width / height).toBeCloseTo(4 / 5, 1);
    expect(model).toBe('gemini-nano-banana-2.1');
    const edge = await readEdge(picture.bytes);
    [0x80, 0xa0, 0xc0].forEach((value, i) => expect(Math.abs((edge[i] ?? 0) - value * (fakeTint[i] ?? 0))).toBeLessThan(4));
  });

  it('has a buffer of its own', async () => {
    const { picture } = await paint();
    expect(picture.bytes.byteLength).toBe(picture.bytes.buffer.byteLength);
  });
});

const refusals: readonly (readonly [FakeBehaviour, string])[] = [
  [{ kind: 'block', reason: 'SAFETY' }, 'safety'],
  [{ kind: 'block', reason: 'OTHER' }, 'unspecified'],
  [{ kind: 'block', reason: 'BLOCKLIST' }, 'blocked-words'],
  [{ kind: 'block', reason: 'PROHIBITED_CONTENT' }, 'prohibited-content'],
  [{ kind: 'block', reason: 'IMAGE_SAFETY' }, 'safety'],
  [{ kind: 'block', reason: 'MODEL_ARMOR' }, 'safety'],
  [{ kind: 'block', reason: 'JAILBREAK' }, 'safety'],
  [{ kind: 'block', reason: 'SOMETHING_NEW' }, 'unspecified'],
  [{ kind: 'finish', reason: 'IMAGE_SAFETY' }, 'safety'],
  [{ kind: 'finish', reason: 'SAFETY' }, 'safety'],
  [{ kind: 'finish', reason: 'IMAGE_PROHIBITED_CONTENT' }, 'prohibited-content'],
  [{ kind: 'finish', reason: 'PROHIBITED_CONTENT' }, 'prohibited-content'],
  [{ kind: 'finish', reason: 'BLOCKLIST' }, 'blocked-words'],
  [{ kind: 'finish', reason: 'RECITATION' }, 'recitation'],
  [{ kind: 'finish', reason: 'IMAGE_RECITATION' }, 'recitation'],
  [{ kind: 'finish', reason: 'SPII' }, 'personal-data'],
  [{ kind: 'finish', reason: 'LANGUAGE' }, 'language'],
  [{ kind: 'finish', reason: 'IMAGE_OTHER' }, 'unspecified'],
  [{ kind: 'finish', reason: 'OTHER' }, 'unspecified'],
  [{ kind: 'finish', reason: 'NO_IMAGE' }, 'no-picture'],
  [{ kind: 'finish', reason: 'MAX_TOKENS' }, 'too-long'],
  [{ kind: 'text-only' }, 'no-picture'],
  [{ kind: 'thought-only' }, 'no-picture'],
  [{ kind: 'paint', finishReason: 'IMAGE_SAFETY' }, 'safety'],
];

describe('a refusal', () => {
  it.each(refusals)('%j is final and says why', async (behaviour, reason) => {
    const problem = await paint(behaviour).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'refused-by-provider', members: { reason } });
    expect(JSON.stringify(problem)).not.toMatch(/words of the user|cannot edit/);
    expect(fake.requests).toHaveLength(1);
  });
});

describe('an answer that is neither', () => {
  it.each(['MALFORMED_RESPONSE', 'CONTINUATION', 'SOMETHING_NEW'])('finish %s is a failure', async (reason) => {
    await expect(paint({ kind: 'finish', reason })).rejects.toMatchObject({ code: 'provider-failed' });
  });

  it.each([
    ['nothing', '{}'],
    ['no candidate', '{"candidates":[]}'],
    ['another type', '{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/gif","data":"AAAA"}}]},"finishReason":"STOP"}]}'],
    ['an empty picture', '{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":""}}]},"finishReason":"STOP"}]}'],
    ['no base64', '{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"!!!!"}}]},"finishReason":"STOP"}]}'],
    ['a list', '[1,2]'],
    ['null', 'null'],
    ['words', 'words of the user'],
  ])('%s is a failure', async (_name, body) => {
    const raw: FakeBehaviour = { kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body };
    const problem = await paint(raw).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'provider-failed' });
    expect(fake.requests).toHaveLength(1);
  });
});
