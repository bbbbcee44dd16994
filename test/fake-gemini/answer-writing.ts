// Owns the fake's answers as text: pictures made of the request's own, key order, white space, escapes. Refuses HTTP.

import sharp from 'sharp';
import type { PaintBehaviour } from './behaviour.ts';
import type { AcceptedRequest, FakeError } from './request-rules.ts';

/** Warm the picture a little, as far as a test can tell and a face survives. */
export const fakeTint: readonly [number, number, number] = [1, 0.94, 0.82];

const usage = {
  promptTokenCount: 265,
  candidatesTokenCount: 1290,
  totalTokenCount: 1555,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: 7 }, { modality: 'IMAGE', tokenCount: 258 }],
  candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
};

interface AnswerPart {
  readonly text?: string;
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
  readonly thought?: true;
  readonly thoughtSignature?: string;
}

/** The answer to a request that succeeds: its first picture, tinted, in the shape and size that were asked for. */
export async function writePainting(request: AcceptedRequest, how: PaintBehaviour): Promise<string> {
  const painted = await paint(request, how);
  const thought: AnswerPart = { inlineData: { mimeType: 'image/png', data: (await paintThought()).toString('base64') }, thought: true };
  const picture: AnswerPart = {
    inlineData: { mimeType: `image/${how.format ?? 'png'}`, data: painted.toString('base64') },
    thoughtSignature: 'c2lnbmF0dXJl'.repeat(200),
  };
  const parts = how.thought === 'before' ? [thought, picture] : how.thought === 'after' ? [picture, thought] : [picture];
  return writeAnswer(request.model, parts, how);
}

/** An answer with words only, or with a thought only. */
export async function writeWithoutPicture(request: AcceptedRequest, kind: 'text-only' | 'thought-only'): Promise<string> {
  const text: AnswerPart = { text: 'I cannot edit {"data":"AAAA"} photos of "people" \\ like this.' };
  const thought: AnswerPart = { inlineData: { mimeType: 'image/png', data: (await paintThought()).toString('base64') }, thought: true };
  return writeAnswer(request.model, [kind === 'text-only' ? text : thought], { kind: 'paint' });
}

/** A refusal, which is a 200. */
export function writeRefusal(kind: 'block' | 'finish', reason: string): string {
  const message = 'The request with the words of the user was refused.';
  if (kind === 'block') return JSON.stringify({ promptFeedback: { blockReason: reason, blockReasonMessage: message }, usageMetadata: usage });
  return JSON.stringify({ candidates: [{ finishReason: reason, finishMessage: message, index: 0 }], usageMetadata: usage });
}

/** An error in Google's form. */
export function writeError({ code, status, message, details }: FakeError): string {
  return JSON.stringify({ error: { code, message, status, ...(details.length > 0 ? { details } : {}) } }, undefined, 2);
}

function writeAnswer(model: string, parts: readonly AnswerPart[], how: PaintBehaviour): string {
  const answer = {
    candidates: [{ content: { parts, role: 'model' }, finishReason: how.finishReason ?? 'STOP', index: 0 }],
    usageMetadata: usage,
    modelVersion: model,
    responseId: 'fake-response',
  };
  const ordered = how.keys === 'reversed' ? reverseKeys(answer) : answer;
  const json = how.space === 'pretty' ? JSON.stringify(ordered, undefined, 2).replaceAll('": ', '" :\n ') : JSON.stringify(ordered);
  return how.escapes ? json.replaceAll('/', '\\/').replaceAll('=', '\\u003d') : json;
}

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reverseKeys(member)]));
}

async function paint(request: AcceptedRequest, { format = 'png', sidePixels }: PaintBehaviour): Promise<Buffer> {
  const { aspectRatio = '1:1', imageSize = '1K' } = request.body.generationConfig.imageConfig ?? {};
  const [across = 1, down = 1] = aspectRatio.split(':').map(Number);
  const area = (1024 * Number.parseInt(imageSize, 10)) ** 2;
  const unit = sidePixels ? sidePixels / Math.max(across, down) : Math.sqrt(area / (across * down));
  const [width, height] = [Math.round(across * unit), Math.round(down * unit)];
  const [first] = request.pictures;
  const source = first
    ? sharp(first.bytes).flatten({ background: '#fff' }).toColourspace('srgb')
    : sharp({ create: { width, height, channels: 3, background: '#88aacc' } });
  return source.resize(width, height, { fit: 'cover' }).linear([...fakeTint], [0, 0, 0]).toFormat(format).toBuffer();
}

function paintThought(): Promise<Buffer> {
  return sharp({ create: { width: 64, height: 64, channels: 3, background: '#ff0000' } }).png().toBuffer();
}
