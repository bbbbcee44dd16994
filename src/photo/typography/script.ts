// Owns which face sets which character of a text. Refuses, clearly, what no face of the catalogue can set.

import { Problem } from '../../problem.ts';
import { faces, settableScripts } from './faces.ts';
import type { FaceId, FallbackId } from './faces.ts';
import { openSlice } from './outlines.ts';
import type { OpenFont } from './outlines.ts';
import { holds, listSlices } from './slices.ts';
import type { Slice } from './slices.ts';

/** A stretch of text that one file of a face sets. */
export interface Stretch {
  readonly text: string;
  readonly font: OpenFont;
}

const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Extended_Pictographic}\u200D|[#*0-9]\uFE0F?\u20E3|\p{Regional_Indicator}/u;

/** Invisible: which picture of a character is meant, and the colour of skin, which a one-coloured emoji does not show. */
const unseen = /[\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}]/gu;

/**
 * Split a text by the faces and files that set it.
 *
 * @param face - The wanted face; a text with Latin, Greek or Cyrillic letters that it lacks is set in Noto Sans as a whole,
 * since one foreign letter among others looks like a fault.
 * @param field - The request's name of the text, for the problem.
 * @throws {Problem} `script-unsettable`.
 */
export async function splitByFace(text: string, face: FaceId, field: string): Promise<readonly Stretch[]> {
  const chain = await chooseChain(text, face);
  const stretches: { text: string; slice: Slice; id: FaceId }[] = [];
  // Made here: its tables cost 13 ms to load, which most processes need not.
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(text)) {
    const isEmoji = emoji.test(segment);
    const seen = segment.replace(unseen, '');
    if (seen === '') continue;
    const found = await findSlice(seen, isEmoji ? ['noto-emoji', ...chain] : chain, stretches.at(-1)?.slice);
    if (!found) throw refuse(segment, field);
    const last = stretches.at(-1);
    if (last && last.slice === found.slice) last.text += seen;
    else stretches.push({ text: seen, ...found });
  }
  return Promise.all(stretches.map(async ({ text: part, slice, id }) => ({ text: part, font: await openSlice(slice, faces[id].weight) })));
}

async function chooseChain(text: string, face: FaceId): Promise<readonly FaceId[]> {
  const own = await listSlices(face);
  const western = [...text].filter((character) => /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(character));
  const covers = western.every((character) => own.some((slice) => holds(slice, character.codePointAt(0) ?? 0)));
  return [...(covers ? [face] : []), 'noto-sans', 'noto-arabic', 'noto-hebrew', 'noto-thai', 'noto-devanagari', ...orderEastAsian(text), 'noto-emoji'];
}

/** The same Han character is drawn differently in Japan, Korea and China: kana and hangul tell which is meant. */
function orderEastAsian(text: string): readonly FallbackId[] {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['noto-jp', 'noto-sc', 'noto-kr'];
  if (/\p{Script=Hangul}/u.test(text)) return ['noto-kr', 'noto-jp', 'noto-sc'];
  return ['noto-sc', 'noto-jp', 'noto-kr'];
}

/** The first face with one file for the whole of a character; the file in use goes on where it can, so that kerning does. */
async function findSlice(character: string, chain: readonly FaceId[], current: Slice | undefined): Promise<{ readonly slice: Slice; readonly id: FaceId } | undefined> {
  const points = [...character].map((each) => each.codePointAt(0) ?? 0);
  for (const id of chain) {
    const slices = (await listSlices(id)).filter((slice) => points.every((point) => holds(slice, point)));
    const ordered = current && slices.includes(current) ? [current, ...slices] : slices;
    for (const slice of ordered) {
      // A slice's ranges are those of its whole family: the file may still lack a character.
      const { isIncomplete } = (await openSlice(slice, faces[id].weight)).shape(character, 'ltr');
      if (!isIncomplete) return { slice, id };
    }
  }
  return undefined;
}

/** Scripts that people try and that no face here sets, by their names in Unicode. */
const namedScripts = ['Armenian', 'Bengali', 'Ethiopic', 'Georgian', 'Gujarati', 'Gurmukhi', 'Kannada', 'Khmer', 'Lao', 'Malayalam', 'Mongolian', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Tibetan'];

function refuse(character: string, field: string): Problem {
  const script = namedScripts.find((name) => new RegExp(`\\p{Script=${name}}`, 'u').test(character));
  const what = script ? `letters in ${script}` : /\p{Extended_Pictographic}/u.test(character) ? 'an emoji' : 'a character';
  return new Problem('script-unsettable', `\`${field}\` has ${what} that no typeface here can set. What can be set: ${settableScripts}.`, {
    members: { parameter: field, ...(script && { script }) },
  });
}
