// Owns the looks: families, their pictures, and what can be adjusted within one. Refuses wishes that the chosen engine would not meet.

import type { Catalogue, Looks, Named, Style } from './catalogue.ts';
import { build, find, findInput } from './elements.ts';
import { arrangeLookSet, countOfEach, fillLookSet, isPackWanted, listLooks, startLookSet } from './packs/look-set.ts';
import { chosenValue, fillChecks, fillRadios } from './radios.ts';

/** The family of no look: a backdrop, and nothing else changed. */
const plain = { id: 'plain', title: 'Backdrop' };

/** Fill families and what can be adjusted; the looks of a family are filled when it is chosen. */
export function fillLooks(form: HTMLFormElement, catalogue: Catalogue): void {
  const { looks } = catalogue;
  fillLookSet();
  fillFamilies(form, catalogue);
  fillSelect('look-framing', 'As the look', looks.framings);
  fillSelect('look-expression', 'As the look', looks.expressions);
  fillSelect('look-backdrop', 'As the look', catalogue.backdrops);
  findInput('look-note').maxLength = looks.note.maxCharacters;
  fillFamily(form, catalogue);
}

/** Go from one portrait to a pack, or back; the look chosen for one is the pack's first. */
export function changeExtent(form: HTMLFormElement, catalogue: Catalogue): void {
  if (isPackWanted(form)) startLookSet(catalogue.looks.styles.find(({ id }) => id === chosenValue(form, 'style')));
  fillFamilies(form, catalogue);
  fillFamily(form, catalogue);
}

/** A backdrop alone is no look: a pack has none. */
function fillFamilies(form: HTMLFormElement, { looks }: Catalogue): void {
  const families = isPackWanted(form) ? looks.families : [plain, ...looks.families];
  fillRadios(find('#families', Element), 'family', 'family', families.map(({ id, title }) => ({ value: id, content: [title] })), chosenValue(form, 'family'));
}

/** Show the looks of the chosen family. */
export function fillFamily(form: HTMLFormElement, { looks }: Catalogue): void {
  const family = chosenValue(form, 'family');
  const members = looks.styles.filter((style) => style.family === family);
  find('#backdrops', HTMLElement).hidden = family !== plain.id;
  find('#looks', HTMLElement).hidden = family === plain.id;
  const cards = members.map((style) => ({ value: style.id, content: [drawSwatch(style), build('span', 'look-title', style.title)] }));
  const chosen = new Set(listLooks().map(({ id }) => id));
  const isPack = isPackWanted(form);
  find('#looks', Element).setAttribute('role', isPack ? 'group' : 'radiogroup');
  if (isPack) fillChecks(find('#looks', Element), 'pack-style', 'look', cards, chosen);
  else fillRadios(find('#looks', Element), 'style', 'look', cards, members.find(({ id }) => chosen.has(id))?.id ?? members[0]?.id ?? '');
  bringIntoRow(form.querySelector<HTMLElement>('.family:has(:checked)'));
}

/** Clothes that go with the chosen look. */
function fillOutfits(form: HTMLFormElement, looks: Looks): void {
  const styles = stylesOf(form, looks);
  const [style] = styles;
  const usual = styles.length > 1 ? undefined : looks.outfits.find(({ id }) => id === (style?.outfit ?? 'as-worn'));
  const words = usual ? `As the look: ${usual.title.toLowerCase()}` : 'As each look';
  // What goes with one look may not go with another.
  fillSelect('look-outfit', style ? words : 'As worn', looks.outfits.filter(({ id }) => id !== usual?.id && styles.every(({ outfits }) => outfits.includes(id))));
}

/** Show what the look and the engine allow. @param isHere - Made on this server, where clothes and expression stay. */
export function arrangeLooks(form: HTMLFormElement, catalogue: Catalogue, isHere: boolean): void {
  const { looks } = catalogue;
  arrangeLookSet(form, catalogue, isHere);
  const style = chosenStyle(form, looks);
  const styles = stylesOf(form, looks);
  const takesBrand = styles.some((each) => each.takesBrand);
  fillOutfits(form, looks);
  find('#backdrop-title', HTMLElement).hidden = style !== undefined || isPackWanted(form);
  find('#look-title', HTMLOutputElement).value = style?.title ?? '';
  find('#look-description', HTMLElement).textContent = style?.description ?? '';
  find('#look-backdrop-row', HTMLElement).hidden = styles.length === 0 || takesBrand;
  const brand = find('#look-brand-row', HTMLElement);
  brand.hidden = !takesBrand;
  findInput('look-brand').disabled = brand.hidden;
  form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-by-model]').forEach((input) => { input.disabled = isHere; });
  find('#look-here', HTMLElement).hidden = !isHere;
}

/** Write the chosen look into a request. @returns What it is called; undefined when only a backdrop was chosen. */
export function addLook(form: HTMLFormElement, { looks }: Catalogue, body: FormData): Named | undefined {
  const style = chosenStyle(form, looks);
  if (style) body.append('style', style.id);
  addWishes(body);
  return style;
}

/** Write the looks of a pack into a request. @returns The look of each picture, in their order. */
export function addSet(body: FormData): string[] {
  const styles = listLooks();
  body.append('style', styles.map(({ id }) => id).join(','));
  body.append('count', String(countOfEach()));
  addWishes(body);
  return styles.flatMap(({ title }) => Array.from({ length: countOfEach() }, () => title));
}

/** What goes with any look; what is hidden or off was not chosen. */
function addWishes(body: FormData): void {
  if (!findInput('look-brand').disabled) body.append('brand', findInput('look-brand').value);
  for (const name of ['outfit', 'framing', 'expression', 'backdrop', 'note']) {
    const field = find(`#look-${name}`, HTMLElement) as HTMLInputElement | HTMLSelectElement;
    const isOffered = !field.disabled && !field.closest('[hidden]');
    if (isOffered && field.value.trim() !== '') body.append(name, field.value.trim());
  }
  if (findInput('look-retouch').checked) body.append('retouch', 'light');
  body.append('consent', 'subject');
}

/** The looks that what is chosen applies to. */
function stylesOf(form: HTMLFormElement, looks: Looks): readonly Style[] {
  if (isPackWanted(form)) return listLooks();
  const style = chosenStyle(form, looks);
  return style ? [style] : [];
}

function chosenStyle(form: HTMLFormElement, looks: Looks): Style | undefined {
  const id = chosenValue(form, 'family') === plain.id || isPackWanted(form) ? '' : chosenValue(form, 'style');
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
