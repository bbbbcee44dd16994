// Owns the pack on the stage: which selfies are used, a place for every picture, filled as it comes. Refuses to build anew what is there already.

import { build, find } from '../elements.ts';
import { saveFile } from '../saving.ts';
import type { State } from '../state.ts';
import { formatSize } from '../words.ts';
import { isComing, picturesOf, type Pack, type PackPicture, type Place } from './pack.ts';
import { openViewer } from './viewer.ts';
import { describeFault, describeGap, describeSelfies } from './words.ts';

const section = find('#pack', HTMLElement);
const grid = find('#pack-grid', HTMLElement);
const used = find('#pack-selfies', HTMLDetailsElement);
const save = find('#save-all', HTMLButtonElement);

/** More faults than this are folded: the pictures come first. */
const mostOpenFaults = 2;

let shown: Pack | undefined;
const tiles = new Map<number, { readonly place: Place; readonly tile: HTMLElement }>();

/** Show the pack of a state, or none. */
export function showPack(state: State): void {
  const pack = state.name === 'packing' || state.name === 'packed' ? state.pack : undefined;
  section.hidden = !pack;
  if (pack === shown) return;
  // Another pack, not the same one further on.
  if (!pack || pack.selfies !== shown?.selfies || pack.places.length !== shown.places.length || !isComing(shown)) clear();
  shown = pack;
  if (!pack) return;
  section.style.setProperty('--ratio', pack.ratio.toFixed(4));
  section.dataset['size'] = pack.places.length === 1 ? 'single' : pack.places.length === 2 ? 'large' : pack.places.length <= 6 ? 'middle' : 'small';
  pack.places.forEach((place) => showPlace(pack, place));
  showUsed(pack);
  const bytes = picturesOf(pack).reduce((sum, { blob }) => sum + blob.size, 0);
  save.textContent = picturesOf(pack).length === 1 ? `Save it · ${formatSize(bytes)}` : `Save all · ${formatSize(bytes)}`;
}

function clear(): void {
  grid.replaceChildren();
  tiles.clear();
  find('ul', HTMLElement, used).replaceChildren();
  used.hidden = true;
}

function showPlace(pack: Pack, place: Place): void {
  const known = tiles.get(place.number);
  const isStill = !isComing(pack) && !place.picture && !place.refusal;
  if (known?.place === place && !isStill) return;
  const tile = place.picture ? buildPicture(place, place.picture) : place.refusal ? buildGap(place, describeGap(place.refusal)) : isStill ? buildGap(place, 'It was not made.') : buildComing(place);
  // A keyboard on the picture beside it stays where it is.
  if (known) known.tile.replaceWith(tile);
  else grid.append(tile);
  tiles.set(place.number, { place, tile });
}

function buildComing({ number, title }: Place): HTMLElement {
  const frame = build('span', 'tile-frame tile-coming', build('span', 'tile-number', String(number)));
  frame.setAttribute('aria-hidden', 'true');
  return build('li', 'tile', frame, build('span', 'tile-words', build('span', 'tile-title', title), build('span', 'unseen-text', ' is being made')));
}

function buildPicture({ number, title }: Place, picture: PackPicture): HTMLElement {
  const image = build('img', '');
  image.src = picture.url;
  image.alt = '';
  image.decoding = 'async';
  const look = build('button', 'tile-frame tile-look', image);
  look.type = 'button';
  look.setAttribute('aria-label', `Look closer at picture ${number}: ${title}`);
  look.addEventListener('click', () => { if (shown) openViewer(shown, number); });
  const button = build('button', 'button tile-save', 'Save');
  button.type = 'button';
  button.setAttribute('aria-label', `Save picture ${number}: ${title}`);
  button.addEventListener('click', () => saveFile(picture.url, picture.fileName));
  return build('li', 'tile', look, build('span', 'tile-words', build('span', 'tile-title', title), build('span', 'tile-engine', picture.engineTitle)), button);
}

function buildGap({ title }: Place, reason: string): HTMLElement {
  return build('li', 'tile tile-gap', build('span', 'tile-frame', build('span', 'tile-reason', reason)), build('span', 'tile-words', build('span', 'tile-title', title), build('span', 'tile-engine', 'Not made')));
}

/** Said of several selfies only; folded where many are of no use. */
function showUsed(pack: Pack): void {
  const line = describeSelfies(pack);
  const faults = pack.verdicts.filter(({ fault }) => fault);
  const isNew = used.hidden;
  used.hidden = line === '' || faults.length === 0;
  if (used.hidden || !isNew) return;
  find('summary', HTMLElement, used).textContent = line;
  find('ul', HTMLElement, used).replaceChildren(...faults.map((verdict) => {
    const picture = build('img', '');
    picture.src = pack.selfies[verdict.number - 1]?.url ?? '';
    picture.alt = '';
    return build('li', '', picture, build('span', '', describeFault(verdict)));
  }));
  used.open = faults.length <= mostOpenFaults;
}
