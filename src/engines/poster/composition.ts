// Owns how words and person share a picture: which is placed first, and what gives way to what. Refuses pixels: it is geometry.

import type { Box } from '../../photo/pixels.ts';
import type { Layout } from '../../styles/layouts.ts';
import type { Platform } from '../../styles/platforms.ts';
import { arrange, riseAbove } from './arrangement.ts';
import type { Arrangement } from './arrangement.ts';
import { coversFoot, hasSpareFoot } from './foreground.ts';
import { placeArch } from './grounds.ts';
import { takeStance } from './stance.ts';
import type { Stance, Subject } from './stance.ts';
import { setWords } from './wording.ts';
import type { Wording, Words } from './wording.ts';

/** Where everything stands. */
export interface Composition {
  readonly arrangement: Arrangement;
  readonly stance: Stance;
  readonly wording: Wording;
  /** The body ends under the words. */
  readonly hasFoot: boolean;
}

/** What is wanted of a composition. */
export interface CompositionWish extends Words {
  readonly platform: Platform;
  readonly layout: Layout;
  /** A generated scene is behind. */
  readonly onScene: boolean;
}

/**
 * Compose a poster. Words above and below are set first and leave the rest to the person; words beside end where the person begins.
 *
 * @throws {Problem} `text-too-long`, `script-unsettable`.
 */
export async function composePoster(subject: Subject, wanted: CompositionWish): Promise<Composition> {
  const wish = { ...wanted, layout: turnWords(wanted.layout, subject) };
  const planned = arrange(wish.layout, wish.platform, subject.sitter.gaze);
  if (planned.stand.wordsAt === 'below') return composeOver(subject, wish, planned);
  return planned.stand.wordsAt === 'above' ? composeUnder(subject, wish, planned) : composeBeside(subject, wish, planned);
}

/** The person over words. */
async function composeOver(subject: Subject, wish: CompositionWish, planned: Arrangement): Promise<Composition> {
  const { layout, platform, onScene } = wish;
  const wording = await setWords(wish, layout, platform, planned);
  const isCovered = coversFoot(layout.ground, onScene);
  const placed = standAbove(subject, wish, planned, wording.box, isCovered);
  const { head, ends } = placed.stance;
  const needsFoot = head.y + head.height > wording.box.y || ends.bottom !== undefined;
  if (isCovered || !needsFoot || !hasSpareFoot(layout.ground)) return { ...placed, wording, hasFoot: isCovered };
  return { ...standAbove(subject, wish, planned, wording.box, true), wording, hasFoot: true };
}

/** The person under words: the hair begins clear of them. */
async function composeUnder(subject: Subject, wish: CompositionWish, planned: Arrangement): Promise<Composition> {
  const { layout, platform } = wish;
  const wording = await setWords(wish, layout, platform, planned);
  const ceiling = wording.box.y + wording.box.height + (hairGap + rimOf(layout)) * platform.height;
  return { arrangement: planned, stance: takeStance(subject, planned.stand, footOf(planned, platform), ceiling), wording, hasFoot: false };
}

async function composeBeside(subject: Subject, wish: CompositionWish, planned: Arrangement): Promise<Composition> {
  const { layout, platform } = wish;
  const stance = takeStance(subject, planned.stand, footOf(planned, platform));
  const arrangement = clearHead(planned, stance, layout.ground === 'paper' ? placeArch(stance, planned) : stance.head);
  return { arrangement, stance, wording: await setWords(wish, layout, platform, arrangement), hasFoot: false };
}

/** Hair that the photo cuts off can only end at the picture's upper edge: words that would stand there go below. */
function turnWords(layout: Layout, { isCut }: Subject): Layout {
  return isCut.top ? { ...layout, wordsUpright: 'below' } : layout;
}

/** From words down to hair, as a share of the picture's height: less looks like an accident, and strands touch the letters. */
const hairGap = 0.035;

/** A sticker's edge around the person, as a share of the picture's height. */
export function rimOf({ figure: { edge } }: Layout): number {
  return edge === 'sticker' ? 0.013 : 0;
}

/** Stand a person above words. @param isCovered - The body may end under them. */
function standAbove(subject: Subject, { layout, platform }: CompositionWish, planned: Arrangement, words: Box, isCovered: boolean): Pick<Composition, 'arrangement' | 'stance'> {
  const { stand } = planned;
  const isTall = planned.shape === 'tall';
  // The word behind the person keeps its upper half free.
  const top = layout.ground === 'word' ? platform.height * (isTall ? 0.2 : 0.09) : isTall ? planned.safeTop : 0;
  const raised = isCovered && !stand.field ? riseAbove(stand, words.y, top) : stand;
  const foot = isCovered ? words.y + words.height * 0.3 : footOf(planned, platform);
  return { arrangement: { ...planned, stand: raised }, stance: takeStance(subject, raised, stand.field ? footOf(planned, platform) : foot) };
}

/** Where a cut body must at least reach down to. */
function footOf({ stand: { field } }: Arrangement, { height }: Platform): number {
  return field ? Math.min(height, field.y + field.height) : height;
}

/** Words beside a person end where the hair begins, or what is painted behind it. @param hair - The box around either. */
function clearHead(arrangement: Arrangement, { box }: Stance, hair: Box): Arrangement {
  const { words, stand } = arrangement;
  const [left, right] = stand.field ? [Math.min(hair.x, stand.field.x - ringLine * stand.field.width), Math.max(hair.x + hair.width, stand.field.x + (1 + ringLine) * stand.field.width)] : [hair.x, hair.x + hair.width];
  const gap = stand.room.width * 0.022;
  if (stand.wordsAt === 'left') {
    const width = Math.max(words.width * 0.75, Math.min(words.width, left - gap - words.x));
    // The box of a person is a little wider than the person.
    const free = box.x + 0.06 * box.width - gap - words.x;
    return { ...arrangement, words: { ...words, width }, sublineShare: stand.field ? 1 : Math.min(1, Math.max(0.6, free / width)) };
  }
  if (stand.wordsAt !== 'right') return arrangement;
  const x = Math.min(words.x + words.width * 0.25, Math.max(words.x, right + gap));
  return { ...arrangement, words: { ...words, x, width: words.x + words.width - x } };
}

/** A ring's line lies this far outside of its field, as a share of the field's width. */
const ringLine = 0.045;
