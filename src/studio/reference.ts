// Owns a photo as it leaves for an image model: upright, small enough, without metadata, the person meant and nobody else. Refuses photos without a face.

import type { EncodedPicture } from '../engines/engine.ts';
import { readPortrait } from '../face/reading.ts';
import type { Face, Portrait } from '../face/portrait.ts';
import { encodePicture } from '../photo/encode.ts';
import type { EncodedFile } from '../photo/encode.ts';
import { cropPixels, turnPixels } from '../photo/frame.ts';
import { openForSending, readPhotoFacts, sendingBytes } from '../photo/open.ts';
import type { SendablePhoto } from '../photo/open.ts';
import type { Box, Pixels } from '../photo/pixels.ts';
import { Problem } from '../problem.ts';
import { openLimits } from './opening.ts';
import type { JobContext, StudioParts } from './orders.ts';

/** Larger references cost upload time and are scaled down by the models anyway. */
const sending = { maxSidePixels: 2048, quality: 92 };

/** A photo that may leave. */
export interface Reference {
  /** In a buffer of the vault. */
  readonly picture: EncodedPicture;
  /** Faces in the photo, whoever of them is sent. */
  readonly faces: number;
}

/** Looks at a photo before it is written; throws to keep it here. The pixels are the portrait's, at the size that is sent. */
export type Examine = (pixels: Pixels<3>, portrait: Portrait) => Promise<void>;

/**
 * Make a reference of a photo.
 *
 * @param photo - Stays as it is.
 * @throws {Problem} `face-not-found`, and as opening does; whatever `examine` throws.
 */
export async function prepareReference(parts: StudioParts, photo: Uint8Array<ArrayBuffer>, context: JobContext, examine?: Examine): Promise<Reference> {
  const { vault, signal } = context;
  const limits = openLimits(parts);
  const facts = await readPhotoFacts(photo, limits, vault, signal);
  using _room = await context.step('wait', () => parts.pixelGate.acquire(sendingBytes(facts, sending.maxSidePixels), signal));
  const sendable = await context.step('open', () => openForSending(photo, sending, limits, vault, signal));
  const seen = await readFaces(parts, sendable.pixels, context);
  const { pixels, portrait } = seen.turn === 0 ? { pixels: sendable.pixels, portrait: seen } : await turnUpright(parts, sendable.pixels, seen.turn, context);
  const [subject, ...others] = portrait.faces;
  if (!subject) {
    throw new Problem('face-not-found', 'No face was found, so nothing was sent. Use a photo in which the face can be seen, not turned away or covered.');
  }
  await examine?.(pixels, portrait);
  const isAsSent = pixels === sendable.pixels && others.length === 0;
  const { bytes } = isAsSent ? sendable : await encodeAlone(pixels, boxAlone(portrait, subject, others, pixels), sendable, context);
  vault.erase(pixels.data);
  return { picture: { bytes, mimeType: 'image/jpeg' }, faces: portrait.faces.length };
}

async function turnUpright(parts: StudioParts, pixels: Pixels<3>, turn: 90 | 180 | 270, context: JobContext) {
  const turned = await turnPixels(pixels, turn, context.vault, context.signal);
  context.vault.erase(pixels.data);
  return { pixels: turned, portrait: await readFaces(parts, turned, context) };
}

async function encodeAlone(pixels: Pixels<3>, box: Box, sendable: SendablePhoto, { vault, signal }: JobContext): Promise<EncodedFile> {
  vault.erase(sendable.bytes);
  const alone = cropPixels(pixels, box, 'clamp', vault);
  const encoded = await encodePicture(alone, { format: 'jpeg', quality: sending.quality, source: 'humanEdits' }, vault, signal);
  vault.erase(alone.data);
  return encoded;
}

function readFaces(parts: StudioParts, pixels: Pixels<3>, context: JobContext): Promise<Portrait> {
  return context.step('read', () => readPortrait(parts.vision, pixels, { matte: false }, context));
}

/** Head and shoulders of the subject, cut half way to the next face so that nobody else is sent. */
function boxAlone(portrait: Portrait, subject: Face, others: readonly Face[], pixels: Pixels): Box {
  const scale = pixels.width / portrait.width;
  const middle = middleOf(subject);
  const left = Math.max(0, subject.box.x - 1.6 * subject.box.width, ...others.map(middleOf).filter((x) => x < middle).map((x) => (x + middle) / 2));
  const right = Math.min(
    portrait.width,
    subject.box.x + 2.6 * subject.box.width,
    ...others.map(middleOf).filter((x) => x > middle).map((x) => (x + middle) / 2),
  );
  const top = Math.max(0, subject.box.y - 1.2 * subject.box.height);
  const bottom = Math.min(portrait.height, subject.box.y + 4 * subject.box.height);
  return { x: left * scale, y: top * scale, width: (right - left) * scale, height: (bottom - top) * scale };
}

function middleOf({ box }: Face): number {
  return box.x + box.width / 2;
}
