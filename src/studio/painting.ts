// Owns a headshot by an image model elsewhere: what is sent, and whether what came back can be delivered. Sends no one but the person meant.

import type { EncodedPicture, FrameRequest, ImageModel, PaintRequest, Render } from '../engines/engine.ts';
import { aspectOf } from '../engines/local/frame-size.ts';
import { usualAspect } from '../engines/local/framing.ts';
import { readPortrait } from '../face/reading.ts';
import type { Face, Portrait } from '../face/portrait.ts';
import { encodePicture } from '../photo/encode.ts';
import type { EncodedFile } from '../photo/encode.ts';
import { cropPixels, turnPixels } from '../photo/frame.ts';
import { openForSending, readPhotoFacts, sendingBytes } from '../photo/open.ts';
import type { OpenPhoto, SendablePhoto } from '../photo/open.ts';
import type { Box, Pixels } from '../photo/pixels.ts';
import { Problem } from '../problem.ts';
import { backdrops, findBackdrop } from '../styles/backdrops.ts';
import type { FramingId } from '../styles/look.ts';
import { writeHeadshotPrompt } from '../styles/prompt.ts';
import type { HeadshotDescription } from '../styles/prompt.ts';
import { openForWork, openLimits } from './opening.ts';
import type { Opened } from './opening.ts';
import type { HeadshotOrder, JobContext, StudioParts } from './orders.ts';

/** Larger references cost upload time and are scaled down by the models anyway. */
const reference = { maxSidePixels: 2048, quality: 92 };

/**
 * Have a model paint the headshot, and look at what it made.
 *
 * @throws {Problem} `face-not-found` before anything leaves the machine; `result-unusable` and the model's own.
 */
export async function paintHeadshot(parts: StudioParts, model: ImageModel, order: HeadshotOrder, context: JobContext): Promise<Render> {
  const { picture, faces } = await prepareReference(parts, order.photo, context);
  const painting = await context.step(model.name, () => model.paint(describePainting(order, picture), context.signal));
  context.vault.own(painting.picture.bytes);
  context.vault.erase(picture.bytes);
  using opened = await openPainting(parts, painting.picture, order.frame, context);
  const [painted] = opened.photos as [OpenPhoto];
  const render = await parts.local.reviewPainting(painted.pixels, { frame: order.frame }, context);
  return { ...render, source: 'trainedAlgorithmicMedia', faces, notes: faces > 1 ? [...render.notes, 'several-people'] : render.notes };
}

async function openPainting(parts: StudioParts, picture: EncodedPicture, frame: FrameRequest, context: JobContext): Promise<Opened> {
  try {
    return await openForWork(parts, [picture.bytes], frame, context);
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.status >= 500) throw cause;
    throw new Problem('result-unusable', 'The provider’s answer is not a picture that can be opened. Try again.', { cause });
  }
}

interface Reference {
  readonly picture: EncodedPicture;
  readonly faces: number;
}

/** The photo as it leaves: upright, small enough, without metadata, with the person meant and nobody else. */
async function prepareReference(parts: StudioParts, photo: Uint8Array<ArrayBuffer>, context: JobContext): Promise<Reference> {
  const { vault, signal } = context;
  const limits = openLimits(parts);
  const facts = await readPhotoFacts(photo, limits, vault, signal);
  using _room = await context.step('wait', () => parts.pixelGate.acquire(sendingBytes(facts, reference.maxSidePixels), signal));
  const sendable = await context.step('open', () => openForSending(photo, reference, limits, vault, signal));
  const seen = await readFaces(parts, sendable.pixels, context);
  const { pixels, portrait } = seen.turn === 0 ? { pixels: sendable.pixels, portrait: seen } : await turnUpright(parts, sendable.pixels, seen.turn, context);
  const [subject, ...others] = portrait.faces;
  if (!subject) {
    throw new Problem('face-not-found', 'No face was found, so nothing was sent. Use a photo in which the face can be seen, not turned away or covered.');
  }
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
  const encoded = await encodePicture(alone, { format: 'jpeg', quality: reference.quality, source: 'humanEdits' }, vault, signal);
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

function describePainting(order: HeadshotOrder, picture: EncodedPicture): PaintRequest {
  const { sitting } = order;
  const backdrop = findBackdrop(sitting.backdrop) ?? backdrops[0];
  if (!backdrop) throw new Error('the catalogue of backdrops is empty');
  const aspect = aspectOf(order.frame, usualAspect);
  const prompt = writeHeadshotPrompt({ ...sitting, backdrop: backdrop.description, framing: framingOf(aspect, sitting.framing), references: 1, isBlackAndWhite: sitting.printing !== undefined });
  return { references: [picture], prompt, aspectRatio: `${Math.round(aspect * 1000)}:1000`, imageSize: sizeOf(order.frame) };
}

function framingOf(aspect: number, framing: FramingId): HeadshotDescription['framing'] {
  if (aspect > 1.25) return 'wide';
  if (framing !== 'shoulders') return framing === 'head' ? 'tight' : 'bust';
  return aspect > 0.9 ? 'tight' : 'head-and-shoulders';
}

/** The smallest size that has the pixels asked for; 2K prints a portrait of 17 cm at 300 dpi. */
function sizeOf({ width = 0, height = 0 }: FrameRequest): PaintRequest['imageSize'] {
  const longest = Math.max(width, height);
  if (longest === 0) return '2K';
  if (longest <= 1024) return '1K';
  return longest <= 2048 ? '2K' : '4K';
}
