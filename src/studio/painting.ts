// Owns a headshot by an image model elsewhere: what is sent, and whether what came back can be delivered. Sends no one but the person meant.

import type { EncodedPicture, FrameRequest, ImageModel, PaintRequest, Render } from '../engines/engine.ts';
import { aspectOf } from '../engines/local/frame-size.ts';
import { usualAspect } from '../engines/local/framing.ts';
import type { OpenPhoto } from '../photo/open.ts';
import { Problem } from '../problem.ts';
import { backdrops, findBackdrop } from '../styles/backdrops.ts';
import type { FramingId } from '../styles/look.ts';
import { writeHeadshotPrompt } from '../styles/prompt.ts';
import type { HeadshotDescription } from '../styles/prompt.ts';
import { openForWork } from './opening.ts';
import type { Opened } from './opening.ts';
import type { HeadshotOrder, JobContext, StudioParts } from './orders.ts';
import { prepareReference } from './reference.ts';

/**
 * Have a model paint the headshot, and look at what it made.
 *
 * @throws {Problem} `face-not-found` before anything leaves the machine; `result-unusable` and the model's own.
 */
export async function paintHeadshot(parts: StudioParts, model: ImageModel, order: HeadshotOrder, context: JobContext): Promise<Render> {
  const { picture, faces } = await prepareReference(parts, order.photo, context);
  const painting = await askModel(model, [picture], order, context);
  context.vault.erase(picture.bytes);
  const render = await reviewAnswer(parts, painting, order, context);
  return { ...render, faces, notes: faces > 1 ? [...render.notes, 'several-people'] : render.notes };
}

/** What an image model is asked for, whoever is in the photos. */
export type PaintOrder = Pick<HeadshotOrder, 'sitting' | 'frame'>;

/**
 * Have a model paint.
 *
 * @param references - Best first; stay as they are.
 * @returns What came back, in a buffer of the vault.
 * @throws {Problem} The model's own.
 */
export async function askModel(model: ImageModel, references: readonly EncodedPicture[], order: PaintOrder, context: JobContext): Promise<EncodedPicture> {
  const { picture } = await context.step(model.name, () => model.paint(describePainting(order, references), context.signal));
  context.vault.own(picture.bytes);
  return picture;
}

/** Look at what a model made and frame it; its bytes are erased. @throws {Problem} `result-unusable`. */
export async function reviewAnswer(parts: StudioParts, picture: EncodedPicture, { sitting, frame }: PaintOrder, context: JobContext): Promise<Render> {
  using opened = await openPainting(parts, picture, frame, context);
  context.vault.erase(picture.bytes);
  const [painted] = opened.photos as [OpenPhoto];
  const render = await parts.local.reviewPainting(painted.pixels, { frame, isBlackAndWhite: sitting.printing !== undefined }, context);
  return { ...render, source: 'trainedAlgorithmicMedia' };
}

async function openPainting(parts: StudioParts, picture: EncodedPicture, frame: FrameRequest, context: JobContext): Promise<Opened> {
  try {
    return await openForWork(parts, [picture.bytes], frame, context);
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.status >= 500) throw cause;
    throw new Problem('result-unusable', 'The provider’s answer is not a picture that can be opened. Try again.', { cause });
  }
}

function describePainting(order: PaintOrder, references: readonly EncodedPicture[]): PaintRequest {
  const { sitting } = order;
  const backdrop = findBackdrop(sitting.backdrop) ?? backdrops[0];
  if (!backdrop) throw new Error('the catalogue of backdrops is empty');
  const aspect = aspectOf(order.frame, usualAspect);
  const prompt = writeHeadshotPrompt({ ...sitting, backdrop: backdrop.description, framing: framingOf(aspect, sitting.framing), references: references.length, isBlackAndWhite: sitting.printing !== undefined });
  return { references, prompt, aspectRatio: `${Math.round(aspect * 1000)}:1000`, imageSize: sizeOf(order.frame) };
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
