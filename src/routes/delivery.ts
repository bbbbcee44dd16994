// Owns how an answer with image data is sent: its headers, its bytes, nothing stored on the way. Refuses to end before the client has it.

import { finished } from 'node:stream/promises';
import type { Response } from 'express';
import type { FinishedPicture } from '../studio/orders.ts';
import { ClientGone } from './connection.ts';

/** An answer: bytes that the request's vault owns, and what is said about them. */
export interface Delivery {
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A picture as an answer. */
export function describePicture(picture: FinishedPicture): Delivery {
  const { engine, retentionDays, faces, confidence, width, height, window, notes } = picture;
  return {
    mimeType: picture.mimeType,
    bytes: picture.bytes,
    headers: {
      'Ephemera-Engine': engine,
      'Ephemera-Retention-Days': String(retentionDays),
      'Ephemera-Faces': String(faces),
      'Ephemera-Confidence': confidence.toFixed(2),
      'Ephemera-Width': String(width),
      'Ephemera-Height': String(height),
      ...(window && { 'Ephemera-Window': window.map((share) => share.toFixed(4)).join(', ') }),
      ...(notes.length > 0 && { 'Ephemera-Notes': notes.join(', ') }),
    },
  };
}

/**
 * Send an answer and wait until the client has it.
 *
 * @throws {ClientGone} When the connection closes before.
 */
export async function deliver(response: Response, delivery: Delivery, durations: ReadonlyMap<string, number>): Promise<void> {
  response.status(200).set({
    ...delivery.headers,
    'Content-Type': delivery.mimeType,
    'Content-Length': String(delivery.bytes.byteLength),
    'Cache-Control': 'no-store',
    'Server-Timing': [...durations].map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(', '),
  });
  const sent = finished(response);
  response.end(delivery.bytes);
  try {
    await sent;
  } catch (error) {
    throw new ClientGone('', { cause: error });
  }
}
