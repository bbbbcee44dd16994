// Owns the choice between one portrait and a pack: which looks are in it, how many pictures of each. Refuses more than the server makes.

import type { Catalogue, Style } from '../catalogue.ts';
import { build, find, findButton, findInput } from '../elements.ts';
import { chosenValue, fillRadios } from '../radios.ts';
import { listSelfies } from './selfies.ts';
import { countPictures } from './words.ts';

const chips = find('#pack-looks', HTMLElement);
const count = findInput('pack-count');

/** In the order in which they were chosen. */
let looks: readonly Style[] = [];

/** Offer one portrait or a pack, with no look in it yet. */
export function fillLookSet(): void {
  looks = [];
  count.value = '1';
  fillRadios(find('#extents', Element), 'extent', 'segment', [{ value: 'one', content: ['One portrait'] }, { value: 'pack', content: ['A pack'] }], 'one');
}

/** Listen for what is no choice of the form's own. @param onChange - The set is another one. */
export function listenToLookSet(onChange: () => void): void {
  for (const [id, step] of [['pack-fewer', -1], ['pack-more', 1]] as const) {
    findButton(id).addEventListener('click', () => {
      count.value = String((Number(count.value) || 1) + step);
      onChange();
    });
  }
  count.addEventListener('change', () => {
    count.value = String(countOfEach());
    onChange();
  });
  chips.addEventListener('click', (event) => {
    const chip = event.target instanceof Element ? event.target.closest('button') : null;
    if (!chip) return;
    const heir = chip.nextElementSibling ?? chip.previousElementSibling ?? findButton('pack-more');
    looks = looks.filter(({ id }) => id !== chip.value);
    const card = document.querySelector<HTMLInputElement>(`input[name="pack-style"][value="${chip.value}"]`);
    if (card) card.checked = false;
    onChange();
    // Only now, for chips that stay are put in their places anew.
    if (heir instanceof HTMLButtonElement) heir.focus();
  });
}

/** Is a pack wanted, not one portrait? */
export function isPackWanted(form: HTMLFormElement): boolean {
  return chosenValue(form, 'extent') === 'pack';
}

/** The looks of the pack. */
export function listLooks(): readonly Style[] {
  return looks;
}

/** Begin a pack with the look that was chosen for one portrait. */
export function startLookSet(style: Style | undefined): void {
  if (looks.length === 0 && style) looks = [style];
}

/** How many pictures are asked for: 0 where the looks are still to be chosen. */
export function countAsked(form: HTMLFormElement): number {
  return isPackWanted(form) ? looks.length * countOfEach() : 1;
}

/** Pictures of each look. */
export function countOfEach(): number {
  return Math.max(1, Math.floor(Number(count.value) || 1));
}

/** Read the cards and show the set. @param isHere - Made on this server, where the pictures of a look differ by selfie and framing. */
export function arrangeLookSet(form: HTMLFormElement, catalogue: Catalogue, isHere: boolean): void {
  const isPack = isPackWanted(form);
  if (isPack) readCards(form, catalogue);
  find('#pack-parts', HTMLElement).hidden = !isPack;
  const unlike = isHere ? countUnlike(catalogue) : Number.POSITIVE_INFINITY;
  const most = Math.max(1, Math.min(unlike, Math.floor(catalogue.limits.maxPictures / Math.max(1, looks.length))));
  count.max = String(most);
  // An empty field is one in which something is about to be typed.
  if (count.value !== '') count.value = String(Math.min(countOfEach(), most));
  count.disabled = !isPack;
  findButton('pack-fewer').disabled = countOfEach() <= 1;
  findButton('pack-more').disabled = countOfEach() >= most;
  find('#pack-sum', HTMLOutputElement).value = isPack ? describeSum() : '';
  find('#pack-hint', HTMLElement).textContent = describeHint(catalogue, isHere && countOfEach() === unlike);
  if (isPack) showChips();
}

/** One card is one look more or less; a card of another family is not there to be read. */
function readCards(form: HTMLFormElement, { looks: { styles }, limits }: Catalogue): void {
  for (const card of form.querySelectorAll<HTMLInputElement>('input[name="pack-style"]')) {
    const isIn = looks.some(({ id }) => id === card.value);
    const style = styles.find(({ id }) => id === card.value);
    if (card.checked && !isIn && style) looks = [...looks, style];
    if (!card.checked && isIn) looks = looks.filter(({ id }) => id !== card.value);
  }
  looks = looks.slice(0, limits.maxPictures);
}

function showChips(): void {
  const shown = [...chips.children].map((chip) => (chip as HTMLButtonElement).value);
  if (shown.join() === looks.map(({ id }) => id).join()) return;
  const there = new Map([...chips.children].map((chip) => [(chip as HTMLButtonElement).value, chip]));
  chips.replaceChildren(...looks.map((look) => there.get(look.id) ?? buildChip(look)));
  chips.hidden = looks.length === 0;
}

function buildChip({ id, title }: Style): HTMLButtonElement {
  const cross = build('span', 'pack-cross', '×');
  cross.setAttribute('aria-hidden', 'true');
  const chip = build('button', 'pack-look', title, cross);
  chip.type = 'button';
  chip.value = id;
  chip.setAttribute('aria-label', `Take ${title} out of the pack`);
  return chip;
}

function describeSum(): string {
  if (looks.length === 0) return 'Choose looks of any kind';
  return `${looks.length === 1 ? '1 look' : `${looks.length} looks`}, ${countPictures(looks.length * countOfEach())}`;
}

function describeHint({ limits }: Catalogue, isAtUnlike: boolean): string {
  if (isAtUnlike) return `This server makes ${countOfEach()} of a look that differ, by selfie and crop. More selfies make more.`;
  return looks.length > 0 && (countOfEach() + 1) * looks.length > limits.maxPictures ? `A pack is ${limits.maxPictures} pictures at most.` : '';
}

/** A crop that was chosen is the same for all. */
function countUnlike({ looks: { framings } }: Catalogue): number {
  const isFramed = find('#look-framing', HTMLSelectElement).value !== '';
  return Math.max(1, listSelfies().length) * (isFramed ? 1 : framings.length);
}
