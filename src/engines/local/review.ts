// Owns the judgement on a picture that an image model made: is it one person, and how is it framed. Refuses what cannot be delivered as a portrait.

import type { Face, Portrait } from '../../face/portrait.ts';
import { cropPixels } from '../../photo/frame.ts';
import type { Affine, Box, Pixels, Point } from '../../photo/pixels.ts';
import { createPixels } from '../../photo/pixels.ts';
import { warpPixels } from '../../photo/warp.ts';
import { Problem } from '../../problem.ts';
import type { FrameRequest, Render, RenderContext } from '../engine.ts';
import { composeFrame, cutInside } from './composition.ts';
import { aspectOf, sizeFrame } from './frame-size.ts';
import type { FrameSize } from './frame-size.ts';
import type { LocalParts } from './headshot.ts';
import { forgetReading, readPhoto, readSilhouette } from '../../face/reading.ts';
import type { PhotoReading } from '../../face/reading.ts';
import { seeSitter } from './sitter.ts';

/** A painted picture of nearly the shape asked for is kept whole: the model composed it for that shape. */
const sameShape = 0.03;

/** Faces smaller than this beside the largest are pictures on a wall, not people. */
const personShare = 0.25;

/** What is wanted of a painted picture. */
export interface ReviewOptions {
  readonly frame: FrameRequest;
  readonly isBlackAndWhite?: boolean | undefined;
}

/**
 * Look at a painted portrait and frame it; its background stays.
 *
 * @param painting - Erased here.
 * @returns RGB in a buffer of the vault; the caller corrects `source` when the picture was painted over a photograph.
 * @throws {Problem} `result-unusable` when it does not show exactly one face; `vision-unavailable`; the signal's reason.
 */
export async function reviewPicture(parts: LocalParts, painting: Pixels<3>, { frame, isBlackAndWhite = false }: ReviewOptions, context: RenderContext): Promise<Render> {
  const aspect = aspectOf(frame, painting.width / painting.height);
  const isWhole = Math.abs((aspect * painting.height) / painting.width - 1) < sameShape;
  // The outline is of use to a new frame alone, and costs most of the reading.
  const reading = await context.step('read', () => readPhoto(parts.vision, painting, { matte: !isWhole }, context));
  const face = onlyFace(reading.portrait);
  const window = isWhole ? trim(painting, aspect) : await placeWindow(parts, painting, reading, face, aspect, context);
  const size = sizeFrame(frame, aspect, window.height);
  forgetReading(reading, context);
  const drawn = await context.step('compose', () => drawWindow(painting, window, size, context));
  // A model asked for black and white may leave a tint, or forget it.
  const pixels = isBlackAndWhite ? (await parts.pool.run({ task: 'decolour', picture: drawn }, context)).picture : drawn;
  return { pixels, source: 'trainedAlgorithmicMedia', faces: 1, confidence: reading.portrait.confidence, notes: size.notes };
}

function onlyFace({ faces }: Portrait): Face {
  const [face, ...others] = faces;
  if (!face) throw new Problem('result-unusable', 'The provider’s picture shows no face. Try again, or make the portrait on this server with `engine=local`.');
  if (others.some(({ box }) => box.width > personShare * face.box.width)) {
    throw new Problem('result-unusable', 'The provider’s picture shows more than one person. Try again, or make the portrait on this server with `engine=local`.');
  }
  return face;
}

/** The most of a picture in a shape, its middle kept. */
function trim({ width, height }: Pixels, aspect: number): Box {
  const size = { width: Math.min(width, height * aspect), height: Math.min(height, width / aspect) };
  return { x: (width - size.width) / 2, y: (height - size.height) / 2, ...size };
}

/** Frame the face like a headshot, never past the picture's edges; in pixels of the picture. */
async function placeWindow(parts: LocalParts, painting: Pixels<3>, reading: PhotoReading, face: Face, aspect: number, context: RenderContext): Promise<Box> {
  const silhouette = (await readSilhouette(parts.vision, painting, reading, context)) ?? createPixels(2, 2, 1);
  const { portrait, scale } = reading;
  const seen = seeSitter(portrait, face, silhouette, 0);
  const edges = edgesOf(portrait).map(({ x, y }) => ({ x: x - face.eyes.x, y: y - face.eyes.y }));
  const sitter = { ...seen, crown: Math.min(seen.crown, -1.15 * seen.chin), cuts: edges };
  const frame = composeFrame(sitter, aspect);
  const placed = { x: (frame.left + face.eyes.x) * scale, y: (frame.top + face.eyes.y) * scale, width: frame.width * scale, height: frame.height * scale };
  return cutInside(sitter, frame) === 0 ? placed : pushInside(placed, trim(painting, aspect), painting);
}

/** Points along a picture's edges: there, a picture that keeps its background ends. */
function edgesOf({ width, height }: Portrait): Point[] {
  return Array.from({ length: 64 }, (_, index) => (index + 0.5) / 64).flatMap((share) => [
    { x: share * width, y: 0.5 },
    { x: share * width, y: height - 0.5 },
    { x: 0.5, y: share * height },
    { x: width - 0.5, y: share * height },
  ]);
}

/** The largest window that fits, as near as may be to where the frame was wanted. */
function pushInside(wanted: Box, largest: Box, { width, height }: Pixels): Box {
  const size = wanted.width < largest.width ? wanted : largest;
  const middle = wanted.x + wanted.width / 2;
  return {
    x: Math.max(0, Math.min(width - size.width, middle - size.width / 2)),
    y: Math.max(0, Math.min(height - size.height, wanted.y)),
    width: size.width,
    height: size.height,
  };
}

async function drawWindow(painting: Pixels<3>, window: Box, size: FrameSize, { vault, signal }: RenderContext): Promise<Pixels<3>> {
  const isOwnSize = size.width === Math.round(window.width) && size.height === Math.round(window.height);
  const map: Affine = { a: window.width / size.width, b: 0, tx: window.x, c: 0, d: window.height / size.height, ty: window.y };
  const drawn = isOwnSize ? cropPixels(painting, window, 'clamp', vault) : await warpPixels(painting, map, size.width, size.height, 'clamp', vault, signal);
  vault.erase(painting.data);
  return drawn;
}
