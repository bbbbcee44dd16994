// Owns the strip of what was made in this visit. Refuses to remember anything beyond it.

import { build, find } from './elements.ts';
import type { Result } from './state.ts';

const strip = find('#strip', HTMLElement);

/** Show one small print for each result, newest first. */
export function showStrip(results: readonly Result[], shown: Result | undefined, show: (result: Result) => void, locked: boolean): void {
  strip.replaceChildren(...[...results].reverse().map((result, index) => {
    const picture = build('img', '');
    picture.src = result.url;
    picture.alt = '';
    const button = build('button', 'strip-print', picture);
    button.type = 'button';
    button.disabled = locked;
    button.setAttribute('aria-label', `Result ${results.length - index}: ${result.title}`);
    button.setAttribute('aria-pressed', String(result === shown));
    button.addEventListener('click', () => show(result));
    return button;
  }));
}
