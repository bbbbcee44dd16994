// Owns where a text may be broken into lines, and which of the ways is the most even. Refuses to break inside a word.

/** Scripts written without spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Closing marks never begin a line, and small kana and the long mark do not either. */
const clinging = /^[\p{Pe}\p{Pf}\p{Po}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const opening = /[\p{Ps}\p{Pi}]$/u;

/** A piece of text that stays together, and whether a space stands before it when it does not begin a line. */
export interface Word {
  readonly text: string;
  readonly spaced: boolean;
}

/** Split a text where a line may end. White space of any kind counts as one space. */
export function splitWords(text: string): readonly Word[] {
  return text.trim().split(/\s+/u).filter((part) => part !== '').flatMap((part, index) => splitUnspaced(part).map((piece, at) => ({ text: piece, spaced: index > 0 && at === 0 })));
}

function splitUnspaced(part: string): string[] {
  if (!unspaced.test(part)) return [part];
  const language = /\p{Script=Thai}/u.test(part) ? 'th' : /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(part) ? 'ja' : 'zh';
  const pieces: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(part)) {
    const last = pieces.at(-1);
    if (last !== undefined && (clinging.test(segment) || opening.test(last) || isParticle(segment))) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** One hiragana alone is a particle or an ending of the word before it. */
function isParticle(segment: string): boolean {
  return /^\p{Script=Hiragana}$/u.test(segment);
}

/** Put words back together. */
export function joinWords(words: readonly Word[]): string {
  return words.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');
}

/** A number or a short word belongs to what follows: for each line that ends with one the whole counts as this much wider. */
const short = /^[\p{L}\p{N}&@#]{1,2}$/u;
const shortWordWeight = 0.09;

/**
 * Break words into a number of lines so that the widest is as narrow as can be, and among equals the lines are even.
 *
 * @param widths - Of each word, in any unit. @param space - Width of a space in it.
 * @returns Index of the first word of every line; undefined when there are fewer words than lines.
 */
export function breakEvenly(widths: readonly number[], words: readonly Word[], space: number, lines: number): readonly number[] | undefined {
  if (widths.length < lines) return undefined;
  const clings = words.map(({ text }) => short.test(text));
  const widthOf = (from: number, to: number) => {
    let width = 0;
    for (let at = from; at < to; at++) width += (widths[at] ?? 0) + (at > from && words[at]?.spaced ? space : 0);
    return width;
  };
  let best: { readonly cost: number; readonly starts: readonly number[] } | undefined;
  const search = (from: number, left: number, starts: readonly number[], widest: number, squares: number, weight: number) => {
    if (best && widest * weight > best.cost) return;
    if (left === 1) {
      const last = widthOf(from, widths.length);
      const cost = Math.max(widest, last) * weight + 1e-4 * (squares + last * last);
      if (!best || cost < best.cost) best = { cost, starts: [...starts, from] };
      return;
    }
    for (let to = from + 1; to <= widths.length - left + 1; to++) {
      const width = widthOf(from, to);
      search(to, left - 1, [...starts, from], Math.max(widest, width), squares + width * width, weight + (clings[to - 1] ? shortWordWeight : 0));
    }
  };
  search(0, lines, [], 0, 0, 1);
  return best?.starts;
}
