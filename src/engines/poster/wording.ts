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
export async function setWords({ title, subtitle }: Words, layout: Layout, platform: Platform, { words, across, down, shape, sublineShare }: Arrangement): Promise<Wording> {
  const { headline, subline } = layout;
  const least = platform.leastCapShare * platform.height;
  const box = insetFor(headline, words, platform);
  const bounds: Bounds = { minCapHeight: least, maxCapHeight: mostCapShare[shape] * platform.height, maxLines: mostLines[shape], width: box.width, height: box.height, field: 'title' };
  if (subtitle === '') return placeTexts([{ block: await fitEither(title, headline, bounds), look: headline }], box, across, down);
  let height = box.height * 0.84;
  for (;;) {
    const titleBlock = await fitEither(title, headline, { ...bounds, height });
    const gap = Math.max(gapOf(titleBlock, layout), least * 0.55) + least * 0.05;
    const wanted = Math.max(least * 0.42, Math.min(least * 0.8, titleBlock.capHeight * 0.4));
    const subtitleBlock = await fitQuietly(subtitle, subline, { ...bounds, minCapHeight: least * 0.28, maxCapHeight: wanted, maxLines: 2, width: box.width * sublineShare, height: Infinity, field: 'subtitle' });
    const over = titleBlock.height + gap + subtitleBlock.height - box.height;
    if (over <= 0) return placeTexts([{ block: titleBlock, look: headline }, { block: subtitleBlock, look: subline }], box, across, down, gap);
    // The title gives way; once it is as small as it may be, fitting it is refused.
    height = Math.min(height, titleBlock.height) - Math.max(over * 0.8, box.height * 0.02);
  }
}

/** The layout's own face, or its narrow one where the text would hardly be read in that. */
async function fitEither(text: string, look: TextLook, bounds: Bounds): Promise<TextBlock> {
  const { narrow } = look;
  if (narrow === undefined) return fitBlock(text, wishOf(look, bounds));
  const own = await fitBlock(text, wishOf(look, { ...bounds, minCapHeight: 0 }));
  if (own.capHeight >= bounds.minCapHeight * comfortable) return own;
  return fitBlock(text, wishOf({ ...look, face: narrow, tracking: 0, leading: Math.min(look.leading, 0.24) }, bounds));
}

/** A title just large enough to be read gains more by a narrow face than it loses. */
const comfortable = 1.04;

/** On one line while that can be read well; two only for longer texts. */
async function fitQuietly(text: string, look: TextLook, bounds: Bounds): Promise<TextBlock> {
  const alone = await fitBlock(text, wishOf(look, { ...bounds, maxLines: 1, minCapHeight: 0 }));
  return alone.capHeight >= bounds.maxCapHeight * 0.75 ? alone : fitBlock(text, wishOf(look, bounds));
}

type Bounds = Omit<BlockWish, 'face' | 'caps' | 'tracking' | 'leading' | 'leastPitch'>;

/** Plates of neighbouring lines leave this much between them, in heights of a capital. */
const plateGap = 0.13;

function wishOf({ face, caps, tracking, leading, effect }: TextLook, bounds: Bounds): BlockWish {
  return { face, caps, tracking, leading, leastPitch: effect === 'plate' ? 1 + plateRoom.above + plateRoom.below + plateGap : 0, ...bounds };
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
