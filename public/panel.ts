// Owns the panel: one decision after another, made of what the server offers. Refuses dead choices.

import { backgroundKinds, colours, gradients } from './backgrounds.ts';
import { enginesFor, worksOf, type Catalogue, type Engine, type Work } from './catalogue.ts';
import { build, find, paintChip } from './elements.ts';
import { arrangeCovers, fillCovers } from './covers.ts';
import { arrangeLooks, fillLooks } from './looks.ts';
import { chosenValue, fillRadios } from './radios.ts';
import { formatDays } from './words.ts';

const titles = { headshot: 'Headshot', document: 'ID photo', cutout: 'Cutout', thumbnail: 'Cover', picture: 'Picture', mask: 'Mask', jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF' } as Readonly<Record<string, string>>;

const shapeWords: Readonly<Record<string, string>> = { whole: 'As it is', free: 'Free' };

/** The studio picks the backdrop that suits hair and clothes. */
const autoBackdrop = { id: 'auto', title: 'To suit you' };

/** Fill the panel from the catalogue and keep it in order as the person chooses. */
export function fillPanel(form: HTMLFormElement, catalogue: Catalogue): void {
  fillRadios(find('#works', Element), 'work', 'segment', worksOf(catalogue).map(named), 'headshot');
  fillRadios(find('#outputs', Element), 'output', 'segment', ['picture', 'mask'].map(named), 'picture');
  fillRadios(find('#formats', Element), 'format', 'segment', catalogue.formats.map(named), 'jpeg');
  fillSwatches(catalogue);
  fillChips();
  fillForWork(form, catalogue);
  fillLooks(form, catalogue);
  fillCovers(form, catalogue);
  arrangePanel(form, catalogue);
}

/** Fill what depends on the kind of work: engines, shapes and the format that suits it. */
export function fillForWork(form: HTMLFormElement, catalogue: Catalogue): void {
  const work = chosenWork(form);
  fillEngines(form, catalogue);
  const whole = work === 'cutout' ? [{ id: 'whole', title: '' }] : [];
  const shapes = [...whole, ...catalogue.shapes, { id: 'free', title: '' }];
  const chosen = work === 'cutout' ? 'whole' : '4:5';
  fillRadios(find('#shapes', Element), 'shape', 'shape', shapes.map((shape) => ({ value: shape.id, content: [drawShape(shape.id), build('span', '', shapeWords[shape.id] ?? shape.id)] })), chosen);
  checkFormat(form, work === 'cutout' ? 'png' : 'jpeg');
}

/** Show what the choices made so far ask for, and hide the rest. */
export function arrangePanel(form: HTMLFormElement, catalogue: Catalogue): void {
  const work = chosenWork(form);
  const background = chosenValue(form, 'background');
  const mask = work === 'cutout' && chosenValue(form, 'output') === 'mask';
  form.querySelectorAll<HTMLElement>('[data-work]').forEach((group) => { group.hidden = !group.dataset['work']?.split(' ').includes(work); });
  find('#backgrounds-group', HTMLElement).hidden = work !== 'cutout' || mask;
  form.querySelectorAll<HTMLElement>('[data-background]').forEach((group) => { group.hidden = group.dataset['background'] !== background; });
  const free = chosenValue(form, 'shape') === 'free';
  find('#free-size', HTMLElement).hidden = !free;
  // A size out of bounds must not hold up a request that does not ask for it.
  form.querySelectorAll<HTMLInputElement>('#free-size input').forEach((input) => { input.disabled = !free; });
  find('#margin-row', HTMLElement).hidden = !find('#crop', HTMLInputElement).checked;
  find('#margin-value', HTMLOutputElement).value = `${find('#margin', HTMLInputElement).value} %`;
  find('#backdrop-title', HTMLOutputElement).value = backdropTitle(catalogue, chosenValue(form, 'backdrop'));
  find('#shape-title', HTMLOutputElement).value = shapeTitle(catalogue, chosenValue(form, 'shape'));
  find('#background-title', HTMLOutputElement).value = backgroundKinds.find((kind) => kind.id === background)?.title ?? '';
  arrangeLooks(form, catalogue, chosenValue(form, 'engine') === 'local');
  arrangeCovers(form, catalogue.covers, work === 'thumbnail', chosenValue(form, 'engine') === 'local');
  // Pictures that leave the person as they are need no declaration.
  find('#consent', HTMLInputElement).disabled = work !== 'headshot';
  arrangeFormats(form, work === 'cutout' && !mask && background === 'transparent');
}

/** The kind of work chosen. */
export function chosenWork(form: HTMLFormElement): Work {
  const work = chosenValue(form, 'work');
  return work === 'cutout' || work === 'document' || work === 'thumbnail' ? work : 'headshot';
}

/** What a backdrop is called. */
export function backdropTitle(catalogue: Catalogue, id: string): string {
  return [autoBackdrop, ...catalogue.backdrops].find((backdrop) => backdrop.id === id)?.title ?? '';
}

/** Paint the swatch of "your own picture", or take the paint off. */
export function showBackgroundPicture(url: string | undefined): void {
  const swatch = find('.fill-picture', HTMLElement);
  swatch.style.backgroundImage = url ? `url("${url}")` : '';
  find('#background-chosen', Element).textContent = url ? 'Chosen' : 'None chosen yet';
}

function named(value: string): { value: string; content: string[] } {
  return { value, content: [titles[value] ?? value] };
}

function fillSwatches(catalogue: Catalogue): void {
  const auto = { value: autoBackdrop.id, label: autoBackdrop.title, content: [build('span', 'fill fill-auto')] };
  // Scenes are shown as looks, each with its crop and light.
  const backdrops = catalogue.backdrops.filter(({ kind }) => kind !== 'scene').map((backdrop) => {
    const picture = build('img', 'fill');
    picture.src = backdrop.swatch;
    picture.alt = '';
    return { value: backdrop.id, label: backdrop.title, content: [picture] };
  });
  fillRadios(find('#backdrops', Element), 'backdrop', 'swatch', [auto, ...backdrops], autoBackdrop.id);
  const kinds = backgroundKinds.map((kind) => ({ value: kind.id, label: kind.title, content: [build('span', `fill fill-${kind.id}`)] }));
  fillRadios(find('#backgrounds', Element), 'background', 'swatch', kinds, 'transparent');
}

function fillChips(): void {
  fillRadios(find('#colours', Element), 'colour', 'chip', colours.map((colour) => ({ value: colour.value, label: colour.title, content: [paintChip(colour.value)] })), '#ffffff');
  fillRadios(find('#gradients', Element), 'gradient', 'chip', gradients.map(({ from, to, title }) => ({ value: `${from},${to}`, label: title, content: [paintChip(`linear-gradient(${from}, ${to})`)] })), '');
}

/** Fill where it can be made, and how long it is kept there. */
export function fillEngines(form: HTMLFormElement, catalogue: Catalogue): void {
  const engines = enginesFor(catalogue, chosenWork(form));
  const before = chosenValue(form, 'engine') || 'local';
  const parent = find('#engines', Element);
  fillRadios(parent, 'engine', 'engine', engines.map((engine) => ({
    value: engine.name,
    disabled: engine.state !== 'ready',
    content: [build('span', 'engine-words', engine.title, build('small', '', noteOf(engine, chosenWork(form))))],
  })), before);
  parent.querySelectorAll('.engine-days').forEach((days) => days.remove());
  parent.querySelectorAll('.engine').forEach((label, index) => label.after(buildDays(engines[index]!)));
}

function noteOf(engine: Engine, work: Work): string {
  if (engine.state === 'starting') return 'Warming up, ready in a moment';
  if (work === 'thumbnail' && engine.name !== 'local' && engine.state === 'ready') return 'Paints the scene behind from your words. Your photo is not sent.';
  return engine.state === 'failed' ? 'Not running: it did not pass its own test' : engine.note;
}

function buildDays(engine: Engine): HTMLElement {
  if (!engine.page) return build('span', 'engine-days', formatDays(engine.retentionDays));
  const link = build('a', 'engine-days', formatDays(engine.retentionDays));
  link.href = engine.page;
  link.target = '_blank';
  link.rel = 'noreferrer';
  link.setAttribute('aria-label', `${formatDays(engine.retentionDays)}: what ${engine.title} says about it, in a new tab`);
  return link;
}

function shapeTitle(catalogue: Catalogue, id: string): string {
  const title = catalogue.shapes.find((shape) => shape.id === id)?.title ?? '';
  return title === id ? '' : title;
}

function drawShape(id: string): HTMLSpanElement {
  const [width, height] = id.split(':').map(Number);
  const outline = build('i', '');
  if (width && height) outline.style.aspectRatio = `${width} / ${height}`;
  outline.classList.add(width && height && width > height ? 'wide' : 'tall', `shape-${id.replace(':', '-')}`);
  return build('span', 'shape-box', outline);
}

function arrangeFormats(form: HTMLFormElement, transparent: boolean): void {
  const jpeg = form.querySelector<HTMLInputElement>('input[name="format"][value="jpeg"]');
  if (jpeg) jpeg.disabled = transparent;
  if (transparent && chosenValue(form, 'format') === 'jpeg') checkFormat(form, 'png');
  find('#format-hint', HTMLOutputElement).value = transparent ? 'JPEG cannot be transparent' : '';
}

function checkFormat(form: HTMLFormElement, format: string): void {
  const input = form.querySelector<HTMLInputElement>(`input[name="format"][value="${format}"]`);
  if (input) input.checked = true;
}
