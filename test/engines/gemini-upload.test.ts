// Shows what leaves for Gemini: the SDK's own body to the byte, nothing from the environment, never a string of a picture.

import { readdirSync, readFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGemini } from '../../src/engines/gemini/gemini.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { developerSettings, drawDisc, drawNoise, hashOf, paintRequest, vertexSettings } from './pictures.ts';

let fake: FakeGemini;
const never = new AbortController().signal;

beforeAll(async () => {
  fake = await startFakeGemini();
});
afterEach(() => {
  fake.reset();
  vi.unstubAllEnvs();
});
afterAll(() => fake[Symbol.asyncDispose]());

describe('the body', () => {
  it('is the SDK’s own, to the byte, for every padding', async () => {
    const references = [await drawDisc(), await drawNoise(200_000), await drawNoise(100_000)];
    // Bytes after the end of a picture are ignored by its readers and give the three lengths modulo 3.
    const padded = references.map((each, i) => ({ ...each, bytes: withLength(each.bytes, i) }));
    const request = paintRequest(...padded);
    await createGemini(developerSettings(fake.url)).paint(request, never);

    const plain = new GoogleGenAI({ apiKey: 'test-key', apiVersion: 'v1beta', httpOptions: { baseUrl: fake.url } });
    const inline = padded.map(({ bytes, mimeType }) => ({ inlineData: { mimeType, data: Buffer.from(bytes).toString('base64') } }));
    await plain.models.generateContent({
      model: 'gemini-nano-banana-2.1',
      contents: [{ role: 'user', parts: [{ text: request.prompt }, ...inline] }],
      config: { store: false, automaticContinuation: false, responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '4:5', imageSize: '1K' } },
    });
    const [ours, theirs] = fake.requests;
    expect(ours?.bodySha256).toBe(theirs?.bodySha256);
    expect(ours?.headers['content-length']).toBe(theirs?.headers['content-length']);
    expect(ours?.path).toBe(theirs?.path);
  });

  it('carries every picture, the prompt, store false and the shape', async () => {
    const [first, second] = [await drawDisc(), await drawNoise(300_000)];
    await createGemini(developerSettings(fake.url)).paint({ ...paintRequest(first, second), aspectRatio: '1.91:1', imageSize: '2K' }, never);
    const [seen] = fake.requests;
    expect(seen?.path).toBe('/v1beta/models/gemini-nano-banana-2.1:generateContent');
    expect(seen?.pictures.map((each) => each.sha256)).toEqual([hashOf(first.bytes), hashOf(second.bytes)]);
    expect(seen?.prompt).toBe(paintRequest().prompt);
    expect(seen?.body).toMatchObject({
      store: false,
      generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9', imageSize: '2K' } },
    });
    expect(seen?.headers).toMatchObject({ 'x-goog-api-key': 'test-key', 'x-server-timeout': '20', 'accept-encoding': 'identity' });
  });

  it('leaves the pictures as they were', async () => {
    const disc = await drawDisc();
    const before = hashOf(disc.bytes);
    await createGemini(developerSettings(fake.url)).paint(paintRequest(disc), never);
    expect(hashOf(disc.bytes)).toBe(before);
  });

  it('sends the first fourteen of more pictures', async () => {
    const model = createGemini(developerSettings(fake.url));
    await model.paint(paintRequest(...Array(20).fill(await drawDisc())), never);
    expect(model.maxReferences).toBe(14);
    expect(fake.requests[0]?.pictures).toHaveLength(14);
  });
});

describe('Vertex', () => {
  it('is called on its own path with a bearer token and without store', async () => {
    const painting = await createGemini(vertexSettings(fake.url)).paint(paintRequest(await drawDisc()), never);
    expect(painting.picture.bytes.length).toBeGreaterThan(1000);
    const [seen] = fake.requests;
    expect(seen?.path).toBe('/v1beta1/projects/p1/locations/europe-west4/publishers/google/models/gemini-nano-banana-2.1:generateContent');
    expect(seen?.headers['authorization']).toBe('Bearer test-token');
    expect(seen?.headers['x-goog-api-key']).toBeUndefined();
    expect(seen?.body).not.toHaveProperty('store');
  });

  it('has an address for each kind of location', () => {
    const hostsOf = (location: string) =>
      createGemini({ ...vertexSettings(''), baseUrl: undefined, access: { kind: 'vertex', project: 'p', location } }).hosts;
    expect(hostsOf('global')).toEqual(['aiplatform.googleapis.com']);
    expect(hostsOf('eu')).toEqual(['aiplatform.eu.rep.googleapis.com']);
    expect(hostsOf('europe-west4')).toEqual(['europe-west4-aiplatform.googleapis.com']);
  });
});

describe('the environment', () => {
  const misleading = {
    GOOGLE_API_KEY: 'wrong-key',
    GEMINI_API_KEY: 'wrong-key',
    GOOGLE_GENAI_USE_VERTEXAI: 'true',
    GOOGLE_GENAI_USE_ENTERPRISE: 'true',
    GOOGLE_CLOUD_PROJECT: 'wrong',
    GOOGLE_CLOUD_LOCATION: 'wrong',
    GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:9',
    GOOGLE_VERTEX_BASE_URL: 'http://127.0.0.1:9',
    GOOGLE_GENAI_API_VERSION: 'v9',
    HTTP_PROXY: 'http://127.0.0.1:9',
  };

  it.each(['developer', 'vertex'] as const)('changes nothing for %s', async (kind) => {
    for (const [name, value] of Object.entries(misleading)) vi.stubEnv(name, value);
    vi.spyOn(console, 'warn').mockReturnValue();
    vi.spyOn(console, 'debug').mockReturnValue();
    const settings = kind === 'vertex' ? vertexSettings(fake.url) : developerSettings(fake.url);
    await createGemini(settings).paint(paintRequest(await drawDisc()), never);
    expect(fake.requests[0]?.status).toBe(200);
    expect(fake.requests[0]?.path).toContain(kind === 'vertex' ? '/projects/p1/' : '/v1beta/models/');
    vi.restoreAllMocks();
  });

  it('does not set the address when none is given', () => {
    for (const [name, value] of Object.entries(misleading)) vi.stubEnv(name, value);
    vi.spyOn(console, 'warn').mockReturnValue();
    expect(createGemini({ ...developerSettings(''), baseUrl: undefined }).hosts).toEqual(['generativelanguage.googleapis.com']);
    vi.restoreAllMocks();
  });
});

describe('the source', () => {
  it('has no way from image bytes to a string', () => {
    const folder = new URL('../../src/engines/', import.meta.url);
    const files = readdirSync(folder, { recursive: true }).map(String).filter((name) => /^(base64|gemini\/.*|wire\/.*|openai\/.*)\.ts$/.test(name));
    expect(files.length).toBeGreaterThan(14);
    for (const file of files) {
      expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toMatch(/\(\s*'(base64|latin1|binary)'|toBase64|fromBase64|btoa|atob/);
    }
  });
});

function withLength(bytes: Uint8Array, rest: number): Uint8Array<ArrayBuffer> {
  const length = bytes.length + ((3 + rest - (bytes.length % 3)) % 3);
  const padded = new Uint8Array(length);
  padded.set(bytes);
  return padded;
}
