// Owns a text field that finds things in a list as one types. Refuses to choose anything that was not picked from the list.

import { build } from '../elements.ts';

/** One thing that can be picked. */
export interface ComboboxOption {
  readonly id: string;
  /** What stands in the field once it is picked. */
  readonly title: string;
  /** Said quietly beside it. */
  readonly detail: string;
}

/** What the field finds, and whom it tells. */
export interface ComboboxParts {
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
  /** What fits the text, best first; everything when it is empty. */
  find(text: string): readonly ComboboxOption[];
  onChoose(id: string): void;
}

/** A field being driven. */
export interface Combobox {
  /** Put the title of what is chosen into the field; empty when nothing is. */
  show(title: string): void;
  /** Find again, when what can be found has changed while the list was open. */
  refresh(): void;
}

/**
 * Drive a field and its list with keys, mouse and touch.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/examples/combobox-autocomplete-list/
 */
export function driveCombobox(parts: ComboboxParts): Combobox {
  const { input, list } = parts;
  const driver = new Driver(parts);
  input.addEventListener('input', (event) => {
    // Typing to find is no choice yet.
    event.stopPropagation();
    driver.open(input.value);
  });
  input.addEventListener('click', () => driver.open(''));
  input.addEventListener('blur', () => driver.close());
  input.addEventListener('keydown', (event) => driver.press(event));
  // The field keeps the focus, and with it the keyboard of a phone stays where it is.
  list.addEventListener('pointerdown', (event) => { if (event.pointerType === 'mouse') event.preventDefault(); });
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="option"]') : null;
    if (option) driver.choose(option.dataset['id'] ?? '');
  });
  return { show: (title) => driver.show(title), refresh: () => { if (!list.hidden) driver.open(input.value); } };
}

class Driver {
  readonly #parts: ComboboxParts;
  #options: readonly ComboboxOption[] = [];
  #active = -1;
  #title = '';

  constructor(parts: ComboboxParts) {
    this.#parts = parts;
  }

  show(title: string): void {
    this.#title = title;
    this.#parts.input.value = title;
  }

  open(text: string): void {
    const { input, list } = this.#parts;
    this.#options = this.#parts.find(text.trim());
    list.replaceChildren(...this.#options.map((option, index) => buildOption(list.id, option, index, option.title === this.#title)));
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute('aria-expanded', 'true');
    this.#activate(text === '' ? -1 : 0);
    if (text === '') input.select();
    // On a phone the keyboard takes the lower half: what is found shows above it.
    if (matchMedia('(max-width: 820px)').matches) input.scrollIntoView({ block: 'start' });
  }

  /** Close the list; a text that was not picked gives way to what is chosen. */
  close(): void {
    const { input, list } = this.#parts;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    input.value = this.#title;
  }

  choose(id: string): void {
    const option = this.#options.find((each) => each.id === id);
    if (!option) return;
    this.#title = option.title;
    this.close();
    this.#parts.onChoose(option.id);
  }

  press(event: KeyboardEvent): void {
    const closed = this.#parts.input.getAttribute('aria-expanded') !== 'true';
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (closed) this.open('');
      this.#step(event.key === 'ArrowDown' ? 1 : -1, closed);
    } else if (event.key === 'Enter') {
      const option = closed ? undefined : this.#options[this.#active];
      if (option) this.choose(option.id);
    } else if (event.key === 'Escape' && !closed) {
      this.close();
    } else return;
    event.preventDefault();
  }

  /** On from what is active, around the ends; from the field itself to the first or the last. */
  #step(by: 1 | -1, fromField: boolean): void {
    const count = this.#options.length;
    const from = fromField || this.#active < 0 ? (by === 1 ? -1 : 0) : this.#active;
    this.#activate((from + by + count) % count);
  }

  #activate(index: number): void {
    const { input, list } = this.#parts;
    this.#active = index;
    [...list.children].forEach((child, at) => child.classList.toggle('option-active', at === index));
    const active = list.children[index];
    if (!active) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', active.id);
    active.scrollIntoView({ block: 'nearest' });
  }
}

function buildOption(listId: string, { id, title, detail }: ComboboxOption, index: number, chosen: boolean): HTMLElement {
  const option = build('li', 'option', build('span', '', title), build('small', '', detail));
  option.id = `${listId}-${index}`;
  option.dataset['id'] = id;
  option.setAttribute('role', 'option');
  option.setAttribute('aria-selected', String(chosen));
  return option;
}
