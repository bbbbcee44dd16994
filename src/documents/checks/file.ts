// Owns the checks of the file: how hard it was compressed. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';
import { atLeast, atMost, gradeCheck, roundTo } from './grade.ts';

/** Compression; sizes and formats are the finished file's. */
export function checkFile({ measures: { file } }: CheckSubject): Check[] {
  const named = { name: 'CompressionArtifacts', title: 'Not compressed too hard' };
  const advice = 'The file was compressed so hard that blocks are seen. Send the original from the camera, not a copy from a messenger or a web page.';
  const isBlocky = file.blockiness > mostBlockiness;
  // Blocks tell of an earlier compression than the file's own tables do.
  return file.jpegQuality === null || (isBlocky && file.jpegQuality >= leastQuality)
    ? [gradeCheck(named, { value: roundTo(file.blockiness, 1), unit: null, limits: atMost(mostBlockiness), failLimits: atMost(clearBlockiness), advice })]
    : [gradeCheck(named, { value: file.jpegQuality, unit: null, limits: atLeast(leastQuality), failLimits: atLeast(poorQuality), advice })];
}

/** On the scale of libjpeg: messengers send 60–80; below 30 blocks are seen on a print. */
const [leastQuality, poorQuality] = [60, 30];

/** Faces measure 1.05–1.3 at quality 90 and above, 1.3–2.1 at 50, 1.5–2.2 at 30, 1.7–2.9 at 20. */
const [mostBlockiness, clearBlockiness] = [1.6, 2.1];
