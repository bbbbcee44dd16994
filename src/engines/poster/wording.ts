// Owns title and subtitle as two blocks in one box: their sizes, and how they stand to each other. Refuses colours.

import type { Box } from '../../photo/pixels.ts';
import { fitBlock, placeBlock } from '../../photo/typography/block.ts';
import type { BlockWish, TextBlock } from '../../photo/typography/block.ts';
import type { Layout, TextLook } from '../../styles/layouts.ts';
import type { Platform } from '../../styles/platforms.ts';
import type { Arrangement, Shape } from './arrangement.ts';
import { plateRoom } from './lettering.ts';
import type { Lettering } from './lettering.ts';

/** What is written on a poster. */
export interface Words {
  readonly title: string;
  /** Empty for none. */
  readonly subtitle: string;
}

/** The texts at their places, the title first. */
export interface Wording {
  readonly letterings: readonly Lettering[];
  /** Around all of it. */
  readonly box: Box;
}

/** Height of the title's capitals at most, as a share of the picture's: larger ones shout. */
const mostCapShare: Readonly<Record<Shape, number>> = { banner: 0.26, wide: 0.2, square: 0.125, tall: 0.085 };

const mostLines: Readonly<Record<Shape, number>> = { banner: 3, wide: 3, square: 3, tall: 4 };

/**
 * Set title and subtitle as large as they go, the subtitle at about a third of the title.
 *
 * @throws {Problem} `script-unsettable`, `text-too-long`.
 */
export async function setWords({ title, subtitle }: Words, layout: Layout, platform: Platform, { words, across, down, shape }: Arrangement): Promise<Wording> {
  const { headline, subline } = layout;
  const least = platform.leastCapShare * platform.height;
  const box = insetFor(headline, words, platform);
  const reserve = subtitle === '' ? 0 : Math.min(words.height * 0.3, least * 1.7);
  const wish = { minCapHeight: least, maxCapHeight: mostCapShare[shape] * platform.height, maxLines: mostLines[shape], width: box.width, height: box.height - reserve, field: 'title' };
  const titleBlock = await fitBlock(title, wishOf(headline, wish));
  if (subtitle === '') return placeTexts([{ block: titleBlock, look: headline }], box, across, down);
  const subtitleWish = { minCapHeight: least * 0.28, maxCapHeight: Math.min(least * 0.75, titleBlock.capHeight * 0.5), maxLines: 2, width: box.width, height: box.height - titleBlock.height - gapOf(titleBlock, layout), field: 'subtitle' };
  const subtitleBlock = await fitBlock(subtitle, wishOf(subline, subtitleWish));
  return placeTexts([{ block: titleBlock, look: headline }, { block: subtitleBlock, look: subline }], box, across, down, gapOf(titleBlock, layout));
}

function wishOf({ face, caps, tracking, leading }: TextLook, bounds: Omit<BlockWish, 'face' | 'caps' | 'tracking' | 'leading'>): BlockWish {
  return { face, caps, tracking, leading, ...bounds };
}

/** Between title and subtitle: clear of the title's outline or plate. */
function gapOf({ capHeight }: TextBlock, { headline, subline }: Layout): number {
  const plates = (headline.effect === 'plate' ? plateRoom.below : 0) + (subline.effect === 'plate' ? 0.16 : 0);
  return capHeight * (0.42 + plates);
}

/** Plates and outlines stay inside the safe margin with what they add around the letters. */
function insetFor({ effect }: TextLook, { x, y, width, height }: Box, platform: Platform): Box {
  const room = effect === 'plate' ? 0.035 : effect === 'outline' ? 0.012 : 0;
  const inset = room * Math.min(platform.width, platform.height);
  return { x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset };
}

interface Text {
  readonly block: TextBlock;
  readonly look: TextLook;
}

function placeTexts(texts: readonly Text[], box: Box, across: Arrangement['across'], down: Arrangement['down'], gap = 0): Wording {
  const tall = texts.reduce((sum, { block }) => sum + block.height, 0) + gap * (texts.length - 1);
  let y = box.y + (box.height - tall) * (down === 'top' ? 0 : down === 'middle' ? 0.5 : 1);
  const letterings = texts.map(({ block, look }) => {
    const lines = placeBlock(block, { box: { ...box, y, height: block.height }, across, down: 'top' });
    y += block.height + gap;
    return { lines, look, capHeight: block.capHeight };
  });
  const boxes = letterings.flatMap(({ lines }) => lines.map((line) => line.box));
  const [left, top] = [Math.min(...boxes.map((each) => each.x)), Math.min(...boxes.map((each) => each.y))];
  return { letterings, box: { x: left, y: top, width: Math.max(...boxes.map((each) => each.x + each.width)) - left, height: Math.max(...boxes.map((each) => each.y + each.height)) - top } };
}
