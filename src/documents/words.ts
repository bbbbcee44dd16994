// Owns words as they are compared: without case, accents and marks, and how many slips are between two of them. Refuses to know what they mean. Runs in the page as well.

/**
 * The words of a text, in lower case, without accents.
 * Dots inside abbreviations vanish (`U.S.A.`), and a hyphenated word stands whole beside its parts (`e-Visa`: `e`, `visa`, `evisa`).
 */
export function splitWords(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}|\./gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}-]+/u).flatMap((word) => {
    const parts = word.split('-').filter((part) => part !== '');
    return parts.length > 1 ? [...parts, parts.join('')] : parts;
  });
}

/**
 * Slips of the keyboard between two words: letters left out, added, wrong, or two of them swapped.
 * @see https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance, optimal string alignment.
 */
export function countSlips(one: string, other: string): number {
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const wrong = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const steps = [at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + wrong];
      next.push(Math.min(...steps, swapped ? at(before, column - 2) + 1 : Infinity));
    }
    [before, last] = [last, next];
  }
  return at(last, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
