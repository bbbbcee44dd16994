// Owns the whole measuring of a photo of a person: face, light and what stands behind. Refuses to judge: the checks do.

import { coordinate } from '../../face/head.ts';
import type { Face } from '../../face/portrait.ts';
import type { ReadContext } from '../../face/reading.ts';
import type { FaceMeasures, PhotoMeasures } from '../measures.ts';
import { measureBackground } from './background.ts';
import { measureEyes } from './eyes.ts';
import { measureLight } from './light.ts';
import { forgetPatch, takePatch } from './patch.ts';
import type { FacePatch, MeasuringSubject } from './patch.ts';
import { measureSharpness } from './sharpness.ts';
import { hintGlasses } from './worn.ts';

export type { MeasuringSubject };

/** What is read from the photo's pixels around the head. */
export type PixelMeasures = Pick<PhotoMeasures, 'face' | 'light' | 'background'>;

/**
 * Measure a photo in one aligned patch around its head: eyes level, at most 96 pixels between them.
 * The photo stays the caller's; everything taken from it is erased at the end.
 *
 * @throws {Problem} `vision-unavailable`; the signal's reason when aborted.
 */
export async function measurePhoto(subject: MeasuringSubject, context: ReadContext): Promise<PixelMeasures> {
  const patch = await takePatch(subject, context);
  const measures = {
    face: measureFace(subject.face, patch),
    light: { ...measureLight(patch), sharpness: measureSharpness(patch, context) },
    background: measureBackground(patch, subject.photo, context),
  };
  forgetPatch(patch, context);
  return measures;
}

function measureFace(face: Face, patch: FacePatch): FaceMeasures {
  return {
    eyeOpenness: face.eyeOpenness,
    mouthOpenness: face.mouthOpenness,
    mouthWidth: mouthWidthOf(face),
    ...measureEyes(patch),
    glasses: hintGlasses(patch),
    headCovering: null,
  };
}

/** Corners of the mouth (mesh points 61 and 291), over the inter-eye distance. */
function mouthWidthOf({ mesh, interEyePixels }: Face): number {
  const across = coordinate(mesh, 291, 0) - coordinate(mesh, 61, 0);
  const down = coordinate(mesh, 291, 1) - coordinate(mesh, 61, 1);
  return Math.hypot(across, down) / Math.max(1, interEyePixels);
}
