// Owns how far a person may move the lines of a head: it stays a head. Refuses pixels. Runs in the page as well.

import type { HeadLines } from './measures.ts';
import type { LineOverrides } from './placement.ts';
import type { Band } from './rule.ts';

/** A line across a head that can be moved. */
export type HeadLine = 'crown' | 'eyes' | 'chin';

/** The field that says where a line was put. */
export const overrideOf = { crown: 'crownY', eyes: 'eyesY', chin: 'chinY' } as const satisfies Record<HeadLine, keyof LineOverrides>;

/** From the eyes as they were found, down, in distances from eyes to chin: a crown lies from a low skull to a tower of hair above them. */
const reaches = { crown: { min: -2, max: -0.5 }, eyes: { min: -0.3, max: 0.3 }, chin: { min: 0.6, max: 1.5 } } as const satisfies Record<HeadLine, Band>;

/**
 * Where a line may lie: y in pixels of the upright photo, inside it.
 *
 * @param found - The lines as they were found, not as they were moved.
 */
export function boundsOfLine(line: HeadLine, found: HeadLines, photo: { readonly height: number }): Band {
  const reach = found.chin.y - found.eyes.y;
  const { min, max } = reaches[line];
  return { min: Math.max(0, found.eyes.y + min * reach), max: Math.min(photo.height, found.eyes.y + max * reach) };
}
