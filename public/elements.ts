// Owns finding and building elements. Refuses to go on when the HTML and the modules do not match.

/**
 * Find the one element the HTML promises.
 *
 * @param within - Where to look; the whole page unless told.
 * @throws {Error} When it is missing or of another kind.
 */
export function find<E extends Element>(selector: string, kind: abstract new (...parts: never[]) => E, within: ParentNode = document): E {
  const element = within.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** A button of the page, by its id. */
export function findButton(id: string): HTMLButtonElement {
  return find(`#${id}`, HTMLButtonElement);
}

/** An input of the page, by its id. */
export function findInput(id: string): HTMLInputElement {
  return find(`#${id}`, HTMLInputElement);
}

/** Build an element with a class and what it holds; text goes in as text, never as HTML. */
export function build<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** A copy of what a template of the page holds: its one element. */
export function copyTemplate(id: string): HTMLElement {
  const copy = find(`#${id}`, HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`The page has nothing in #${id}.`);
  return copy;
}

/** A round sample of a CSS colour or gradient. */
export function paintChip(paint: string): HTMLSpanElement {
  const chip = build('span', 'fill');
  chip.style.background = paint;
  return chip;
}
