// Owns the strip of what was made in this visit, pictures and packs. Refuses to remember anything beyond it.

import { build, find } from './elements.ts';
import { picturesOf, type Pack } from './packs/pack.ts';
import { countPictures } from './packs/words.ts';
import type { Result } from './state.ts';

const strip = find('#strip', HTMLElement);
const buttons = new Map<Result | Pack, HTMLButtonElement>();

/** What a person goes back to. */
export interface Made {
  readonly results: readonly Result[];
  readonly packs: readonly Pack[];
  showResult(result: Result): void;
  showPack(pack: Pack): void;
}

/** Show one small print for each result and each pack, newest first; a print that is there stays, so that the keyboard stays on it. */
export function showStrip({ results, packs, showResult, showPack }: Made, shown: Result | Pack | undefined, locked: boolean): void {
  if (results.length + packs.length === 0) {
    strip.replaceChildren();
    buttons.clear();
  }
  results.forEach((result, index) => {
    if (!buttons.has(result)) addPrint(result, result.url, `Result ${index + 1}: ${result.title}`, () => showResult(result));
  });
  packs.forEach((pack, index) => {
    if (!buttons.has(pack)) addPack(pack, index + 1, () => showPack(pack));
  });
  for (const [made, button] of buttons) {
    button.disabled = locked;
    button.setAttribute('aria-pressed', String(made === shown));
  }
}

function addPack(pack: Pack, number: number, show: () => void): void {
  const pictures = picturesOf(pack);
  const button = addPrint(pack, pictures[0]?.url ?? '', `Pack ${number}: ${countPictures(pictures.length)}`, show);
  button.append(build('span', 'strip-count', String(pictures.length)));
}

function addPrint(made: Result | Pack, url: string, name: string, show: () => void): HTMLButtonElement {
  const picture = build('img', '');
  picture.src = url;
  picture.alt = '';
  const button = build('button', 'strip-print', picture);
  button.type = 'button';
  button.setAttribute('aria-label', name);
  button.addEventListener('click', show);
  buttons.set(made, button);
  strip.prepend(button);
  return button;
}
