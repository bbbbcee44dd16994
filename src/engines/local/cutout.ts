// Owns a cutout from an opened photo to finished pixels: read, cut, set on what stands behind. Refuses photos without a person.

import type { Background } from '../../photo/background.ts';
import { setOnBackground } from '../../photo/composite.ts';
import { cropPixels } from '../../photo/frame.ts';
import { forgetReading, readPhoto, toWorking } from '../../face/reading.ts';
import type { PhotoReading } from '../../face/reading.ts';
import type { OpenPhoto } from '../../photo/open.ts';
import type { Affine, Box, CutOut, Pixels } from '../../photo/pixels.ts';
import { warpPixels } from '../../photo/warp.ts';
import { Problem } from '../../problem.ts';
import type { DigitalSourceType, Render, RenderContext } from '../engine.ts';
import { chooseWindow } from './cutout-window.ts';
import type { CutoutWish } from './cutout-window.ts';
import { sizeFrame } from './frame-size.ts';
import type { FrameSize } from './frame-size.ts';
import type { LocalParts } from './headshot.ts';
import { noteReading } from './notes.ts';

/** What is wanted of a cutout. */
export interface CutoutOptions extends CutoutWish {
  readonly background: Background;
  /** For `background.kind === 'picture'`. */
  readonly backgroundPicture?: OpenPhoto | undefined;
  /** `mask` is the alpha alone, one channel; the background is then of no account. */
  readonly output: 'picture' | 'mask';
}

/**
 * Make a cutout. Everyone who belongs to the subject stays in it.
 *
 * A photograph with its background taken away, painted over or blurred was altered with non-generative tools:
 * `humanEdits`. With an uploaded picture behind, two captures became one: `compositeCapture`.
 *
 * @param photo - Its pixels are erased as soon as nothing needs them.
 * @returns RGBA where something is see-through, RGB where nothing is, one channel for a mask; in buffers of the vault.
 * Without `frame` at the photo's own resolution.
 * @throws {Problem} `person-not-found`, `vision-unavailable`; the signal's reason when aborted.
 */
export async function makeCutout(parts: LocalParts, photo: OpenPhoto, options: CutoutOptions, context: RenderContext): Promise<Render> {
  const reading = await context.step('read', () => readPhoto(parts.vision, photo.pixels, { matte: true }, context));
  const window = chooseWindow(photo.pixels, subjectOf(reading), options);
  const size = sizeFrame(options.frame, window.width / window.height, window.height, Infinity);
  const taken = await takeWindow(photo.pixels, window, size, context);
  const original = options.output === 'picture' && options.background.kind === 'blur' ? context.vault.ownPixels(copyOf(taken)) : undefined;
  const cut = await context.step('cut', () => cutWindow(parts, taken, reading, mapOf(window, size), context));
  forgetReading(reading, context);
  const pixels = options.output === 'mask' ? keepMask(cut, context) : await context.step('compose', () => compose(cut, options, original, context));
  return {
    pixels,
    source: sourceOf(options),
    faces: reading.faces,
    confidence: reading.portrait.confidence,
    notes: [...noteReading(reading), ...size.notes],
    placement: { map: mapOf(window, size), photoWidth: photo.pixels.width, photoHeight: photo.pixels.height },
  };
}

function sourceOf({ background, output }: CutoutOptions): DigitalSourceType {
  return output === 'picture' && background.kind === 'picture' ? 'compositeCapture' : 'humanEdits';
}

function subjectOf({ portrait, scale, scaleDown }: PhotoReading): Box {
  if (!portrait.matte) throw new Problem('person-not-found', 'No person was found. Send a photo that shows a person, large enough to be told from the background.');
  const { x, y, width, height } = portrait.matte.subject;
  return { x: x * scale, y: y * scaleDown, width: width * scale, height: height * scaleDown };
}

/** The window's pixels at output size, without resampling when they are the photo's own. */
async function takeWindow(photo: Pixels<3>, window: Box, size: FrameSize, { vault, signal }: RenderContext): Promise<Pixels<3>> {
  const isOwnSize = size.width === Math.round(window.width) && size.height === Math.round(window.height);
  const isWhole = window.x === 0 && window.y === 0 && size.width === photo.width && size.height === photo.height;
  if (isWhole && isOwnSize) return photo;
  const taken = isOwnSize
    ? cropPixels(photo, window, 'clamp', vault)
    : await warpPixels(photo, mapOf(window, size), size.width, size.height, 'clamp', vault, signal);
  vault.erase(photo.data);
  return taken;
}

/** From output pixels to pixels of the photo. */
function mapOf(window: Box, { width, height }: FrameSize): Affine {
  return { a: window.width / width, b: 0, tx: window.x, c: 0, d: window.height / height, ty: window.y };
}

async function cutWindow({ vision, pool }: LocalParts, taken: Pixels<3>, reading: PhotoReading, map: Affine, context: RenderContext): Promise<CutOut> {
  const { matte, width, height } = reading.portrait;
  if (!matte) throw new Problem('person-not-found', 'No person was found.');
  const toMatte = toWorking(map, reading);
  const { foreground, alpha } = await vision.cut(taken, matte, toMatte, context.signal);
  context.vault.ownPixels(foreground);
  context.vault.ownPixels(alpha);
  const reachesOut = map.tx < 0 || map.ty < 0 || toMatte.a * alpha.width + toMatte.tx > width + 1 || toMatte.d * alpha.height + toMatte.ty > height + 1;
  return reachesOut ? pool.run({ task: 'bound', foreground, alpha, map: toMatte, width, height, dividers: [] }, context) : { foreground, alpha };
}

async function compose(cut: CutOut, options: CutoutOptions, original: Pixels<3> | undefined, { vault, signal }: RenderContext): Promise<Pixels> {
  const picture = options.backgroundPicture?.pixels;
  const pixels = await setOnBackground(cut, options.background, { original, picture }, vault, signal);
  for (const done of [cut.foreground, cut.alpha, original, picture]) if (done) vault.erase(done.data);
  return pixels;
}

function keepMask({ foreground, alpha }: CutOut, { vault }: RenderContext): Pixels<1> {
  vault.erase(foreground.data);
  return alpha;
}

function copyOf(pixels: Pixels<3>): Pixels<3> {
  return { ...pixels, data: pixels.data.slice() };
}
