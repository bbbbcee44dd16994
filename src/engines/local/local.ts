// Owns the local engine: what it makes, and the threads it makes it with. Refuses to send anything anywhere.

import type { Vision } from '../../face/portrait.ts';
import type { PhotoReading } from '../../face/reading.ts';
import type { OpenPhoto } from '../../photo/open.ts';
import type { Affine, CutOut, Pixels } from '../../photo/pixels.ts';
import type { Render, RenderContext } from '../engine.ts';
import { makeCutout } from './cutout.ts';
import type { CutoutOptions } from './cutout.ts';
import { makeHeadshot } from './headshot.ts';
import type { HeadshotOptions } from './headshot.ts';
import { makePoster } from '../poster/poster.ts';
import type { Poster, PosterOptions } from '../poster/poster.ts';
import { createRenderPool } from './render-pool.ts';
import { reviewPicture } from './review.ts';
import type { ReviewOptions } from './review.ts';
import { separatePerson } from './separation.ts';

/** The engine on this machine. */
export interface LocalEngine extends AsyncDisposable {
  /** @see makeCutout */
  cutout(photo: OpenPhoto, options: CutoutOptions, context: RenderContext): Promise<Render>;
  /** @see makeHeadshot */
  headshot(photo: OpenPhoto, options: HeadshotOptions, context: RenderContext): Promise<Render>;
  /** @see makePoster */
  poster(photo: OpenPhoto, options: PosterOptions, context: RenderContext): Promise<Poster>;
  /** @see separatePerson */
  separate(window: Pixels<3>, reading: PhotoReading, map: Affine, context: RenderContext): Promise<CutOut>;
  /** @see reviewPicture */
  reviewPainting(pixels: Pixels<3>, options: ReviewOptions, context: RenderContext): Promise<Render>;
}

/** What the local engine is built from. */
export interface LocalEngineOptions {
  /** Finds faces and cuts people out; outlives the engine. */
  readonly vision: Vision;
  /** Threads for tone and compositing; they start with the first headshot. */
  readonly renderThreads?: number | undefined;
}

/** Build the local engine. */
export function createLocalEngine({ vision, renderThreads = 2 }: LocalEngineOptions): LocalEngine {
  const pool = createRenderPool(renderThreads);
  const parts = { vision, pool };
  return {
    cutout: (photo, options, context) => makeCutout(parts, photo, options, context),
    headshot: (photo, options, context) => makeHeadshot(parts, photo, options, context),
    poster: (photo, options, context) => makePoster(parts, photo, options, context),
    separate: (window, reading, map, context) => separatePerson(parts, window, reading, map, context),
    reviewPainting: (pixels, options, context) => reviewPicture(parts, pixels, options, context),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
