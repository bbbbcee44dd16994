// Owns the pictures that engine tests send: small, known, distinct. Refuses photographs.

import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { EncodedPicture, PaintRequest } from '../../src/engines/engine.ts';
import type { GeminiSettings } from '../../src/engines/gemini/settings.ts';

/** A plain picture of one colour with a darker disc, as a JPEG. */
export async function drawDisc(colour = '#c08060', width = 320, height = 400): Promise<EncodedPicture> {
  const disc = `<svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour}"/><circle cx="50%" cy="40%" r="60" fill="#402010"/></svg>`;
  return { bytes: new Uint8Array(await sharp(Buffer.from(disc)).jpeg().toBuffer()), mimeType: 'image/jpeg' };
}

/** A PNG of noise of about so many bytes. */
export async function drawNoise(byteLength: number): Promise<EncodedPicture> {
  const side = Math.ceil(Math.sqrt(byteLength / 3));
  const png = sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } }).png({ compressionLevel: 0 });
  return { bytes: new Uint8Array(await png.toBuffer()), mimeType: 'image/png' };
}

/** A request for a portrait from these references. */
export function paintRequest(...references: readonly EncodedPicture[]): PaintRequest {
  return { references, prompt: 'A headshot, "in quotes" – and with ümlauts.', aspectRatio: '4:5', imageSize: '1K' };
}

/** Settings for the fake's Developer API. */
export function developerSettings(baseUrl: string, changes: Partial<GeminiSettings> = {}): GeminiSettings {
  return {
    access: { kind: 'developer', apiKey: 'test-key' },
    model: 'gemini-nano-banana-2.1',
    apiVersion: 'v1beta',
    baseUrl,
    timeoutMs: 20_000,
    retentionDays: 55,
    ...changes,
  };
}

/** Hex SHA-256. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Settings for the fake's Vertex interface, signed in. */
export function vertexSettings(baseUrl: string): GeminiSettings {
  const getRequestHeaders = async () => new Headers({ authorization: 'Bearer test-token' });
  const authClient = { getRequestHeaders } as unknown as NonNullable<Extract<GeminiSettings['access'], { kind: 'vertex' }>['authClient']>;
  const access = { kind: 'vertex', project: 'p1', location: 'europe-west4', authClient } as const;
  return { ...developerSettings(baseUrl), access, apiVersion: 'v1beta1', retentionDays: 1 };
}
