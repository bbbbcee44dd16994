// Owns what is said of a photo as it was read. Refuses pixels.

import type { PhotoReading } from '../../face/reading.ts';
import type { RenderNote } from '../engine.ts';

/** Notes about what was read. */
export function noteReading({ portrait, faces }: PhotoReading): RenderNote[] {
  const notes: RenderNote[] = [];
  if (faces > 1) notes.push('several-people');
  if (portrait.confidence < 0.5) notes.push('low-confidence');
  return notes;
}
