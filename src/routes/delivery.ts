// Owns how an answer with image data is sent: its headers, its bytes, nothing stored on the way. Refuses to end before the client has it.

import { finished } from 'node:stream/promises';
import type { Response } from 'express';
import type { ReceiptFacts } from '../retention/receipt.ts';
import type { Vault } from '../retention/vault.ts';
import type { FinishedPicture, MadeBy } from '../studio/orders.ts';
import type { Charge } from './charge.ts';
import { ClientGone } from './connection.ts';
import { countZipBytes, nameFile, sendZip } from './zip.ts';
import type { NamedFile } from './zip.ts';

/** An answer of one file: bytes that the request's vault owns, and what is said about them. */
export interface FileDelivery {
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly made: MadeBy;
}

/** An answer of several files, sent as a zip; the vault owns their bytes. */
export interface ZipDelivery {
  readonly files: readonly NamedFile[];
  readonly headers: Readonly<Record<string, string>>;
  readonly made: MadeBy;
}

/** An answer that is made while it is sent. */
export interface StreamDelivery {
  /** Send all of it, and end the response. @throws {ClientGone} When the connection closes before. */
  send(sending: Sending): Promise<void>;
}

/** What an answer that is made while it is sent works with. */
export interface Sending {
  readonly response: Response;
  /** Owns what is sent until it has left. */
  readonly vault: Vault;
  readonly charge: Pick<Charge, 'capture'>;
  sign(facts: Omit<ReceiptFacts, 'requestId' | 'bytesReceived'>): Promise<string>;
  /** What the log is to say of an answer that could not be all that was asked for. */
  noteFailure(failure: unknown): void;
}

/** An answer whose bytes are all there before the first is sent. */
export type WholeDelivery = FileDelivery | ZipDelivery;

export type Delivery = WholeDelivery | StreamDelivery;

/** A picture as an answer. */
export function describePicture(picture: FinishedPicture): FileDelivery {
  const { engine, retentionDays, hosts, faces, confidence, width, height, window, notes } = picture;
  return {
    mimeType: picture.mimeType,
    bytes: picture.bytes,
    made: { engine, retentionDays, hosts },
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

/** What a receipt states of an answer, but for the request it belongs to. */
export function describeSending(delivery: WholeDelivery, kind: ReceiptFacts['kind']): Omit<ReceiptFacts, 'requestId' | 'bytesReceived'> {
  return { kind, ...delivery.made, bytesSent: countBytes(delivery), files: listFiles(delivery, kind) };
}

function listFiles(delivery: WholeDelivery, kind: ReceiptFacts['kind']): ReceiptFacts['files'] {
  if ('files' in delivery) return delivery.files.map(({ name, mimeType, engine = delivery.made.engine, bytes }) => ({ name, mediaType: mimeType, engine, bytes }));
  return [{ name: nameFile(kind, delivery.mimeType), mediaType: delivery.mimeType, bytes: delivery.bytes }];
}

/**
 * Send an answer and wait until the client has it.
 *
 * @throws {ClientGone} When the connection closes before.
 */
export async function deliver(response: Response, delivery: WholeDelivery, receipt: string, durations: ReadonlyMap<string, number>): Promise<void> {
  response.status(200).set({
    ...delivery.headers,
    ...describeBody(delivery),
    'Cache-Control': 'no-store',
    'Ephemera-Receipt': receipt,
    'Server-Timing': [...durations].map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(', '),
  });
  try {
    await ('files' in delivery ? sendZip(delivery.files, response) : sendFile(delivery.bytes, response));
  } catch (error) {
    throw new ClientGone('', { cause: error });
  }
}

function describeBody(delivery: WholeDelivery): Readonly<Record<'Content-Type' | 'Content-Length', string>> {
  return { 'Content-Type': 'files' in delivery ? 'application/zip' : delivery.mimeType, 'Content-Length': String(countBytes(delivery)) };
}

function countBytes(delivery: WholeDelivery): number {
  return 'files' in delivery ? countZipBytes(delivery.files) : delivery.bytes.byteLength;
}

async function sendFile(bytes: Uint8Array, response: Response): Promise<void> {
  const sent = finished(response);
  response.end(bytes);
  await sent;
}
