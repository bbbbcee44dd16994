// Owns a headshot from an opened photo to finished pixels: read, frame, cut, tone, seat. Refuses photos without a face.

import type { Face, Vision } from '../../face/portrait.ts';
import { forgetReading, readSilhouette, readSitter, toPhoto } from '../../face/reading.ts';
import type { PhotoReading, Silhouette } from '../../face/reading.ts';
import type { OpenPhoto } from '../../photo/open.ts';
import type { CutOut, Pixels } from '../../photo/pixels.ts';
import { warpPixels } from '../../photo/warp.ts';
import { Problem } from '../../problem.ts';
import type { Printing } from '../../styles/look.ts';
import type { FrameRequest, Render, RenderContext } from '../engine.ts';
import { frameFace } from './framing.ts';
import type { Framing } from './framing.ts';
import { markFace } from './marks.ts';
import { noteReading } from './notes.ts';
import type { RenderPool } from './render-pool.ts';

/** What is wanted of a headshot. */
export interface HeadshotOptions {
  /** Id of a backdrop, a brand's colour as `#rrggbb`, or `auto`: chosen so that hair and clothes stand out. */
  readonly backdrop: string;
  readonly frame: FrameRequest;
  /** Size of the head against head and shoulders, 1. */
  readonly closeness?: number | undefined;
  /** −1 cooler to 1 warmer: how far the person's light leans towards the place behind. */
  readonly warmth?: number | undefined;
  /** Eases shadows under the eyes and redness. */
  readonly isRetouched?: boolean | undefined;
  /** Undefined for a picture in colour. */
  readonly printing?: Printing | undefined;
}

/** What the local engine works with. */
export interface LocalParts {
  readonly vision: Vision;
  readonly pool: RenderPool;
}

/**
 * Make a headshot. The backdrop is painted here by arithmetic and the person only moved and lit: alteration of a
 * photograph with non-generative tools, so the source type is `humanEdits`.
 *
 * @param photo - Its pixels are erased as soon as the person is cut out.
 * @returns RGB in a buffer of the vault; exactly the size asked for, or the photo's own resolution.
 * @throws {Problem} `face-not-found`, `person-not-found`, `vision-unavailable`; the signal's reason when aborted.
 */
export async function makeHeadshot(parts: LocalParts, photo: OpenPhoto, options: HeadshotOptions, context: RenderContext): Promise<Render> {
  const { reading, face, silhouette } = await context.step('read', () => seeFace(parts.vision, photo.pixels, context));
  const framing = frameFace(reading, face, silhouette, options.frame, options.closeness);
  const person = await context.step('cut', () => cutFrame(parts, photo.pixels, reading, framing, context));
  const placement = { map: toPhoto(framing.map, reading), photoWidth: photo.pixels.width, photoHeight: photo.pixels.height };
  const marks = markFace(face.mesh, face.eyes, face.chin, framing.crown, framing.map);
  context.vault.own(marks.mesh);
  context.vault.erase(silhouette.data);
  forgetReading(reading, context);
  const toned = await context.step('tone', () => parts.pool.run({ task: 'tone', ...person, marks, warmth: options.warmth, isRetouched: options.isRetouched }, context));
  const { picture } = await context.step('compose', () =>
    parts.pool.run({ ...toned, task: 'seat', marks, backdrop: options.backdrop, printing: options.printing }, context),
  );
  return {
    pixels: picture,
    source: 'humanEdits',
    faces: reading.faces,
    confidence: reading.portrait.confidence,
    notes: [...noteReading(reading), ...framing.notes],
    placement,
  };
}

/** A photo as it was read, and whose headshot it becomes. */
export interface SeenFace {
  readonly reading: PhotoReading;
  readonly face: Face;
  readonly silhouette: Silhouette;
}

/** Read a photo and find its largest face. @throws {Problem} `face-not-found`, `person-not-found`. */
export async function seeFace(vision: Vision, photo: Pixels<3>, context: RenderContext): Promise<SeenFace> {
  const reading = await readSitter(vision, photo, context);
  const face = reading.portrait.faces[0];
  if (!face) {
    throw new Problem(
      'face-not-found',
      'No face was found. Send a photo in which the face is turned to the camera, well lit, and at least a tenth of the picture high.',
    );
  }
  const silhouette = await readSilhouette(vision, photo, reading, context);
  if (!silhouette) throw new Problem('person-not-found', 'A face was found, but no person that could be separated from the background. Send a photo of a person.');
  return { reading, face, silhouette };
}

/** Take the window from the photo and cut the person out of it; the photo is not needed after. */
async function cutFrame(parts: LocalParts, photo: Pixels<3>, reading: PhotoReading, framing: Framing, context: RenderContext): Promise<CutOut> {
  const { vault, signal } = context;
  const { map, size, dividers } = framing;
  const { matte, width, height } = reading.portrait;
  if (!matte) throw new Problem('person-not-found', 'No person was found in the photo.');
  const window = await warpPixels(photo, toPhoto(map, reading), size.width, size.height, 'clamp', vault, signal);
  vault.erase(photo.data);
  const { foreground, alpha } = await parts.vision.cut(window, matte, map, signal);
  vault.ownPixels(foreground);
  vault.ownPixels(alpha);
  return parts.pool.run({ task: 'bound', foreground, alpha, map, width, height, dividers }, context);
}
