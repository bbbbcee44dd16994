// Owns `npm run live`: one real call of each kind to Gemini and OpenAI, for a person with a key. Writes no file unless `--out` is given.

import { readFileSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { ConfigError } from '../src/config-error.ts';
import { readConfig } from '../src/config.ts';
import type { Config } from '../src/config.ts';
import type { EncodedPicture, ImageModel, PaintRequest, Painting } from '../src/engines/engine.ts';
import { createGemini } from '../src/engines/gemini/gemini.ts';
import { createOpenai } from '../src/engines/openai/openai.ts';
import { Problem } from '../src/problem.ts';
import { backdrops } from '../src/styles/backdrops.ts';
import { studioLight, writeHeadshotPrompt } from '../src/styles/prompt.ts';
import { drawPortrait, renderFile } from '../test/drawn-portrait.ts';

const usage = 'npm run live [-- --out result.png] [-- photo.jpg]';
const maxSidePixels = 2048;

/** A provider that is configured. */
interface Provider {
  readonly model: ImageModel;
  /** The same, asked for a model that it does not have. */
  readonly unknown: ImageModel;
  /** What a picture proves about the request. */
  readonly proves: string;
}

/** What a call came to. */
interface Outcome {
  readonly ms: number;
  readonly painting?: Painting;
  readonly problem?: Problem;
}

const providers = readProviders();
if (providers.length === 0) process.exit(2);
const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const reference = await readReference(positionals[0]);
const stamps: boolean[] = [];
for (const provider of providers) {
  print(`${provider.model.title}:`);
  stamps.push(await callHeadshot(provider, reference, values.out), await callRefusal(provider, reference), await callUnknownModel(provider, reference));
}
process.exitCode = stamps.every(Boolean) ? 0 : 1;

function readProviders(): readonly Provider[] {
  try {
    const found = listProviders(readConfig(process.env, totalmem()));
    if (found.length === 0) print(`Set GEMINI_API_KEY, or VERTEX_PROJECT and VERTEX_LOCATION, or OPENAI_API_KEY, then: ${usage}`);
    return found;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(error.message);
    return [];
  }
}

function listProviders({ gemini, openai }: Config): readonly Provider[] {
  const model = 'no-such-image-model';
  const proves = gemini?.access.kind === 'vertex' ? '`store` is not part of Vertex and was not sent' : '`store: false` was sent and accepted';
  return [
    ...(gemini ? [{ model: createGemini(gemini), unknown: createGemini({ ...gemini, model }), proves }] : []),
    ...(openai ? [{ model: createOpenai(openai), unknown: createOpenai({ ...openai, model }), proves: 'size, quality and format were accepted' }] : []),
  ];
}

async function readReference(path: string | undefined): Promise<EncodedPicture> {
  const file = path === undefined ? await renderFile(drawPortrait()) : readFileSync(path);
  const bytes = await sharp(file)
    .autoOrient()
    .resize(maxSidePixels, maxSidePixels, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 92 })
    .toBuffer();
  print(`Photo: ${path === undefined ? 'a drawn portrait' : 'the one given'}, ${await describePicture(bytes)}.`);
  return { bytes: new Uint8Array(bytes), mimeType: 'image/jpeg' };
}

async function callHeadshot({ model, proves }: Provider, picture: EncodedPicture, out: string | undefined): Promise<boolean> {
  const [backdrop] = backdrops;
  const prompt = writeHeadshotPrompt({
    backdrop: backdrop?.description ?? 'Plain grey paper.',
    light: studioLight,
    framing: 'head-and-shoulders',
    references: 1,
  });
  const outcome = await call(model, picture, prompt);
  await describeOutcome('Headshot', outcome);
  if (!outcome.painting) return false;
  print(`  The answer was whole; ${proves}.`);
  if (out !== undefined) writeFileSync(out, outcome.painting.picture.bytes);
  return true;
}

// Harmless, so that nobody's key is flagged: it asks for no picture at all.
async function callRefusal({ model }: Provider, picture: EncodedPicture): Promise<boolean> {
  const outcome = await call(model, picture, 'Do not make or change any picture. Answer in words only: how many people are there?');
  await describeOutcome('Refusal', outcome);
  return outcome.problem?.code === 'refused-by-provider' || outcome.painting !== undefined;
}

async function callUnknownModel({ unknown }: Provider, picture: EncodedPicture): Promise<boolean> {
  const outcome = await call(unknown, picture, 'A headshot.');
  await describeOutcome('Model that does not exist', outcome);
  return outcome.problem?.code === 'provider-misconfigured';
}

async function call(model: ImageModel, picture: EncodedPicture, prompt: string): Promise<Outcome> {
  const request: PaintRequest = { references: [picture], prompt, aspectRatio: '4:5', imageSize: '1K' };
  const begunMs = performance.now();
  try {
    const painting = await model.paint(request, new AbortController().signal);
    return { painting, ms: performance.now() - begunMs };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { problem, ms: performance.now() - begunMs };
  }
}

async function describeOutcome(name: string, { painting, problem, ms }: Outcome): Promise<void> {
  const seconds = (ms / 1000).toFixed(1);
  if (painting) print(`${name}: ${await describePicture(painting.picture.bytes)} from ${painting.model} in ${seconds} s.`);
  if (problem) print(`${name}: ${problem.code} ${JSON.stringify(problem.members)} in ${seconds} s. ${problem.detail}`);
}

async function describePicture(bytes: Uint8Array): Promise<string> {
  const { format, width, height } = await sharp(bytes).metadata();
  return `${format} ${width} × ${height}, ${Math.round(bytes.length / 1000)} kB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
