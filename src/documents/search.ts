// Owns finding documents by what people type, whatever its case, accents and order, from beginnings of words and with small slips. Refuses a network. Runs in the page as well.

import type { DocumentRule } from './rule.ts';
import { countSlips, splitWords } from './words.ts';

/** Words that say nothing about which document is meant; `in` and `id` are countries and stay. */
const emptyWords = new Set(['a', 'an', 'and', 'for', 'of', 'the', 'my', 'photo', 'photos', 'photograph', 'picture', 'pictures', 'size', 'requirements']);

/** More words than this are not read: a name has four or five. */
const wordsRead = 8;

/** A word of a rule and what finding it is worth: the country tells more than the document, both more than other names. */
interface Name {
  readonly word: string;
  readonly weight: number;
}

const weights = { country: 3, title: 2.8, alias: 2.5, id: 2 };

/**
 * Find documents by country, code, name or other names, best first.
 *
 * Kept are the documents that match the most words, all or not, so that one strange word does not empty the list.
 *
 * @param limit - Greatest number of documents.
 * @returns All documents in their own order when the text says nothing.
 */
export function searchDocuments(rules: readonly DocumentRule[], text: string, limit: number): readonly DocumentRule[] {
  const typed = splitWords(text).slice(0, wordsRead);
  const telling = typed.filter((word) => !emptyWords.has(word));
  const words = telling.length > 0 ? telling : typed;
  if (words.length === 0) return rules.slice(0, limit);
  const scored = rules.map((rule) => ({ rule, ...scoreRule(listNames(rule), words) }));
  const most = Math.max(0, ...scored.map(({ matched }) => matched));
  const kept = most === 0 ? [] : scored.filter(({ matched }) => matched === most);
  kept.sort((one, other) => other.score - one.score);
  return kept.slice(0, limit).map(({ rule }) => rule);
}

/** The documents whose ids resemble an id that does not exist, nearest first; never fewer than there are. */
export function nearestDocuments(rules: readonly DocumentRule[], id: string, count: number): readonly DocumentRule[] {
  const text = id.slice(0, 60).toLowerCase();
  const found = searchDocuments(rules, text.replaceAll(/[-_]/g, ' '), rules.length);
  const places = new Map(found.map((rule, place) => [rule.id, place]));
  const distance = (rule: DocumentRule): number => Math.min(countSlips(text, rule.id), (places.get(rule.id) ?? rules.length) + 0.5);
  return [...rules].sort((one, other) => distance(one) - distance(other)).slice(0, count);
}

function scoreRule(names: readonly Name[], words: readonly string[]): { readonly matched: number; readonly score: number } {
  const scores = words.map((word) => Math.max(...names.map((name) => name.weight * likeness(word, name.word))));
  return { matched: scores.filter((score) => score > 0).length, score: scores.reduce((sum, score) => sum + score, 0) };
}

/** A rule's words are split once: people search at every letter they type. */
const namesOfRules = new WeakMap<DocumentRule, readonly Name[]>();

function listNames(rule: DocumentRule): readonly Name[] {
  const names = namesOfRules.get(rule) ?? splitNames(rule);
  namesOfRules.set(rule, names);
  return names;
}

function splitNames(rule: DocumentRule): readonly Name[] {
  const weigh = (texts: readonly string[], weight: number): Name[] => texts.flatMap((text) => splitWords(text)).map((word) => ({ word, weight }));
  return [
    ...weigh([rule.country, rule.countryName], weights.country),
    ...weigh([rule.title], weights.title),
    ...weigh(rule.aliases, weights.alias),
    ...weigh([rule.id], weights.id),
  ];
}

/** How well a typed word fits a name's word, 0..1: whole, its beginning, a part where words are not spaced, or with a slip. */
function likeness(typed: string, name: string): number {
  if (typed === name) return 1;
  if (name.startsWith(typed)) return 0.5 + 0.3 * (typed.length / name.length);
  if (/[^\x00-\x7f]/.test(name) && (typed.includes(name) || name.includes(typed))) return 0.6;
  return isSlip(typed, name) ? 0.35 : 0;
}

/** Slips in a whole word or in its beginning; hardly anybody slips at the first two letters at once, which spares most comparisons. */
function isSlip(typed: string, name: string): boolean {
  const forgiven = slipsForgiven(typed);
  const beginsAlike = typed[0] === name[0] || typed[0] === name[1] || typed[1] === name[0];
  if (forgiven === 0 || !beginsAlike || name.length + forgiven < typed.length) return false;
  return countSlips(typed, name.slice(0, typed.length + 1)) <= forgiven || countSlips(typed, name) <= forgiven;
}

/** A slip in four letters leaves the word recognisable, two need eight. */
function slipsForgiven(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}
