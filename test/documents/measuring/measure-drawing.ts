// Owns measuring drawn portraits as the studio does, for the tests of measures and checks. Refuses photographs.

import { afterAll, beforeAll } from 'vitest';
import { readHeadLines } from '../../../src/documents/head-lines.ts';
import type { PhotoMeasures } from '../../../src/documents/measures.ts';
import { readFileMeasures } from '../../../src/documents/measuring/file.ts';
import { measurePhoto } from '../../../src/documents/measuring/measuring.ts';
import { readSilhouette, readSitter } from '../../../src/face/reading.ts';
import type { Vision } from '../../../src/face/portrait.ts';
import { createVision } from '../../../src/face/vision.ts';
import type { PhotoFormat } from '../../../src/photo/format.ts';
import type { Pixels } from '../../../src/photo/pixels.ts';
import { Vault } from '../../../src/retention/vault.ts';
import { drawPortrait, renderPixels } from '../../drawn-portrait.ts';
import type { Scene } from '../../drawn-portrait.ts';
import { never } from '../../face/drawn-reading.ts';

/** The real engine for the tests of one file. */
export function useVision(): Vision {
  const vision = createVision({ workers: 1 });
  beforeAll(() => vision.ready());
  afterAll(() => vision[Symbol.asyncDispose]());
  return vision;
}

/** By their SVG: many a scene is the plain one. */
const measured = new Map<string, Promise<PhotoMeasures>>();

/** Draw a scene and measure it, once. */
export function measureScene(vision: Vision, scene: Scene): Promise<PhotoMeasures> {
  const drawing = drawPortrait(scene);
  const measures = measured.get(drawing.svg) ?? renderPixels(drawing).then((picture) => measurePicture(vision, picture, new Uint8Array(1), 'png'));
  measured.set(drawing.svg, measures);
  return measures;
}

/** Measure a picture of one drawn person; erases everything but the numbers. */
export async function measurePicture(vision: Vision, picture: Pixels<3>, bytes: Uint8Array, format: PhotoFormat): Promise<PhotoMeasures> {
  await using vault = new Vault();
  const context = { vault, signal: never };
  const photo = vault.ownPixels(picture);
  const reading = await readSitter(vision, photo, context);
  const [face, second] = reading.portrait.faces;
  const silhouette = await readSilhouette(vision, photo, reading, context);
  if (!face || !silhouette) throw new Error('the drawn person was not found');
  const head = readHeadLines(reading, face, silhouette, photo);
  const { lines, hairTop } = head;
  return {
    width: photo.width,
    height: photo.height,
    turn: 0,
    ...head,
    yaw: face.pose.yaw,
    pitch: face.pose.pitch,
    faces: reading.faces,
    secondFaceShare: second ? (second.box.width * second.box.height) / (face.box.width * face.box.height) : 0,
    confidence: reading.portrait.confidence,
    ...(await measurePhoto({ vision, photo, reading, face, lines, hairTop }, context)),
    file: readFileMeasures(bytes, { format }, photo, lines),
  };
}
