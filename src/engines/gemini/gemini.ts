// Owns the engine `gemini`: one call for one picture, one retry. Refuses conversations, stored files and anything Google keeps by choice.

import { setTimeout as sleep } from 'node:timers/promises';
import type { GenerateContentConfig, GoogleGenAI } from '@google/genai';
import type { ImageModel, PaintRequest, Painting } from '../engine.ts';
import { Problem } from '../../problem.ts';
import { eraseBytes } from '../../retention/vault.ts';
import { readAnswer } from './answer.ts';
import { findNearestRatio } from './image-options.ts';
import { createClient, readBaseUrl, readRetention } from './settings.ts';
import type { GeminiSettings } from './settings.ts';
import { listSignInHosts } from './sign-in.ts';
import { createPlaceholders, planUpload } from './upload.ts';
import type { Placeholder } from './upload.ts';
import { exchange } from './wire.ts';
import { WireFault } from './wire-fault.ts';
import { readWireProblem } from './wire-problem.ts';

/** Fourteen inline pictures in one call. @see https://ai.google.dev/gemini-api/docs/image-generation */
const maxReferences = 14;
/** Before the retry when the provider names no delay: long enough for a balancer to choose another machine. */
const retryDelayMs = 500;

/**
 * Create the engine `gemini`.
 *
 * @returns A model whose `paint` takes at most twice `timeoutMs`: an attempt, a wait that fits into the first
 * attempt's time, and another attempt.
 */
export function createGemini(settings: GeminiSettings): ImageModel {
  const client = createClient(settings);
  return {
    name: 'gemini',
    retention: readRetention(settings),
    hosts: [new URL(readBaseUrl(settings)).hostname],
    signInHosts: listSignInHosts(settings.access),
    maxReferences,
    paint: (request, signal) => paint(client, settings, request, signal),
  };
}

async function paint(
  client: GoogleGenAI,
  settings: GeminiSettings,
  request: PaintRequest,
  signal: AbortSignal,
): Promise<Painting> {
  const startedMs = performance.now();
  const tryOnce = () => attempt(client, settings, request, signal);
  try {
    return await tryOnce().catch(async (error: unknown) => {
      await sleep(readRetryDelay(error, settings.timeoutMs - (performance.now() - startedMs)), undefined, { signal });
      return await tryOnce();
    });
  } catch (error) {
    // The caller's own reason comes first, whatever the abort broke.
    signal.throwIfAborted();
    throw error instanceof WireFault ? readWireProblem(error) : error;
  }
}

/**
 * How long to wait before the retry, in ms.
 *
 * @throws The error itself, when there is to be no retry.
 */
function readRetryDelay(error: unknown, remainingMs: number): number {
  if (!(error instanceof WireFault) || !error.isPassing) throw error;
  const delayMs = error.facts.retryDelayMs ?? retryDelayMs;
  if (delayMs > remainingMs) throw error;
  return delayMs;
}

async function attempt(
  client: GoogleGenAI,
  settings: GeminiSettings,
  request: PaintRequest,
  caller: AbortSignal,
): Promise<Painting> {
  const timeout = AbortSignal.timeout(settings.timeoutMs);
  const signal = AbortSignal.any([caller, timeout]);
  const placeholders = createPlaceholders(request.references.slice(0, maxReferences));
  const transfer = new Transfer(placeholders, signal);
  try {
    const parameters = describeCall(settings, request, placeholders, transfer, signal);
    const answer = await untilAborted(client.models.generateContent(parameters), signal);
    return readAnswer(answer, transfer.pictures, settings.model);
  } catch (error) {
    transfer.erase();
    if (timeout.aborted && !caller.aborted) throw new WireFault('timeout');
    if (error instanceof Problem || error instanceof WireFault) throw error;
    // The SDK's own errors quote requests and answers: only whether the call got as far as sending is told.
    throw new WireFault(transfer.hasBegun ? 'unreadable' : 'settings');
  }
}

function describeCall(
  settings: GeminiSettings,
  request: PaintRequest,
  placeholders: readonly Placeholder[],
  transfer: Transfer,
  abortSignal: AbortSignal,
) {
  const pictures = placeholders.map(({ token, picture }) => ({ inlineData: { mimeType: picture.mimeType, data: token } }));
  const config: GenerateContentConfig = {
    abortSignal,
    // The server gives up when we do. As a header, since the SDK's own timer aborts without saying why.
    httpOptions: { fetch: transfer.fetch, headers: { 'X-Server-Timeout': String(Math.ceil(settings.timeoutMs / 1000)) } },
    // The default sends and bills the whole request again when an answer was cut off.
    automaticContinuation: false,
    responseModalities: ['IMAGE'],
    imageConfig: { aspectRatio: findNearestRatio(request.aspectRatio, settings.model), imageSize: request.imageSize },
    // New projects store requests by default. Vertex knows no such field and stores none.
    ...(settings.access.kind === 'developer' ? { store: false } : {}),
  };
  return { model: settings.model, contents: [{ role: 'user', parts: [{ text: request.prompt }, ...pictures] }], config };
}

/** One attempt's way around the SDK: it sees tokens and indexes, the bytes pass here. */
class Transfer {
  pictures: readonly Uint8Array<ArrayBuffer>[] = [];
  hasBegun = false;
  readonly #placeholders: readonly Placeholder[];
  readonly #signal: AbortSignal;

  constructor(placeholders: readonly Placeholder[], signal: AbortSignal) {
    this.#placeholders = placeholders;
    this.#signal = signal;
  }

  /** The SDK's `fetch`. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    this.hasBegun = true;
    const upload = planUpload(String(init?.body), this.#placeholders);
    const url = new URL(input instanceof Request ? input.url : input);
    const { json, pictures } = await exchange(url, new Headers(init?.headers), upload, this.#signal);
    this.pictures = pictures;
    if (this.#signal.aborted) this.erase();
    return new Response(json, { headers: { 'content-type': 'application/json' } });
  };

  erase(): void {
    for (const picture of this.pictures) eraseBytes(picture);
    this.pictures = [];
  }
}

/** Reject as soon as the signal is aborted, even where the SDK waits for a sign-in that cannot be aborted. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = () => reject(new WireFault('network'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  return promise;
}
