// Owns the opening of font files and the outlines of their glyphs: the only importer of fontkit. Refuses files that are not of the catalogue.

import { readFile } from 'node:fs/promises';
import type { Font } from 'fontkit';
import type { PathStep } from '../coverage.ts';
import type { Slice } from './slices.ts';
import { varyOutlines } from './variation.ts';

/** A glyph where it stands in its run, in ems from the run's start on the base line, y up. */
export interface PlacedGlyph {
  readonly x: number;
  readonly y: number;
  /** In font units, y up. */
  readonly steps: readonly PathStep[];
  readonly unitsPerEm: number;
}

/** A run of one file and one direction, in the order in which it is seen. */
export interface ShapedRun {
  readonly glyphs: readonly PlacedGlyph[];
  /** Ems. */
  readonly advance: number;
  /** Some character has no glyph. */
  readonly isIncomplete: boolean;
}

/** A font file ready to shape text. */
export interface OpenFont {
  /** Of a capital, in ems. */
  readonly capHeight: number;
  shape(text: string, direction: 'ltr' | 'rtl'): ShapedRun;
}

const open = new Map<string, Promise<OpenFont>>();

/** Open a slice; kept for as long as the process lives, since it is nobody's photo. */
export function openSlice({ path }: Slice, weight: number | undefined): Promise<OpenFont> {
  const font = open.get(path) ?? loadFont(path, weight);
  open.set(path, font);
  return font;
}

/** Most faces' capitals, for those that do not tell. */
const usualCapHeight = 0.71;

async function loadFont(path: string, weight: number | undefined): Promise<OpenFont> {
  const { create } = await import('fontkit');
  const font = create(await readFile(path));
  if ('fonts' in font) throw new Error('a collection of fonts is no slice');
  const outlineOf = weight === undefined ? (glyph: number) => font.getGlyph(glyph).path.commands : varyOutlines(font, weight);
  const capHeight = font.capHeight > 0 && font.capHeight < font.unitsPerEm * 0.9 ? font.capHeight / font.unitsPerEm : usualCapHeight;
  return { capHeight, shape: (text, direction) => shapeRun(font, outlineOf, text, direction) };
}

function shapeRun(font: Font, outlineOf: (glyph: number) => readonly PathStep[], text: string, direction: 'ltr' | 'rtl'): ShapedRun {
  const { unitsPerEm } = font;
  const run = font.layout(text, undefined, undefined, undefined, direction);
  let pen = 0;
  const glyphs = run.glyphs.map((glyph, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = run.positions[index] ?? {};
    const placed = { x: (pen + xOffset) / unitsPerEm, y: yOffset / unitsPerEm, steps: outlineOf(glyph.id), unitsPerEm };
    pen += xAdvance;
    return placed;
  });
  return { glyphs, advance: pen / unitsPerEm, isIncomplete: run.glyphs.some(({ id }) => id === 0) };
}
