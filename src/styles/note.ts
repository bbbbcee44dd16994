// Owns the short free wish that goes with a portrait. Refuses what a wish may not be about, by a list that anyone can read.

import { Problem } from '../problem.ts';
import { comparesWithSomebody } from './note-names.ts';
import { harmless, refusedAges, refusedLikenesses, refusedWords } from './note-words.ts';
import type { NoteCategory } from './note-words.ts';

/** Two sentences: more is a prompt of its own, and prompts are written here. */
export const maxNoteCharacters = 200;

/** Controls, line ends, marks that turn the direction of writing, invisible tags, and code points that are no characters. */
const unprintable = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\u2028\u2029\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

/** One sign can come apart into eighteen letters; three for each is more than any writing has. */
const longestFlattened = 3 * maxNoteCharacters;

const reasons: Readonly<Record<NoteCategory, string>> = {
  nudity: 'The note asks for nakedness or something sexual. Portraits here show people dressed.',
  minors: 'The note is about a child or somebody under age. Portraits here are of adults.',
  likeness: 'The note asks for the face of somebody else. Portraits here show the person in the photo.',
  instruction: 'The note tries to change the rules of the studio. They stay as they are.',
};

/**
 * Read a note: one line about clothes, setting or mood. The filter is a list of words, no judge: what it lets through is
 * still only quoted to an image model, whose provider has rules of its own.
 *
 * @returns The note in NFC without invisible characters, or undefined where nothing is left of it.
 * @throws {Problem} `parameter-invalid` for length and characters, `note-refused` with its `category`.
 */
export function readNote(sent: string): string | undefined {
  const text = sent.normalize('NFC').trim();
  if (unprintable.test(text)) throw invalid('`note` is one line of plain text, without line breaks or invisible marks.');
  // Counted in code points, as people count letters.
  if ([...text].length > maxNoteCharacters) throw invalid(`\`note\` takes at most ${maxNoteCharacters} characters. Say it shorter.`);
  const note = text.replaceAll(/\p{Cf}/gu, '').replaceAll(/\s+/g, ' ').trim();
  const category = categoriseNote(note);
  if (category) throw new Problem('note-refused', `${reasons[category]} Leave that out, or describe clothes, setting or mood.`, { members: { parameter: 'note', category } });
  return note === '' ? undefined : note;
}

function invalid(detail: string): Problem {
  return new Problem('parameter-invalid', detail, { members: { parameter: 'note' } });
}

/** What a note is refused for; undefined for a harmless one. */
function categoriseNote(note: string): NoteCategory | undefined {
  const plain = harmless.reduce((text, phrase) => text.replaceAll(phrase, ' '), flatten(note));
  const spellings = [plain, unleet(plain), joinLetters(plain), joinLetters(unleet(plain)), latinise(plain)];
  for (const [category, patterns] of Object.entries(refusedWords) as [NoteCategory, readonly RegExp[]][]) {
    if (spellings.some((text) => patterns.some((pattern) => pattern.test(text)))) return category;
  }
  if (refusedAges.some((pattern) => isUnderAge(pattern.exec(plain)?.[1]))) return 'minors';
  return spellings.some(comparesWithSomebody) || refusedLikenesses.some((pattern) => pattern.test(note)) ? 'likeness' : undefined;
}

function isUnderAge(years: string | undefined): boolean {
  return years !== undefined && Number(years) < 18;
}

/** Small letters without accents, full width or letters drawn out: ＮÜÜÜDE becomes nude. */
function flatten(text: string): string {
  const bare = text.normalize('NFKD').slice(0, longestFlattened).replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i').replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l').replaceAll('œ', 'oe').replaceAll('’', "'");
  return bare.replaceAll(/(\p{L})\1{2,}/gu, '$1').replaceAll(/\s+/g, ' ');
}

const figures: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i', '|': 'i', '€': 'e' };

function unleet(text: string): string {
  return text.replaceAll(/[013457@$!|€]/g, (figure) => figures[figure] ?? figure);
}

/** Letters that stand alone, with anything between them, as one word: n-u-d-e, n u d e, and words broken by marks. */
function joinLetters(text: string): string {
  const marks = text.replaceAll(/(?<=\p{L})[._*~+-]+(?=\p{L})/gu, '');
  return marks.replaceAll(/\b(?:\p{L}[\s._*-]+){2,}\p{L}\b/gu, (spaced) => spaced.replaceAll(/[^\p{L}]/gu, ''));
}

const lookalikes: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y', і: 'i', ѕ: 's', ԁ: 'd', һ: 'h', п: 'n', ο: 'o', α: 'a', ε: 'e', ν: 'v', υ: 'u', ι: 'i' };

/** Cyrillic and Greek letters that look like Latin ones, inside words that hold Latin ones as well. */
function latinise(text: string): string {
  return text.replaceAll(/[\p{L}]+/gu, (word) => (/[a-z]/.test(word) ? word.replaceAll(/./gu, (letter) => lookalikes[letter] ?? letter) : word));
}
