// Owns what a check and an identity photo have in common: the photo opened upright, the one person in it read and measured. Refuses photos without a face.

import type { RenderNote } from '../engines/engine.ts';
import { noteReading } from '../engines/local/notes.ts';
import { readHeadLines } from '../documents/head-lines.ts';
import type { HeadReading } from '../documents/head-lines.ts';
import { boundsOfLine, overrideOf } from '../documents/line-bounds.ts';
import type { PhotoMeasures } from '../documents/measures.ts';
import { readFileMeasures } from '../documents/measuring/file.ts';
import { measurePhoto } from '../documents/measuring/measuring.ts';
import type { LineOverrides } from '../documents/placement.ts';
import type { Face } from '../face/portrait.ts';
import { forgetReading, readSilhouette, readSitter } from '../face/reading.ts';
import type { PhotoReading } from '../face/reading.ts';
import { turnPixels } from '../photo/frame.ts';
import type { OpenPhoto } from '../photo/open.ts';
import type { Pixels } from '../photo/pixels.ts';
import { Problem } from '../problem.ts';
import { openForWork } from './opening.ts';
import type { JobContext, StudioParts } from './orders.ts';

/** A photo of one person as it was read: `using seen = …` gives its room in memory back. */
export interface SeenPerson extends Disposable {
  /** Upright; owned by the vault. */
  readonly pixels: Pixels<3>;
  readonly reading: PhotoReading;
  readonly measures: PhotoMeasures;
  readonly notes: readonly RenderNote[];
}

/**
 * Open a photo and measure the person in it.
 *
 * @param file - Erased when it was measured.
 * @throws {Problem} `face-not-found`, `person-not-found`, and as opening does.
 */
export async function seePerson(parts: StudioParts, file: Uint8Array<ArrayBuffer>, context: JobContext): Promise<SeenPerson> {
  const opened = await openForWork(parts, [file], {}, context);
  try {
    const [photo] = opened.photos as [OpenPhoto];
    const { pixels, reading, turn } = await context.step('read', () => readUpright(parts, photo.pixels, context));
    const [face, second] = reading.portrait.faces as [Face, Face?];
    const head = await context.step('read', () => readHead(parts, pixels, reading, face, context));
    const measured = await context.step('measure', () => measureAll(parts, photo, pixels, reading, face, head, file, context));
    context.vault.erase(file);
    const measures: PhotoMeasures = {
      width: pixels.width,
      height: pixels.height,
      turn,
      ...head,
      yaw: face.pose.yaw,
      pitch: face.pose.pitch,
      faces: reading.faces,
      secondFaceShare: second ? areaOf(second) / areaOf(face) : 0,
      confidence: reading.portrait.confidence,
      ...measured,
    };
    return { pixels, reading, measures, notes: [...(turn === 0 ? [] : (['turned-upright'] as const)), ...noteReading(reading)], [Symbol.dispose]: () => opened[Symbol.dispose]() };
  } catch (error) {
    opened[Symbol.dispose]();
    throw error;
  }
}

interface UprightReading {
  readonly pixels: Pixels<3>;
  readonly reading: PhotoReading;
  readonly turn: PhotoMeasures['turn'];
}

/** A photo whose face lies is turned and read again, so that all numbers are of the picture that people see. */
async function readUpright(parts: StudioParts, photo: Pixels<3>, context: JobContext): Promise<UprightReading> {
  const reading = expectFace(await readSitter(parts.vision, photo, context));
  const { turn } = reading.portrait;
  if (turn === 0) return { pixels: photo, reading, turn };
  const pixels = await turnPixels(photo, turn, context.vault, context.signal);
  context.vault.erase(photo.data);
  forgetReading(reading, context);
  return { pixels, reading: expectFace(await readSitter(parts.vision, pixels, context)), turn };
}

function expectFace(reading: PhotoReading): PhotoReading {
  if (reading.portrait.faces.length > 0) return reading;
  throw new Problem(
    'face-not-found',
    'No face was found. Send a photo taken from the front, not in profile, with nothing over the face, well lit, and the face at least a tenth of the picture high.',
  );
}

async function readHead({ vision }: StudioParts, photo: Pixels<3>, reading: PhotoReading, face: Face, context: JobContext): Promise<HeadReading> {
  const silhouette = await readSilhouette(vision, photo, reading, context);
  if (!silhouette) throw new Problem('person-not-found', 'A face was found, but no person that could be told from the background. Send a photo of a person before a plain wall.');
  const head = readHeadLines(reading, face, silhouette, photo);
  context.vault.erase(silhouette.data);
  return head;
}

type PixelAndFileMeasures = Pick<PhotoMeasures, 'face' | 'light' | 'background' | 'file'>;

async function measureAll(
  { vision }: StudioParts,
  { facts }: OpenPhoto,
  pixels: Pixels<3>,
  reading: PhotoReading,
  face: Face,
  { lines, hairTop }: HeadReading,
  bytes: Uint8Array<ArrayBuffer>,
  context: JobContext,
): Promise<PixelAndFileMeasures> {
  const measured = await measurePhoto({ vision, photo: pixels, reading, face, lines, hairTop }, context);
  return { ...measured, file: readFileMeasures(bytes, facts, pixels, lines) };
}

function areaOf({ box }: Face): number {
  return box.width * box.height;
}

/**
 * Refuse lines that cannot be a head's.
 *
 * @throws {Problem} `parameter-invalid`.
 */
export function boundLines(moved: LineOverrides, { lines, height }: PhotoMeasures): void {
  for (const line of ['crown', 'eyes', 'chin'] as const) {
    const value = moved[overrideOf[line]];
    const { min, max } = boundsOfLine(line, lines, { height });
    if (value !== undefined && !(value >= min && value <= max)) throw outOfPlace(overrideOf[line], value, Math.ceil(min), Math.floor(max));
  }
}

function outOfPlace(parameter: string, value: number, min: number, max: number): Problem {
  return new Problem(
    'parameter-invalid',
    `${parameter} is ${value}, but in this photo it lies between ${min} and ${max} pixels from the upper edge of the upright photo. Move the line there, or leave the field out to have it found.`,
    { members: { parameter, min, max } },
  );
}
