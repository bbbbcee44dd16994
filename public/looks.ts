// Owns the looks: families, their pictures, and what can be adjusted within one. Refuses wishes that the chosen engine would not meet.

import type { Catalogue, Looks, Named, Style } from './catalogue.ts';
import { build, find, findInput } from './elements.ts';
import { chosenValue, fillRadios } from './radios.ts';

/** The family of no look: a backdrop, and nothing else changed. */
const plain = { id: 'plain', title: 'Backdrop' };

/** Fill families and what can be adjusted; the looks of a family are filled when it is chosen. */
export function fillLooks(form: HTMLFormElement, catalogue: Catalogue): void {
  const { looks } = catalogue;
  fillRadios(find('#families', Element), 'family', 'family', [plain, ...looks.families].map(({ id, title }) => ({ value: id, content: [title] })), plain.id);
  fillSelect('look-framing', 'As the look', looks.framings);
  fillSelect('look-expression', 'As the look', looks.expressions);
  fillSelect('look-backdrop', 'As the look', catalogue.backdrops);
  findInput('look-note').maxLength = looks.note.maxCharacters;
  fillFamily(form, catalogue);
}

/** Show the looks of the chosen family. */
export function fillFamily(form: HTMLFormElement, { looks }: Catalogue): void {
  const family = chosenValue(form, 'family');
  const members = looks.styles.filter((style) => style.family === family);
  find('#backdrops', HTMLElement).hidden = family !== plain.id;
  find('#looks', HTMLElement).hidden = family === plain.id;
  fillRadios(find('#looks', Element), 'style', 'look', members.map((style) => ({ value: style.id, content: [drawSwatch(style), build('span', 'look-title', style.title)] })), members[0]?.id ?? '');
  bringIntoRow(form.querySelector<HTMLElement>('.family:has(:checked)'));
}

/** Clothes that go with the chosen look. */
function fillOutfits(form: HTMLFormElement, looks: Looks): void {
  const style = chosenStyle(form, looks);
  const usual = looks.outfits.find(({ id }) => id === (style?.outfit ?? 'as-worn'));
  fillSelect('look-outfit', style ? `As the look: ${usual?.title.toLowerCase() ?? ''}` : 'As worn', looks.outfits.filter(({ id }) => id !== usual?.id && (!style || style.outfits.includes(id))));
}

/** Show what the look and the engine allow. @param isHere - Made on this server, where clothes and expression stay. */
export function arrangeLooks(form: HTMLFormElement, { looks }: Catalogue, isHere: boolean): void {
  const style = chosenStyle(form, looks);
  fillOutfits(form, looks);
  find('#backdrop-title', HTMLElement).hidden = style !== undefined;
  find('#look-title', HTMLOutputElement).value = style?.title ?? '';
  find('#look-description', HTMLElement).textContent = style?.description ?? '';
  find('#look-backdrop-row', HTMLElement).hidden = !style || style.takesBrand;
  const brand = find('#look-brand-row', HTMLElement);
  brand.hidden = !style?.takesBrand;
  findInput('look-brand').disabled = brand.hidden;
  form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-by-model]').forEach((input) => { input.disabled = isHere; });
  find('#look-here', HTMLElement).hidden = !isHere;
}

/** Write the chosen look into a request. @returns What it is called; undefined when only a backdrop was chosen. */
export function addLook(form: HTMLFormElement, { looks }: Catalogue, body: FormData): Named | undefined {
  const style = chosenStyle(form, looks);
  if (style) body.append('style', style.id);
  if (style?.takesBrand) body.append('brand', findInput('look-brand').value);
  for (const name of ['outfit', 'framing', 'expression', 'backdrop', 'note']) {
    const field = find(`#look-${name}`, HTMLElement) as HTMLInputElement | HTMLSelectElement;
    const isOffered = !field.disabled && !field.closest('[hidden]');
    if (isOffered && field.value.trim() !== '') body.append(name, field.value.trim());
  }
  if (findInput('look-retouch').checked) body.append('retouch', 'light');
  body.append('consent', 'subject');
  return style;
}

function chosenStyle(form: HTMLFormElement, looks: Looks): Style | undefined {
  const id = chosenValue(form, 'family') === plain.id ? '' : chosenValue(form, 'style');
  return looks.styles.find((style) => style.id === id);
}

/** Scrolls the row alone: the page stays where it is. */
function bringIntoRow(chip: HTMLElement | null): void {
  const row = chip?.parentElement;
  if (chip && row) row.scrollTo({ left: chip.offsetLeft - (row.clientWidth - chip.offsetWidth) / 2, behavior: 'smooth' });
}

function drawSwatch({ swatch }: Style): HTMLImageElement {
  const picture = build('img', 'fill');
  picture.src = swatch;
  picture.alt = '';
  picture.width = 160;
  picture.height = 200;
  return picture;
}

/** Keeps what was chosen where it is still offered. */
function fillSelect(id: string, usual: string, choices: readonly Named[]): void {
  const select = find(`#${id}`, HTMLSelectElement);
  const before = select.value;
  select.replaceChildren(new Option(usual, ''), ...choices.map(({ id: value, title }) => new Option(title, value)));
  select.value = choices.some(({ id: value }) => value === before) ? before : '';
}
