// Owns the checks as lines: what failed first, what passed folded away. Refuses to tell a result by its colour alone.

import type { Assessment } from '../../src/documents/assess.ts';
import type { Check, CheckResult } from '../../src/documents/check.ts';
import { build, find } from '../elements.ts';
import { describeLimits, describeValue, resultWords } from './check-words.ts';

const group = find('#checks-group', HTMLElement);
const open = find('#checks-open', HTMLElement);
const unknown = find('#checks-unknown', HTMLDetailsElement);
const passed = find('#checks-passed', HTMLDetailsElement);
const secondHand = find('#checks-second-hand', HTMLDetailsElement);
const basis = find('#checks-basis', HTMLElement);
const heading = find('#checks-count', HTMLOutputElement);

const namespace = 'http://www.w3.org/2000/svg';

/** Show every check of an assessment; nothing when there is none. */
export function showChecks(assessment: Assessment | undefined): void {
  group.hidden = !assessment;
  if (!assessment) return clearChecks();
  const { checks, verdict } = assessment;
  const of = (result: CheckResult) => checks.filter((check) => check.result === result);
  open.replaceChildren(...[...of('fail'), ...of('warn')].map(buildLine));
  showFolded(unknown, of('unknown'), (count) => `${count} to look at yourself`);
  showFolded(passed, of('pass'), (count) => `${count} passed`);
  // Only a photo that would be refused for its pixels; it is enlarged because someone wants it, never silently.
  const tooFew = of('fail').some(({ name }) => name === 'Resolution');
  find('#enlarge-row', HTMLElement).hidden = !tooFew;
  if (!tooFew) find('#enlarge', HTMLInputElement).checked = false;
  heading.value = `${checks.length}`;
  basis.textContent = verdict.basis;
  secondHand.hidden = verdict.secondHand === null;
  secondHand.querySelector('p')!.textContent = verdict.secondHand;
}

function clearChecks(): void {
  for (const part of [open, find('#checks-unknown ul', HTMLElement), find('#checks-passed ul', HTMLElement)]) part.replaceChildren();
  basis.textContent = '';
  unknown.open = passed.open = secondHand.open = false;
}

function showFolded(details: HTMLDetailsElement, checks: readonly Check[], title: (count: number) => string): void {
  details.hidden = checks.length === 0;
  details.querySelector('summary')!.textContent = title(checks.length);
  details.querySelector('ul')!.replaceChildren(...checks.map(buildLine));
}

function buildLine(check: Check): HTMLLIElement {
  const value = describeValue(check);
  const limits = describeLimits(check);
  const numbers = build('span', 'check-numbers', ...(value ? [build('b', '', value)] : []), ...(limits ? [build('small', '', limits)] : []));
  const line = build('li', `check-line check-${check.result}`, drawMark(check.result), build('span', 'unseen-text', `${resultWords[check.result]}: `), build('span', 'check-title', check.title), numbers);
  line.dataset['check'] = check.name;
  if (check.result !== 'pass' && check.advice) line.append(build('p', 'check-advice', check.advice));
  return line;
}

/** Each result has a shape of its own: a square, a triangle, a ring, a tick. */
function drawMark(result: CheckResult): SVGSVGElement {
  const mark = document.createElementNS(namespace, 'svg');
  mark.setAttribute('class', 'check-mark');
  mark.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', `#mark-${result}`);
  mark.append(use);
  return mark;
}
