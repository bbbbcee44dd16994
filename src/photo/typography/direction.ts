// Owns the order in which the parts of a line are seen when Hebrew or Arabic is among them. Refuses embeddings: a title has no marks that control direction.

/** A part of a line that runs one way. */
export interface DirectedRun {
  readonly text: string;
  readonly direction: 'ltr' | 'rtl';
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
const leftToRight = /[\p{L}\p{M}]/u;
const digit = /\p{Nd}/u;
/** Belong to a number when they stand between or before digits. */
const numeric = /[.,:/+\-−%$€£¥₪°#]/u;

/** Whether a text is read from right to left: its first letter says. */
export function readsLeftwards(text: string): boolean {
  for (const character of text) {
    if (rightToLeft.test(character)) return true;
    if (leftToRight.test(character)) return false;
  }
  return false;
}

/**
 * Order the parts of a line as they are seen from left to right.
 *
 * This is what the Unicode bidirectional algorithm gives for text without embeddings: letters keep their own direction,
 * numbers run to the right inside words that run to the left, and what is between goes with both sides when they agree, else with the line.
 *
 * @param leftwards - Direction of the whole text, not of this line of it.
 * @see https://www.unicode.org/reports/tr9/
 */
export function orderRuns(line: string, leftwards: boolean): readonly DirectedRun[] {
  if (!rightToLeft.test(line)) return [{ text: line, direction: 'ltr' }];
  const levels = levelsOf([...line], leftwards ? 1 : 0);
  const runs = groupLevels([...line], levels);
  for (let level = 2; level >= 1; level--) reverseFrom(runs, level);
  return runs.map(({ text, level }) => ({ text: level === 1 ? mirror(text) : text, direction: level === 1 ? 'rtl' : 'ltr' }));
}

type Level = 0 | 1 | 2;

function levelsOf(characters: readonly string[], base: 0 | 1): Level[] {
  const kinds = characters.map((character, index) => kindOf(characters, index, character));
  const foreign: Level = base === 1 ? 2 : 0;
  return kinds.map((kind, index) => {
    if (kind === 'right') return 1;
    if (kind === 'left') return foreign;
    if (kind === 'number') return base === 1 || before(kinds, index) === 'right' ? 2 : 0;
    const [left, right] = [before(kinds, index), after(kinds, index)];
    if (left !== undefined && left === right) return left === 'right' ? 1 : foreign;
    return base;
  });
}

type Kind = 'left' | 'right' | 'number' | 'neutral';

function kindOf(characters: readonly string[], index: number, character: string): Kind {
  if (rightToLeft.test(character)) return 'right';
  if (digit.test(character)) return 'number';
  const next = characters[index + 1] ?? '';
  if (numeric.test(character) && (digit.test(next) || (digit.test(characters[index - 1] ?? '') && /[%°€₪]/u.test(character)))) return 'number';
  return leftToRight.test(character) ? 'left' : 'neutral';
}

/** The direction of the letters before; numbers take part as their surroundings do. */
function before(kinds: readonly Kind[], index: number): 'left' | 'right' | undefined {
  for (let at = index - 1; at >= 0; at--) if (kinds[at] === 'left' || kinds[at] === 'right') return kinds[at] as 'left' | 'right';
  return undefined;
}

function after(kinds: readonly Kind[], index: number): 'left' | 'right' | undefined {
  for (let at = index + 1; at < kinds.length; at++) if (kinds[at] === 'left' || kinds[at] === 'right') return kinds[at] as 'left' | 'right';
  return undefined;
}

interface LevelRun {
  text: string;
  readonly level: Level;
}

function groupLevels(characters: readonly string[], levels: readonly Level[]): LevelRun[] {
  const runs: LevelRun[] = [];
  for (const [index, character] of characters.entries()) {
    const [level = 0, last] = [levels[index], runs.at(-1)];
    if (last && last.level === level) last.text += character;
    else runs.push({ text: character, level });
  }
  return runs;
}

/** Rule L2: every stretch of runs at a level or above is turned round. */
function reverseFrom(runs: LevelRun[], level: number): void {
  for (let from = 0; from < runs.length; from++) {
    if ((runs[from]?.level ?? 0) < level) continue;
    let to = from;
    while (to + 1 < runs.length && (runs[to + 1]?.level ?? 0) >= level) to++;
    runs.splice(from, to - from + 1, ...runs.slice(from, to + 1).reverse());
    from = to;
  }
}

const pairs: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«' };

function mirror(text: string): string {
  return text.replaceAll(/[()[\]{}<>«»]/g, (bracket) => pairs[bracket] ?? bracket);
}
