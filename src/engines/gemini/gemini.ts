// Owns the engine `gemini`: one call for one picture. Refuses conversations, stored files and anything Google keeps by choice.

import type { GenerateContentConfig } from '@google/genai';
import type { ImageModel, PaintRequest } from '../engine.ts';
import { callProvider } from '../wire/call.ts';
import type { Line } from '../wire/call.ts';
import type { Transfer } from '../wire/transfer.ts';
import { readAnswer } from './answer.ts';
import { dialect } from './dialect.ts';
import { findNearestRatio } from './image-options.ts';
import { createClient, readBaseUrl, readRetention } from './settings.ts';
import type { GeminiSettings } from './settings.ts';
import { listSignInHosts } from './sign-in.ts';

/** Fourteen inline pictures in one call. @see https://ai.google.dev/gemini-api/docs/image-generation */
const maxReferences = 14;

/** Create the engine `gemini`. */
export function createGemini(settings: GeminiSettings): ImageModel {
  const loading = createClient(settings);
  // The first call hears of it; nobody has to make one.
  loading.catch(() => undefined);
  const line: Line = { provider: 'Gemini', timeoutMs: settings.timeoutMs, dialect, encoding: 'base64' };
  return {
    name: 'gemini',
    title: 'Google Gemini',
    retention: readRetention(settings),
    hosts: [new URL(readBaseUrl(settings)).hostname],
    signInHosts: listSignInHosts(settings.access),
    maxReferences,
    paint(request, signal) {
      const attempt = async (transfer: Transfer) => {
        const { models } = await loading;
        const answer = await models.generateContent(describeCall(settings, request, transfer));
        return readAnswer(answer, transfer.pictures, settings.model);
      };
      return callProvider(line, request.references.slice(0, maxReferences), attempt, signal);
    },
  };
}

function describeCall(settings: GeminiSettings, request: PaintRequest, { placeholders, fetch, signal: abortSignal }: Transfer) {
  const pictures = placeholders.map(({ token, picture }) => ({ inlineData: { mimeType: picture.mimeType, data: token } }));
  const config: GenerateContentConfig = {
    abortSignal,
    // The server gives up when we do. As a header, since the SDK's own timer aborts without saying why.
    httpOptions: { fetch, headers: { 'X-Server-Timeout': String(Math.ceil(settings.timeoutMs / 1000)) } },
    // The default sends and bills the whole request again when an answer was cut off.
    automaticContinuation: false,
    responseModalities: ['IMAGE'],
    imageConfig: { aspectRatio: findNearestRatio(request.aspectRatio, settings.model), imageSize: request.imageSize },
    // New projects store requests by default. Vertex knows no such field and stores none.
    ...(settings.access.kind === 'developer' ? { store: false } : {}),
  };
  return { model: settings.model, contents: [{ role: 'user', parts: [{ text: request.prompt }, ...pictures] }], config };
}
