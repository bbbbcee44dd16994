// Owns showing a document's rules and where they were read. Refuses to show a rule without its source.

import type { DocumentRule, RuleSource } from '../../src/documents/rule.ts';
import { build, find } from '../elements.ts';
import { describeRule, readWhen, sizeOf } from './rule-words.ts';

const card = find('#rule-card', HTMLDetailsElement);
const summary = find('#rule-summary', HTMLElement);
const lines = find('#rule-lines', HTMLElement);
const notes = find('#rule-notes', HTMLElement);
const read = find('#rule-read', HTMLElement);
const sources = find('#rule-sources', HTMLElement);

/** Show a rule, unfolded; nothing when none is chosen. */
export function showRule(rule: DocumentRule | undefined): void {
  card.hidden = !rule;
  if (!rule) return;
  summary.textContent = sizeOf(rule);
  lines.replaceChildren(...describeRule(rule).flatMap(({ term, words }) => [build('dt', '', term), build('dd', '', words)]));
  notes.textContent = rule.notes;
  notes.hidden = rule.notes === '';
  showSources(rule);
  foldRule(false);
}

/** Fold the rule away when the checks speak for it, or unfold it. */
export function foldRule(folded: boolean): void {
  card.open = !folded;
}

function showSources(rule: DocumentRule): void {
  // A person's own numbers were read nowhere.
  const published = rule.readOn !== '' ? rule.sources : [];
  const second = published.length > 0 && rule.confidence === 'secondary' ? [build('b', 'second-hand', 'second-hand'), ' '] : [];
  read.replaceChildren(...second, published.length > 0 ? `Read ${readWhen(rule.readOn)} here:` : '');
  sources.replaceChildren(...published.map((source) => build('li', '', linkTo(source), ...(source.read ? [] : [' (known from reports)']))));
}

function linkTo({ name, url }: RuleSource): HTMLElement {
  if (!url) return build('span', '', name);
  const link = build('a', '', name);
  link.href = url;
  link.target = '_blank';
  link.rel = 'noreferrer';
  return link;
}
