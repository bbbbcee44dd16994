// Owns the words of the verdict over all checks. Refuses to promise that an authority will take the photo. Runs in the page as well.

import type { Check, Verdict } from './check.ts';
import type { DocumentRule, RuleSource } from './rule.ts';

/** Sum up: what failed first, then what warns, then what could not be measured. */
export function writeVerdict(checks: readonly Check[], rule: DocumentRule): Verdict {
  const order = ['fail', 'warn', 'unknown'] as const;
  const reasons = order.flatMap((result) => checks.filter((check) => check.result === result));
  const worst = reasons[0]?.result;
  return {
    result: worst === 'fail' || worst === 'warn' ? worst : 'pass',
    reasons: reasons.map(({ name, title, result, advice }) => ({ name, title, result, advice })),
    sentence: countReasons(reasons),
    basis: sayBasis(rule),
    secondHand: saySecondHand(rule),
  };
}

/** "One thing to put right, two to look at." */
function countReasons(reasons: readonly Check[]): string {
  const wrong = reasons.filter(({ result }) => result === 'fail').length;
  const doubtful = reasons.length - wrong;
  const toPutRight = wrong === 0 ? 'Nothing to put right' : `${capitalise(countWord(wrong))} ${wrong === 1 ? 'thing' : 'things'} to put right`;
  if (doubtful === 0) return `${toPutRight}.`;
  const things = wrong > 0 ? '' : doubtful === 1 ? ' thing' : ' things';
  return `${toPutRight}, ${countWord(doubtful)}${things} to look at.`;
}

const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

function countWord(count: number): string {
  return words[count] ?? String(count);
}

function capitalise(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Numbers that a person gave themselves. */
const customId = 'custom';

function sayBasis({ id, countryName, title, readOn }: DocumentRule): string {
  if (id === customId) return 'Measured against your own numbers.';
  return `Measured against the published rules of ${countryName}, ${title}, read ${sayWhen(readOn)}.`;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2019`, `2026-11` or `2026-05-16`, with its preposition. */
function sayWhen(readOn: string): string {
  const [year = '', month, day] = readOn.split('-');
  const monthName = months[Number(month) - 1];
  if (!monthName) return `in ${year}`;
  return day ? `on ${Number(day)} ${monthName} ${year}` : `in ${monthName} ${year}`;
}

/** Where the rules were read, when that was not the authority's own page, or not for all of them. */
function saySecondHand({ id, confidence, sources }: DocumentRule): string | null {
  const isOwn = confidence === 'official' && sources.some(({ read }) => read);
  if (id === customId || isOwn) return null;
  const [read, unread] = [sources.filter((source) => source.read), sources.filter((source) => !source.read)];
  const from = read.length > 0 ? `read second-hand, from: ${listNames(read)}` : 'reported second-hand';
  const own = unread.length > 0 ? ` The authority’s own page was not read: ${listNames(unread)}.` : '';
  return `In part or whole these rules were ${from}.${own} Look them up with the authority before you hand the photo in.`;
}

/** Names hold commas. */
function listNames(sources: readonly RuleSource[]): string {
  return [...new Set(sources.map(({ name }) => name))].join('; ');
}
