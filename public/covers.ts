// Owns the choices of a cover: where it goes, how it is laid out, what it says. Refuses to guess what the server can set.

import type { Catalogue, Covers, Platform } from './catalogue.ts';
import { sketchLayout } from './cover-sketches.ts';
import { build, find, findInput } from './elements.ts';
import type { Order } from './order.ts';
import { chosenValue, fillRadios } from './radios.ts';

/** Fill platforms and layouts. */
export function fillCovers(form: HTMLFormElement, { covers }: Catalogue): void {
  const own = { id: 'custom', title: 'Your size', width: 0, height: 0, note: '' };
  fillRadios(find('#platforms', Element), 'platform', 'platform', [...covers.platforms, own].map((platform) => ({ value: platform.id, content: [drawProportions(platform), build('span', '', platform.title)] })), 'youtube');
  fillRadios(find('#layouts', Element), 'layout', 'layout', covers.layouts.map((layout) => ({ value: layout.id, content: [sketchLayout(layout.id, layout.brand), build('span', 'look-title', layout.title)] })), covers.layouts[0]?.id ?? '');
  for (const id of ['cover-title', 'cover-subtitle']) findInput(id).maxLength = covers.maxTextCharacters;
  for (const id of ['cover-width', 'cover-height']) Object.assign(findInput(id), { min: String(covers.custom.leastSide), max: String(covers.custom.mostSide) });
  arrangeCovers(form, covers, false, true);
}

/**
 * Show what the choices ask for.
 *
 * @param isCover - A cover is what will be made: only then must its fields be filled.
 * @param isHere - Made on this server, with the layout's own ground behind.
 */
export function arrangeCovers(form: HTMLFormElement, covers: Covers, isCover: boolean, isHere: boolean): void {
  const isCustom = chosenValue(form, 'platform') === 'custom';
  const platform = covers.platforms.find(({ id }) => id === chosenValue(form, 'platform'));
  const layout = covers.layouts.find(({ id }) => id === chosenValue(form, 'layout'));
  find('#platform-size', HTMLOutputElement).value = platform ? `${platform.width} × ${platform.height}` : '';
  find('#platform-note', HTMLElement).textContent = platform?.note ?? '';
  find('#layout-note', HTMLElement).textContent = layout?.description ?? '';
  find('#cover-size', HTMLElement).hidden = !isCustom;
  find('#cover-scene-row', HTMLElement).hidden = isHere;
  findInput('cover-title').disabled = !isCover;
  findInput('cover-scene').disabled = !isCover || isHere;
  for (const id of ['cover-width', 'cover-height']) findInput(id).disabled = !isCover || !isCustom;
  const hasBrand = findInput('cover-has-brand').checked;
  const brand = findInput('cover-brand');
  brand.disabled = !hasBrand;
  if (!hasBrand && layout) brand.value = layout.brand;
}

/** Write the choices of a cover into a request. */
export function addCover(form: HTMLFormElement, { covers }: Catalogue, body: FormData): Pick<Order, 'path' | 'title' | 'fileStem'> {
  const platform = chosenValue(form, 'platform');
  const layout = chosenValue(form, 'layout');
  body.append('platform', platform);
  body.append('layout', layout);
  body.append('title', findInput('cover-title').value);
  if (findInput('cover-subtitle').value.trim() !== '') body.append('subtitle', findInput('cover-subtitle').value);
  if (findInput('cover-has-brand').checked) body.append('brand', findInput('cover-brand').value);
  if (!findInput('cover-scene').disabled) body.append('scene', findInput('cover-scene').value);
  if (platform === 'custom') for (const side of ['width', 'height']) body.append(side, findInput(`cover-${side}`).value);
  const title = covers.layouts.find(({ id }) => id === layout)?.title ?? 'Cover';
  return { path: '/v1/thumbnails', title, fileStem: `cover-${platform}-${layout}` };
}

/** The outline of a platform's picture, to scale with the others. */
function drawProportions({ width, height }: Pick<Platform, 'width' | 'height'>): HTMLSpanElement {
  const outline = build('i', width > 0 ? '' : 'shape-free');
  // Of equal area, so that a banner looks as large as a story.
  const unit = width > 0 ? Math.sqrt(330 / (width * height)) : 0;
  outline.style.width = width > 0 ? `${Math.min(38, width * unit).toFixed(1)}px` : '22px';
  outline.style.height = width > 0 ? `${Math.max(8, Math.min(26, height * unit)).toFixed(1)}px` : '16px';
  return build('span', 'platform-box', outline);
}
