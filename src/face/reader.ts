// Owns one thread's models and what is done with them: read a portrait, cut a picture, forget the last one. Refuses messages: see worker.ts.

import type { Affine, CutOut, Pixels } from '../photo/pixels.ts';
import { splitAttentionMesh } from './attention.ts';
import type { MatteGrid } from './cut.ts';
import { cutPicture } from './cut.ts';
import type { FaceModels } from './faces.ts';
import { findFaces, turnUpright } from './faces.ts';
import { solveMatte } from './matte.ts';
import { readModel } from './models.ts';
import type { Face, MatteSolution, Portrait } from './portrait.ts';
import { readCanonicalFace } from './pose.ts';
import { buildPyramid } from './pyramid.ts';
import type { RunnableModel } from './runtime.ts';
import { loadRuntime } from './runtime.ts';
import type { Scratch } from './scratch.ts';

/** The loaded engine of one thread. */
export interface Reader {
  /** @throws {Stopped} Between two steps, when the caller has gone. */
  read(working: Pixels<3>, withMatte: boolean, scratch: Scratch): Promise<Portrait>;
  /** @throws {Stopped} As `read`. */
  cut(picture: Pixels<3>, matte: MatteGrid, map: Affine, scratch: Scratch): CutOut;
  /** One model after another, run on zeros: its activations still hold traces of the last picture. */
  readonly models: readonly RunnableModel[];
  /** The runtime's, for the next thread. */
  readonly program: WebAssembly.Module;
}

/**
 * Load every model into this thread.
 *
 * @param program - The runtime's, from a thread that has compiled it.
 */
export async function createReader(onFault: (line: string) => void, program?: WebAssembly.Module): Promise<Reader> {
  const runtime = await loadRuntime(onFault, program);
  const split = splitAttentionMesh(readModel('attentionMesh'));
  const short = await runtime.load(readModel('shortRangeDetector'));
  const full = await runtime.load(readModel('fullRangeDetector'));
  const coarse = await runtime.load(split.coarse);
  const fine = await runtime.load(split.fine);
  const mask = await runtime.load(readModel('personMask'));
  const faces: FaceModels = {
    detectors: { short, full },
    mesh: { coarse, fine, regions: split.regions },
    canonical: readCanonicalFace(readModel('canonicalFace')),
  };
  return {
    models: [short, full, coarse, fine, mask],
    program: runtime.program,
    read: (working, withMatte, scratch) => readPortrait(faces, mask, working, withMatte, scratch),
    cut: cutPicture,
  };
}

async function readPortrait(models: FaceModels, mask: RunnableModel, working: Pixels<3>, withMatte: boolean, scratch: Scratch): Promise<Portrait> {
  const pyramid = buildPyramid(working, scratch);
  const faces = await findFaces(models, pyramid, scratch);
  const turn = turnUpright(faces[0]);
  const matte = withMatte ? await solveMatte(mask, pyramid, faces, turn, scratch) : undefined;
  for (const face of faces) scratch.release(face.mesh as Float32Array<ArrayBuffer>);
  return { width: working.width, height: working.height, faces, turn, matte, confidence: rate(faces[0], matte, withMatte) };
}

/** The least of what was asked for; a matte that was asked for and not found leaves no confidence. */
function rate(face: Face | undefined, matte: MatteSolution | undefined, withMatte: boolean): number {
  if (withMatte && !matte) return 0;
  const parts = [face?.score, face?.meshScore, matte?.confidence].filter((part) => part !== undefined);
  return parts.length === 0 ? 0 : Math.min(...parts);
}
