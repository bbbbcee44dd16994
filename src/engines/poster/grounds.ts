// Owns what is painted behind a person, for each kind of ground. Refuses letters, except one word that is an ornament.

import type { MaskContext } from '../../photo/mask.ts';
import type { Ink } from '../../photo/canvas.ts';
import type { Box, Pixels, Point } from '../../photo/pixels.ts';
import { fitBlock, placeBlock } from '../../photo/typography/block.ts';
import { splitWords } from '../../photo/typography/words.ts';
import type { Ground } from '../../styles/layouts.ts';
import type { Palette } from '../../styles/palette.ts';
import type { Arrangement } from './arrangement.ts';
import { fillPath, paintGlow, startCanvas, wholeOf } from './easel.ts';
import type { Easel } from './easel.ts';
import { drawBeams, drawDisc, drawDots, drawPanel, drawPolygon, drawRing } from './shapes.ts';
import type { Stance } from './stance.ts';

/** What a ground is painted for. */
export interface GroundWish {
  readonly arrangement: Arrangement;
  readonly stance: Stance;
  /** For the word behind the person. */
  readonly title: string;
}

/** Paint a ground onto a new canvas. */
export async function paintGround(ground: Ground, size: { readonly width: number; readonly height: number }, palette: Palette, wish: GroundWish, context: MaskContext): Promise<Pixels<3>> {
  const { inks, angle } = bases[ground](palette, wish.arrangement);
  const canvas = await startCanvas(size, inks, angle, context);
  const easel = { ...context, canvas, palette };
  await ornaments[ground]?.(easel, wish);
  return canvas;
}

interface Base {
  readonly inks: readonly [Ink, ...Ink[]];
  /** As in CSS: 180 runs downwards. */
  readonly angle: number;
}

const away = ({ stand }: Arrangement) => (stand.wordsAt === 'right' ? 270 : 90);

const bases: Readonly<Record<Ground, (palette: Palette, arrangement: Arrangement) => Base>> = {
  split: ({ deep, night }) => ({ inks: [deep, night], angle: 160 }),
  spotlight: ({ night }) => ({ inks: [night, darken(night, 0.55)], angle: 180 }),
  dots: ({ brand }) => ({ inks: [lighten(brand, 0.12), brand, darken(brand, 0.86)], angle: 180 }),
  rays: ({ brand }) => ({ inks: [brand], angle: 180 }),
  paper: ({ paper }) => ({ inks: [paper, darken(paper, 0.965)], angle: 180 }),
  flat: ({ brand }) => ({ inks: [brand], angle: 180 }),
  panel: ({ pale }) => ({ inks: [pale], angle: 180 }),
  ring: ({ deep, night }) => ({ inks: [deep, night], angle: 200 }),
  quote: ({ pale, soft }) => ({ inks: [pale, lighten(soft, 0.45)], angle: 160 }),
  word: ({ night }) => ({ inks: [night, darken(night, 0.6)], angle: 180 }),
  gradient: ({ deep, brand }, arrangement) => ({ inks: [deep, brand, lighten(brand, 0.25)], angle: away(arrangement) }),
  dusk: ({ deep, night }, arrangement) => ({ inks: [night, night, deep], angle: away(arrangement) }),
};

type Ornament = (easel: Easel, wish: GroundWish) => Promise<void>;

const ornaments: Partial<Readonly<Record<Ground, Ornament>>> = {
  split: paintSplit,
  spotlight: paintSpotlight,
  dots: (easel) => paintDots(easel),
  rays: paintRays,
  paper: paintArch,
  panel: async (easel, { arrangement: { stand } }) => {
    if (stand.field) await fillPath(easel, drawPanel(stand.field, easel.canvas.height * 0.045), easel.palette.brand);
  },
  ring: paintRing,
  word: paintWord,
  gradient: async (easel, { stance }) => paintGlow(easel, middleOf(stance), easel.canvas.height * 0.6, lighten(easel.palette.brand, 0.5), 0.35),
  dusk: async (easel, { stance }) => paintGlow(easel, middleOf(stance), Math.max(easel.canvas.height, easel.canvas.width) * 0.6, easel.palette.brand, 0.75),
};

function middleOf({ head }: Stance): Point {
  return { x: head.x + head.width / 2, y: head.y + head.height * 0.55 };
}

async function paintSplit(easel: Easel, { arrangement: { stand, shape, words } }: GroundWish): Promise<void> {
  const { width, height } = easel.canvas;
  const lean = height * 0.1;
  const edge = stand.wordsAt === 'left' ? words.x + words.width + lean * 0.3 : words.x - lean * 0.3;
  if (shape === 'wide' || shape === 'banner') {
    const side = stand.wordsAt === 'left' ? width : 0;
    return fillPath(easel, drawPolygon([{ x: edge + lean, y: 0 }, { x: side, y: 0 }, { x: side, y: height }, { x: edge - lean, y: height }]), easel.palette.brand);
  }
  await fillPath(easel, drawPolygon([{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }]), easel.palette.brand);
}

async function paintSpotlight(easel: Easel, { stance }: GroundWish): Promise<void> {
  const { head } = stance;
  const { brand } = easel.palette;
  await paintGlow(easel, middleOf(stance), head.height * 2.1, brand, 0.5);
  await paintGlow(easel, middleOf(stance), head.height * 1.15, lighten(brand, 0.25), 0.75);
}

async function paintDots(easel: Easel): Promise<void> {
  const { width, height } = easel.canvas;
  const pitch = Math.max(8, Math.min(width, height) / 26);
  await fillPath(easel, drawDots(wholeOf(easel.canvas), pitch, (_x, y) => 0.4 * Math.max(0, (y / height) * 1.25 - 0.2)), darken(easel.palette.brand, 0.8), 0.8);
}

async function paintRays(easel: Easel, { stance }: GroundWish): Promise<void> {
  const { width, height } = easel.canvas;
  await fillPath(easel, drawBeams(middleOf(stance), Math.hypot(width, height), 18), lighten(easel.palette.brand, 0.42));
  await paintGlow(easel, middleOf(stance), stance.head.height * 1.6, [255, 255, 255], 0.55);
}

/** A niche with a round head behind the person: its box, which goes on below the picture. */
export function placeArch({ head }: Pick<Stance, 'head'>, { shape, stand: { room: { width, height } } }: Arrangement): Box {
  const half = shape === 'tall' || shape === 'square' ? Math.min(width * 0.4, head.height * 0.72) : head.height * 0.62;
  return { x: head.x + head.width / 2 - half, y: Math.max(height * 0.05, head.y - head.height * 0.09), width: half * 2, height: height * 2 };
}

async function paintArch(easel: Easel, { stance, arrangement }: GroundWish): Promise<void> {
  const arch = placeArch(stance, arrangement);
  await fillPath(easel, drawPanel(arch, arch.width / 2), lighten(easel.palette.soft, 0.1));
}

async function paintRing(easel: Easel, { arrangement: { stand } }: GroundWish): Promise<void> {
  if (!stand.field) return;
  const { x, y, width } = stand.field;
  const middle = { x: x + width / 2, y: y + width / 2 };
  await paintGlow(easel, middle, width * 0.85, easel.palette.brand, 0.35);
  await fillPath(easel, drawDisc(middle, width / 2), easel.palette.brand);
  await fillPath(easel, drawRing(middle, width * 0.545, width * 0.525), lighten(easel.palette.brand, 0.35));
}

/** The title's longest word across the picture, as large as the width allows. */
async function paintWord(easel: Easel, { title, stance, arrangement: { shape, stand } }: GroundWish): Promise<void> {
  const { width, height } = easel.canvas;
  await paintGlow(easel, middleOf(stance), stance.head.height * 1.7, easel.palette.brand, 0.35);
  const words = splitWords(title).map(({ text }) => text.replaceAll(/\p{P}/gu, ''));
  const word = words.reduce((longest, each) => ([...each].length > [...longest].length ? each : longest), '');
  if (word === '') return;
  const tall = shape === 'tall' || shape === 'square';
  // Beside a person the word ends behind their head: most of it stays to be read.
  const { head } = stance;
  const [from, to] = tall ? [0.04 * width, 0.96 * width] : stand.wordsAt === 'left' ? [0.04 * width, head.x + head.width * 0.5] : [head.x + head.width * 0.5, 0.96 * width];
  const box = { x: from, y: height * (shape === 'tall' ? 0.14 : 0.06), width: to - from, height: height * (tall ? 0.26 : shape === 'banner' ? 0.88 : 0.38) };
  const block = await fitBlock(word, { face: 'anton', caps: true, tracking: 0.01, leading: 0, leastPitch: 0, maxLines: 1, width: box.width, height: box.height, minCapHeight: 0, maxCapHeight: Infinity, field: 'title' });
  for (const line of placeBlock(block, { box, across: 'middle', down: 'top' })) await fillPath(easel, line.path, easel.palette.brand, shape === 'banner' ? 0.3 : 1);
}

/** Towards white by a share, in encoded values. */
export function lighten(ink: Ink, share: number): Ink {
  return [mixByte(ink[0], share), mixByte(ink[1], share), mixByte(ink[2], share)];
}

/** Times a factor. */
export function darken([red, green, blue]: Ink, factor: number): Ink {
  return [red * factor, green * factor, blue * factor];
}

function mixByte(byte: number, share: number): number {
  return byte + (255 - byte) * share;
}
