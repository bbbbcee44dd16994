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
  const columns = other.length + 1;
  let [before, last, next] = [new Uint16Array(columns), Uint16Array.from({ length: columns }, (_, column) => column), new Uint16Array(columns)];
  for (let row = 1; row <= one.length; row++) {
    next[0] = row;
    for (let column = 1; column < columns; column++) {
      const wrong = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const changed = Math.min(at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + wrong);
      next[column] = swapped ? Math.min(changed, at(before, column - 2) + 1) : changed;
    }
    [before, last, next] = [last, next, before];
  }
  return at(last, other.length);
}

function at(row: Uint16Array, column: number): number {
  return row[column] ?? 0;
}
