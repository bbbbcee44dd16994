// Owns showing a document's rules and where they were read. Refuses to show a rule without its source.

import type { DocumentRule, RuleSource } from '../../src/documents/rule.ts';
import { build, find } from '../elements.ts';
import { describeEdits, describeRule, readWhen, sizeOf } from './rule-words.ts';

const card = find('#rule-card', HTMLDetailsElement);
const summary = find('#rule-summary', HTMLElement);
const lines = find('#rule-lines', HTMLElement);
const edits = find('#rule-edits', HTMLElement);
const notes = find('#rule-notes', HTMLElement);
const sources = find('#rule-sources', HTMLElement);

/** Show a rule, unfolded; nothing when none is chosen. */
export function showRule(rule: DocumentRule | undefined): void {
  card.hidden = !rule;
  if (!rule) return;
  summary.textContent = sizeOf(rule);
  lines.replaceChildren(...describeRule(rule).flatMap(({ term, words }) => [build('dt', '', term), build('dd', '', words)]));
  showEdits(rule);
  notes.textContent = rule.notes;
  notes.hidden = rule.notes === '';
  showSources(rule);
  foldRule(false);
}

/** Fold the rule away when the checks speak for it, or unfold it. */
export function foldRule(folded: boolean): void {
  card.open = !folded;
}

function showEdits(rule: DocumentRule): void {
  const own = describeEdits(rule);
  const said = rule.alteration.sentence;
  edits.replaceChildren(...(own ? [build('b', '', own)] : []), ...(said ? [' ', build('q', '', said)] : []));
  edits.hidden = edits.childNodes.length === 0;
}

function showSources(rule: DocumentRule): void {
  sources.hidden = rule.sources.length === 0;
  const second = rule.confidence === 'secondary' ? [build('span', 'second-hand', 'second-hand'), ' '] : [];
  const links = rule.sources.flatMap((source, index) => [...(index > 0 ? [', '] : []), linkTo(source)]);
  sources.replaceChildren(...second, ...links, `. Read ${readWhen(rule.readOn)}.`);
}

function linkTo({ name, url }: RuleSource): HTMLElement {
  if (!url) return build('span', '', name);
  const link = build('a', '', name);
  link.href = url;
  link.target = '_blank';
  link.rel = 'noreferrer';
  return link;
}
