// Owns what the fake OpenAI accepts: path, key, fields, pictures, sizes. Refuses what the real service refuses, with its words.

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import type { FakeFile } from './behaviour.ts';

/** The key that the fake takes. */
export const fakeOpenaiKey = 'test-openai-key';

const models = ['gpt-image-1.5', 'gpt-image-1-mini', 'gpt-image-2', 'gpt-image-2.5-sunburst', 'gpt-image-2.5-flare'];
const standardSizes = ['auto', '1024x1024', '1536x1024', '1024x1536'];

/** The fields of an edit that a GPT image model takes; `response_format` is none of them. */
const fieldsSchema = z.strictObject({
  model: z.enum(models),
  prompt: z.string().min(1).max(32_000),
  size: z.string().default('auto'),
  quality: z.enum(['low', 'medium', 'high', 'auto']).default('auto'),
  output_format: z.enum(['png', 'jpeg', 'webp']).default('png'),
  input_fidelity: z.enum(['high', 'low']).optional(),
  n: z.literal('1').optional(),
});

/** A request that passed. */
export interface AcceptedRequest {
  readonly fields: z.infer<typeof fieldsSchema>;
  readonly sent: Readonly<Record<string, string>>;
  readonly files: readonly (FakeFile & { readonly bytes: Buffer })[];
}

/** An answer of OpenAI's in its error form. */
export class FakeError extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;
  constructor(status: number, code: string | null, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }
}

/** Check the address, the key and the form of the body, before it is read. */
export function checkHeaders(method: string, path: string, headers: NodeJS.Dict<string | string[]>): void {
  if (method !== 'POST' || path !== '/v1/images/edits') throw new FakeError(404, null, `Invalid URL (${method} ${path})`);
  const { authorization } = headers;
  if (authorization !== `Bearer ${fakeOpenaiKey}`) throw new FakeError(401, 'invalid_api_key', `Incorrect API key provided: ${String(authorization)}.`);
  if (!String(headers['content-type']).startsWith('multipart/form-data; boundary=')) throw new FakeError(400, 'unsupported_content_type', 'Invalid Content-Type.');
}

/** Check the body: known fields only, pictures of the type they are said to be, a size that the model paints. */
export async function checkBody(contentType: string, bytes: Buffer): Promise<AcceptedRequest> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData().catch(() => undefined);
  if (!form) throw new FakeError(400, 'invalid_multipart_form_data', 'Invalid body.');
  const entries = [...form.entries()];
  const sent = Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const parsed = fieldsSchema.safeParse(sent);
  if (!parsed.success) throw refuseField(String(parsed.error.issues[0]?.path[0] ?? 'unknown'));
  const files = await Promise.all(entries.flatMap(([field, value]) => (typeof value === 'string' ? [] : [readFile(field, value)])));
  if (files.length === 0 || files.length > 16) throw refuseField('image');
  checkSize(parsed.data);
  if (parsed.data.input_fidelity && parsed.data.model !== 'gpt-image-1.5') throw refuseField('input_fidelity');
  return { fields: parsed.data, sent, files };
}

async function readFile(field: string, file: File): Promise<AcceptedRequest['files'][number]> {
  if (field !== 'image[]' && field !== 'image') throw refuseField(field);
  const bytes = Buffer.from(await file.arrayBuffer());
  const { format } = await sharp(bytes).metadata().catch(() => ({ format: 'nothing known' }));
  if (bytes.length >= 50e6 || `image/${format}` !== file.type) throw new FakeError(400, 'invalid_image_file', 'Invalid image file or mode for image 1.', 'image');
  return { field, name: file.name, mimeType: file.type, bytes, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function checkSize({ model, size }: AcceptedRequest['fields']): void {
  if (standardSizes.includes(size)) return;
  const [width = 0, height = 0] = size.split('x').map(Number);
  const isFree = model.startsWith('gpt-image-2') && width % 16 === 0 && height % 16 === 0 && width > 0 && height > 0;
  if (!isFree || Math.max(width / height, height / width) > 3 || width * height > 3840 * 2160) throw refuseField('size');
}

function refuseField(param: string): FakeError {
  return new FakeError(400, param === 'response_format' ? 'unknown_parameter' : 'invalid_value', `Invalid value for '${param}', with words of the user.`, param);
}
