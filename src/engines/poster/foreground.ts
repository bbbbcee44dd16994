// Owns what is painted over the person and under the words: veils, slabs, rules. Refuses letters.

import type { Ink } from '../../photo/canvas.ts';
import type { Box } from '../../photo/pixels.ts';
import { fitBlock, placeBlock } from '../../photo/typography/block.ts';
import type { Ground } from '../../styles/layouts.ts';
import type { Palette } from '../../styles/palette.ts';
import type { Arrangement } from './arrangement.ts';
import { drawVeil, fillPath, spendMask } from './easel.ts';
import type { Easel } from './easel.ts';
import { darken } from './grounds.ts';
import { drawPolygon } from './shapes.ts';

/** How a picture ends where words stand below the person: a body that ends anywhere else would float. */
interface Foot {
  readonly kind: 'fade' | 'slab' | 'slant';
  readonly ink: (palette: Palette) => Ink;
  /** A line in the brand's colour along its upper edge: without it, two tones so near would seem an accident. */
  readonly isLined?: boolean;
  /** Only where a body that goes down to the picture's foot would bring the face under the words. */
  readonly isSpare?: boolean;
}

const feet: Partial<Readonly<Record<Ground, Foot>>> = {
  split: { kind: 'slant', ink: ({ deep }) => deep },
  dots: { kind: 'slant', ink: ({ deep }) => deep, isSpare: true },
  rays: { kind: 'slant', ink: ({ ink }) => ink, isSpare: true },
  spotlight: { kind: 'fade', ink: ({ night }) => darken(night, 0.6) },
  paper: { kind: 'slab', ink: ({ paper }) => paper },
  flat: { kind: 'slab', ink: ({ brand }) => brand },
  quote: { kind: 'slab', ink: ({ pale }) => pale, isLined: true },
  word: { kind: 'fade', ink: ({ night }) => darken(night, 0.6) },
  gradient: { kind: 'fade', ink: ({ deep }) => deep },
  dusk: { kind: 'fade', ink: ({ night }) => night },
};

/** Whether a body may end under the words. */
export function coversFoot(ground: Ground, onScene: boolean): boolean {
  return onScene || (feet[ground] !== undefined && !feet[ground].isSpare);
}

/** Whether there is a foot for a body that would else stand too low. */
export function hasSpareFoot(ground: Ground): boolean {
  return feet[ground]?.isSpare ?? false;
}

/** Paint the foot under words that stand below. @param onScene - A generated scene is behind: it is darkened softly instead. */
export async function paintFoot(easel: Easel, ground: Ground, words: Box, onScene: boolean): Promise<void> {
  const foot: Foot | undefined = onScene ? { kind: 'fade', ink: ({ night }) => darken(night, 0.5) } : feet[ground];
  if (!foot) return;
  const { width, height } = easel.canvas;
  const ink = foot.ink(easel.palette);
  // A rule above the words has its place on the slab.
  const room = height * (hasRule(ground, 'below') ? 0.052 : 0.035);
  // Of a scene a little stays to be seen; of a body nothing does, or its arms would show like a ghost's.
  if (foot.kind === 'fade') return spendMask(easel, drawVeil(easel.canvas, words.y - height * 0.11, words.y + words.height * 0.25, easel), ink, onScene ? 0.94 : 1);
  const rise = foot.kind === 'slant' ? height * 0.045 : 0;
  const top = words.y - room;
  await fillPath(easel, drawPolygon([{ x: 0, y: top }, { x: width, y: top - rise }, { x: width, y: height }, { x: 0, y: height }]), ink);
  if (foot.isLined) await fillPath(easel, drawPolygon([{ x: 0, y: top }, { x: width, y: top }, { x: width, y: top + height * 0.006 }, { x: 0, y: top + height * 0.006 }]), easel.palette.brand);
}

/** On a flat field the straight foot of the body is the rule above words below it. */
function hasRule(ground: Ground, wordsAt: Arrangement['stand']['wordsAt']): boolean {
  return ground === 'paper' || (ground === 'flat' && wordsAt !== 'below');
}

/** What stands above the words: a short rule, or the mark of a quote. */
export async function paintOpening(easel: Easel, ground: Ground, arrangement: Arrangement, words: Box): Promise<void> {
  if (ground === 'quote') return paintMark(easel, arrangement, words);
  if (hasRule(ground, arrangement.stand.wordsAt)) return paintRule(easel, ground, arrangement, words);
}

/** Height of a quote's mark, as a share of the picture's shorter side. */
const markShare = 0.13;

async function paintMark(easel: Easel, { across, stand }: Arrangement, words: Box): Promise<void> {
  const tall = markShare * Math.min(easel.canvas.width, easel.canvas.height);
  const gap = tall * 0.28;
  // Under a person there is no room above the words: the mark stands beside the head.
  const y = stand.wordsAt === 'below' ? Math.max(stand.eyesY - stand.headHeight / 2, easel.canvas.height * 0.06) : words.y - gap - tall;
  const box = { x: words.x, y, width: across === 'middle' ? words.width : tall * 3, height: tall };
  const bounds = { face: 'dm-serif-display', caps: false, tracking: 0, leading: 0, leastPitch: 0, maxLines: 1, width: box.width, minCapHeight: 0, field: 'title' } as const;
  const block = await fitBlock('“', { ...bounds, height: Infinity, maxCapHeight: tall * 1.9 });
  for (const { path, box: ink } of placeBlock(block, { box, across, down: 'top' })) {
    // The mark's ink hangs far above the base line: it is moved onto the box.
    const rise = ink.y - box.y;
    await fillPath(easel, path.map(({ command, args }) => ({ command, args: args.map((value, index) => (index % 2 === 0 ? value : value - rise)) })), easel.palette.brand);
  }
}

async function paintRule(easel: Easel, ground: Ground, { across, stand }: Arrangement, words: Box): Promise<void> {
  const { canvas, palette } = easel;
  const thick = Math.max(2, Math.min(canvas.width, canvas.height) * 0.011);
  const length = Math.min(canvas.width, canvas.height) * 0.13;
  const x = across === 'middle' ? words.x + (words.width - length) / 2 : words.x;
  const y = Math.max(thick, words.y - thick * (stand.wordsAt === 'below' ? 3.2 : 5.4));
  await fillPath(easel, drawPolygon([{ x, y }, { x: x + length, y }, { x: x + length, y: y + thick }, { x, y: y + thick }]), ground === 'flat' ? palette.ink : palette.brand);
}
