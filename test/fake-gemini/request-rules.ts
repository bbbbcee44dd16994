// Owns what the fake accepts: paths, keys, fields, pictures. Refuses what the real service refuses, with its words.

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import type { FakePicture } from './behaviour.ts';

/** The Developer API's key and Vertex's bearer token that the fake takes. */
export const fakeKey = 'test-key';
export const fakeToken = 'test-token';

const models = [
  'gemini-nano-banana-2.1',
  'gemini-3.1-flash-image',
  'gemini-3.1-flash-lite-image',
  'gemini-3-pro-image',
];
const ratios = ['1:1', '1:4', '1:8', '2:3', '3:2', '3:4', '4:1', '4:3', '4:5', '5:4', '8:1', '9:16', '16:9', '21:9'];

const partSchema = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ inlineData: z.strictObject({ mimeType: z.string(), data: z.string() }) }),
]);
const bodyFields = {
  contents: z.array(z.strictObject({ parts: z.array(partSchema).min(1), role: z.enum(['user', 'model']) })).min(1),
  generationConfig: z.strictObject({
    responseModalities: z.array(z.enum(['IMAGE', 'TEXT'])),
    imageConfig: z.strictObject({ aspectRatio: z.enum(ratios), imageSize: z.enum(['1K', '2K', '4K']) }).optional(),
  }),
};
const vertexSchema = z.strictObject(bodyFields);
const developerSchema = z.strictObject({ ...bodyFields, store: z.boolean().optional() });

/** A request that passed. */
export interface AcceptedRequest {
  readonly body: z.infer<typeof developerSchema>;
  readonly pictures: readonly (FakePicture & { readonly bytes: Buffer })[];
  readonly prompt: string;
  readonly model: string;
}

/** An answer of Google's in its error form. */
export class FakeError extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly unknown[];
  constructor(code: number, status: string, message: string, details: readonly unknown[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Which of the two interfaces a path is of, and the model in it. */
export function readPath(path: string): { readonly kind: 'developer' | 'vertex'; readonly model: string } {
  const developer = path.match(/^\/v1(?:beta)?\/models\/([^/:]+):generateContent$/);
  const vertex = path.match(/^\/v1(?:beta1)?\/projects\/[^/]+\/locations\/[^/]+\/publishers\/google\/models\/([^/:]+):generateContent$/);
  const model = developer?.[1] ?? vertex?.[1];
  if (!model || !models.includes(model)) throw new FakeError(404, 'NOT_FOUND', `models/${model} is not found for this API version.`);
  return { kind: vertex ? 'vertex' : 'developer', model };
}

/** Check the key or token and the form of the body, before it is read. */
export function checkHeaders(kind: 'developer' | 'vertex', headers: NodeJS.Dict<string | string[]>): void {
  if (kind === 'vertex' && headers['authorization'] !== `Bearer ${fakeToken}`) {
    throw new FakeError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  }
  const key = headers['x-goog-api-key'];
  if (kind === 'developer' && !key) throw new FakeError(403, 'PERMISSION_DENIED', 'Method does not allow unregistered callers.');
  if (kind === 'developer' && key !== fakeKey) {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }];
    throw new FakeError(400, 'INVALID_ARGUMENT', `API key not valid: ${String(key)}`, details);
  }
  if (!String(headers['content-type']).startsWith('application/json')) throw invalid('Content-Type must be application/json.');
  if (!headers['content-length'] && headers['transfer-encoding'] !== 'chunked') throw new FakeError(411, 'INVALID_ARGUMENT', 'Length required.');
}

/** Check the body: known fields only, every picture valid base64 of the type that it is said to be. */
export async function checkBody(kind: 'developer' | 'vertex', model: string, bytes: Buffer): Promise<AcceptedRequest> {
  const parsed = (kind === 'vertex' ? vertexSchema : developerSchema).safeParse(parseJson(bytes));
  if (!parsed.success) throw invalid(`Invalid JSON payload received. ${parsed.error.message}`);
  const body = parsed.data;
  const parts = body.contents.flatMap((content) => content.parts);
  const inline = parts.flatMap((part) => ('inlineData' in part ? [part.inlineData] : []));
  const pictures = await Promise.all(inline.map(readPicture));
  inline.forEach((each, index) => (each.data = `#${index}`));
  return { body, pictures, model, prompt: parts.map((part) => ('text' in part ? part.text : '')).join('') };
}

async function readPicture({ mimeType, data }: { mimeType: string; data: string }): Promise<FakePicture & { bytes: Buffer }> {
  const bytes = Buffer.from(data, 'base64');
  // Buffer.from forgives; the service does not.
  if (data === '' || data.length !== Math.ceil(bytes.length / 3) * 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) {
    throw invalid(`Base64 decoding failed for "${data.slice(0, 40)}"`);
  }
  const { format } = await sharp(bytes).metadata().catch(() => ({ format: 'nothing known' }));
  if (`image/${format}` !== mimeType) throw invalid('Unable to process input image.');
  return { mimeType, bytes, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw invalid('Invalid JSON payload received.');
  }
}

function invalid(message: string): FakeError {
  return new FakeError(400, 'INVALID_ARGUMENT', message);
}
