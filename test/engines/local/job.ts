// Owns what tests of the local engine share: a job, a drawn photo, a second look at results. Holds no expectations.

import { afterAll, beforeAll } from 'vitest';
import type { RenderContext } from '../../../src/engines/engine.ts';
import { createLocalEngine } from '../../../src/engines/local/local.ts';
import type { LocalEngine } from '../../../src/engines/local/local.ts';
import type { Face, Vision } from '../../../src/face/portrait.ts';
import { createVision } from '../../../src/face/vision.ts';
import { createWorkingPicture } from '../../../src/photo/frame.ts';
import type { OpenPhoto } from '../../../src/photo/open.ts';
import type { Pixels } from '../../../src/photo/pixels.ts';
import type { Vault } from '../../../src/retention/vault.ts';
import { drawPortrait, renderPixels } from '../../drawn-portrait.ts';
import type { Drawing, Scene } from '../../drawn-portrait.ts';

/** The real engine for the tests of one file: warm before the first, gone after the last. */
export function useLocalEngine(): { readonly vision: Vision; readonly engine: LocalEngine } {
  const vision = createVision({ workers: 1 });
  const engine = createLocalEngine({ vision, renderThreads: 1 });
  beforeAll(() => vision.ready());
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await vision[Symbol.asyncDispose]();
  });
  return { vision, engine };
}

/** A job's context that remembers its steps. */
export interface Job extends RenderContext {
  readonly steps: string[];
}

/** A context for one job. */
export function createJob(vault: Vault, signal: AbortSignal = new AbortController().signal): Job {
  const steps: string[] = [];
  return {
    vault,
    signal,
    steps,
    step(name, work) {
      steps.push(name);
      return work();
    },
  };
}

/** A drawing as an opened photo; the vault owns its pixels. */
export async function photograph(drawing: Drawing, vault: Vault): Promise<OpenPhoto> {
  const pixels = vault.ownPixels(await renderPixels(drawing));
  return { pixels, facts: { format: 'png', width: pixels.width, height: pixels.height, orientation: 1, hasAlpha: false, hasProfile: false, isDeep: false, frames: 1 } };
}

/** Head and shoulders with room around, as people send them. */
export function portraitScene(look: Partial<NonNullable<Scene['people']>[number]> = {}, scene: Scene = {}): Drawing {
  return drawPortrait({ width: 900, height: 1100, background: 'gradient', ...scene, people: [{ x: 450, y: 430, scale: 1.1, ...look }] });
}

/** Faces of any picture, in its own pixels up to 1280. */
export async function findFaces(vision: Vision, pixels: Pixels, vault: Vault): Promise<readonly Face[]> {
  const { signal } = new AbortController();
  const working = await createWorkingPicture({ ...pixels, data: pixels.data.slice() } as Pixels<3>, vault, signal);
  return (await vision.read(working, { matte: false }, signal)).faces;
}
