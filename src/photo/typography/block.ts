// Owns a text as lines in a box: the largest size that fits, broken evenly. Refuses what would have to be set too small to read.

import { Problem } from '../../problem.ts';
import type { PathStep } from '../coverage.ts';
import type { Box } from '../pixels.ts';
import { readsLeftwards } from './direction.ts';
import type { FaceId } from './faces.ts';
import { setLine } from './line.ts';
import type { LineStyle, SetLine } from './line.ts';
import { breakEvenly, joinWords, splitWords } from './words.ts';
import type { Word } from './words.ts';

/** What is wanted of a block of text. */
export interface BlockWish {
  readonly face: FaceId;
  readonly caps: boolean;
  /** In ems. */
  readonly tracking: number;
  /** Room between lines beyond their ink, in heights of a capital. */
  readonly leading: number;
  /** From base line to base line at least, in heights of a capital. */
  readonly leastPitch: number;
  readonly maxLines: number;
  /** Of the box; the ink touches none of its sides. */
  readonly width: number;
  readonly height: number;
  /** Height of a capital in pixels. */
  readonly minCapHeight: number;
  readonly maxCapHeight: number;
  /** The request's name of the text. */
  readonly field: string;
}

/** A block at its size, before it has a place. */
export interface TextBlock {
  readonly lines: readonly SetLine[];
  readonly leftwards: boolean;
  /** Pixels of one em. */
  readonly size: number;
  /** Height of a capital in pixels. */
  readonly capHeight: number;
  /** From base line to base line, in pixels. */
  readonly advance: number;
  /** Of the ink, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Lines of equal size look better than one word on a line of its own: such a block counts as this much smaller. */
const loneWordWeight = 0.88;

/**
 * Set a text as large as it goes.
 *
 * @throws {Problem} `script-unsettable`; `text-too-long` when it would be smaller than asked for.
 */
export async function fitBlock(text: string, wish: BlockWish): Promise<TextBlock> {
  const shown = wish.caps ? raise(text) : text;
  const words = splitWords(shown);
  const style: LineStyle = { face: wish.face, tracking: wish.tracking, field: wish.field, leftwards: readsLeftwards(shown) };
  const widths = await Promise.all(words.map(async ({ text: word }) => widthOf(await setLine(word, style))));
  let best: { readonly block: TextBlock; readonly weight: number } | undefined;
  for (let count = 1; count <= wish.maxLines; count++) {
    const starts = breakEvenly(widths, words, usualSpace, count);
    if (!starts) break;
    const lines = await Promise.all(starts.map((from, index) => setLine(joinWords(words.slice(from, starts[index + 1])), style)));
    const block = sizeBlock(wish.face === 'dm-serif-italic' ? hangItalics(lines) : lines, wish, style.leftwards);
    const weight = block.size * (isRagged(lines) ? loneWordWeight : 1);
    if (!best || weight > best.weight) best = { block, weight };
  }
  if (!best || best.block.capHeight < wish.minCapHeight) throw refuseLength(words, best?.block, wish);
  return best.block;
}

/** Between words, in ems; the faces' own spaces lie around it. */
const usualSpace = 0.24;

/** Small letters become capitals by the rules of the script: Greek ones lose their accents. */
function raise(text: string): string {
  return text.toLocaleUpperCase(/\p{Script=Greek}/u.test(text) ? 'el' : 'en');
}

function widthOf({ left, right }: SetLine): number {
  return right - left;
}

/** Italics begin where their pen does: by their ink, a line with a long f would stand apart. */
function hangItalics(lines: readonly SetLine[]): readonly SetLine[] {
  const left = Math.min(...lines.map((line) => line.left));
  return lines.map((line) => ({ ...line, left }));
}

function isRagged(lines: readonly SetLine[]): boolean {
  const widths = lines.map(widthOf);
  return Math.min(...widths) < 0.34 * Math.max(...widths);
}

function sizeBlock(lines: readonly SetLine[], { width, height, leading, leastPitch, maxCapHeight }: BlockWish, leftwards: boolean): TextBlock {
  const capHeight = Math.max(...lines.map((line) => line.capHeight));
  const tops = lines.map(({ top }) => Math.max(top, capHeight));
  const depths = lines.map(({ bottom }) => Math.max(0, -bottom));
  const pitches = lines.slice(1).map((_, index) => (depths[index] ?? 0) + (tops[index + 1] ?? 0));
  // One pitch for all lines, or the block looks uneven.
  const pitch = pitches.length === 0 ? 0 : Math.max(Math.max(...pitches) + leading * capHeight, leastPitch * capHeight);
  const tall = (tops[0] ?? 0) + pitch * (lines.length - 1) + (depths.at(-1) ?? 0);
  const wide = Math.max(...lines.map(widthOf));
  const size = Math.min(width / wide, height / tall, maxCapHeight / capHeight);
  return { lines, leftwards, size, capHeight: capHeight * size, advance: pitch * size, width: wide * size, height: tall * size };
}

function refuseLength(words: readonly Word[], block: TextBlock | undefined, { field, minCapHeight, maxLines }: BlockWish): Problem {
  const length = [...joinWords(words)].length;
  const fits = Math.max(1, Math.floor(((block?.capHeight ?? 0) / minCapHeight) * length * 0.9));
  return new Problem('text-too-long', `\`${field}\` does not fit: in ${maxLines} lines its letters would be too small to read here. About ${fits} characters fit, without very long words.`, {
    members: { parameter: field, fits },
  });
}

/** How a block stands in its box. */
export interface BlockPlace {
  readonly box: Box;
  readonly across: 'start' | 'middle' | 'end';
  readonly down: 'top' | 'middle' | 'bottom';
}

/** A line as a path on the picture, and the box of its ink. */
export interface DrawnLine {
  readonly path: readonly PathStep[];
  readonly box: Box;
  /** Where letters stand, in pixels from the picture's top. */
  readonly baseline: number;
}

/** Put a block into its box. `start` is where the text's reading begins. */
export function placeBlock(block: TextBlock, { box, across, down }: BlockPlace): readonly DrawnLine[] {
  const spare = box.height - block.height;
  const top = box.y + (down === 'top' ? 0 : down === 'middle' ? spare / 2 : spare);
  const first = block.lines[0];
  const start = top + Math.max(first?.top ?? 0, block.capHeight / block.size) * block.size;
  const side = across === 'middle' ? 0.5 : (across === 'end') === block.leftwards ? 0 : 1;
  return block.lines.map((line, index) => {
    const wide = widthOf(line) * block.size;
    const x = box.x + (box.width - wide) * side - line.left * block.size;
    return drawLine(line, block.size, x, start + index * block.advance);
  });
}

function drawLine(line: SetLine, size: number, x: number, baseline: number): DrawnLine {
  const path = line.glyphs.flatMap((glyph) =>
    glyph.steps.map(({ command, args }): PathStep => ({
      command,
      args: args.map((value, index) => (index % 2 === 0 ? x + (glyph.x + value / glyph.unitsPerEm) * size : baseline - (glyph.y + value / glyph.unitsPerEm) * size)),
    })),
  );
  const box = { x: x + line.left * size, y: baseline - line.top * size, width: widthOf(line) * size, height: (line.top - line.bottom) * size };
  return { path, box, baseline };
}
