// Owns the strip of what was made in this visit. Refuses to remember anything beyond it.

import { build, find } from './elements.ts';
import type { Result } from './state.ts';

const strip = find('#strip', HTMLElement);
const buttons = new Map<Result, HTMLButtonElement>();

/** Show one small print for each result, newest first; a print that is there stays, so that the keyboard stays on it. */
export function showStrip(results: readonly Result[], shown: Result | undefined, show: (result: Result) => void, locked: boolean): void {
  if (results.length === 0) {
    strip.replaceChildren();
    buttons.clear();
  }
  results.forEach((result, index) => {
    const button = buttons.get(result) ?? addPrint(result, index + 1, show);
    button.disabled = locked;
    button.setAttribute('aria-pressed', String(result === shown));
  });
}

function addPrint(result: Result, number: number, show: (result: Result) => void): HTMLButtonElement {
  const picture = build('img', '');
  picture.src = result.url;
  picture.alt = '';
  const button = build('button', 'strip-print', picture);
  button.type = 'button';
  button.setAttribute('aria-label', `Result ${number}: ${result.title}`);
  button.addEventListener('click', () => show(result));
  buttons.set(result, button);
  strip.prepend(button);
  return button;
}
