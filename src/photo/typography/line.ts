// Owns one line of text as outlines: shaped, ordered, measured. Refuses to break it.

import { orderRuns } from './direction.ts';
import type { FaceId } from './faces.ts';
import type { PlacedGlyph } from './outlines.ts';
import { splitByFace } from './script.ts';

/** How a text is set. */
export interface LineStyle {
  readonly face: FaceId;
  /** Between any two glyphs, in ems; only for scripts whose letters stand apart. */
  readonly tracking: number;
  /** The whole text is read from right to left. */
  readonly leftwards: boolean;
  /** The request's name of the text. */
  readonly field: string;
}

/** A line in ems of its font size; y up from the base line. */
export interface SetLine {
  readonly glyphs: readonly PlacedGlyph[];
  /** Of the ink, without the room beside the outermost glyphs. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The height of capitals in the face that sets most of it. */
  readonly capHeight: number;
}

/** Letters that join, or carry marks: room between them would tear them apart. */
const joined = /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}]/u;

/** Set one line. @throws {Problem} `script-unsettable`. */
export async function setLine(text: string, style: LineStyle): Promise<SetLine> {
  const glyphs: PlacedGlyph[] = [];
  let pen = 0;
  let capHeight = 0;
  const tracking = joined.test(text) ? 0 : style.tracking;
  for (const { text: part, direction } of orderRuns(text, style.leftwards)) {
    const stretches = await splitByFace(part, style.face, style.field);
    for (const stretch of direction === 'rtl' ? stretches.toReversed() : stretches) {
      const run = stretch.font.shape(stretch.text, direction);
      glyphs.push(...run.glyphs.map((glyph, index) => ({ ...glyph, x: glyph.x + pen + index * tracking })));
      pen += run.advance + run.glyphs.length * tracking;
      capHeight ||= stretch.font.capHeight;
    }
  }
  return { glyphs, ...boundInk(glyphs, pen), capHeight: capHeight || 0.7 };
}

/** The box of the outlines' points: control points may stand a little outside of the curve, which does no harm. */
function boundInk(glyphs: readonly PlacedGlyph[], advance: number): Pick<SetLine, 'left' | 'right' | 'top' | 'bottom'> {
  let [left, right, top, bottom] = [Infinity, -Infinity, -Infinity, Infinity];
  for (const { x, y, steps, unitsPerEm } of glyphs) {
    for (const { args } of steps) {
      for (let index = 0; index + 1 < args.length; index += 2) {
        const [atX, atY] = [x + (args[index] ?? 0) / unitsPerEm, y + (args[index + 1] ?? 0) / unitsPerEm];
        [left, right] = [Math.min(left, atX), Math.max(right, atX)];
        [bottom, top] = [Math.min(bottom, atY), Math.max(top, atY)];
      }
    }
  }
  return left > right ? { left: 0, right: advance, top: 0, bottom: 0 } : { left, right, top, bottom };
}
