// Owns the strip of selfies on the stage: each to be seen, shown large, taken away. Refuses to show up for one photo alone.

import { build, find, findButton } from '../elements.ts';
import type { Photo } from '../state.ts';

/** What a person does with selfies. */
export interface StripWatcher {
  onShow(photo: Photo): void;
  onRemove(photo: Photo): void;
}

const list = find('#selfies', HTMLElement);
const adding = [findButton('add-selfies'), findButton('selfie-camera')];
const items = new Map<Photo, HTMLElement>();

/** Show the selfies, one of them on the table. @param isOffered - Selfies can be added now. */
export function showSelfies(selfies: readonly Photo[], shown: Photo | undefined, isOffered: boolean, most: number, watcher: StripWatcher): void {
  list.hidden = !isOffered || selfies.length < 2;
  for (const button of adding) {
    button.hidden = !isOffered || selfies.length === 0;
    button.disabled = selfies.length >= most;
  }
  for (const photo of items.keys()) if (!selfies.includes(photo)) takeAway(photo);
  selfies.forEach((photo, index) => {
    const item = items.get(photo) ?? addItem(photo, watcher);
    const [show, remove] = item.querySelectorAll('button');
    show?.setAttribute('aria-label', `Show selfie ${index + 1}`);
    show?.setAttribute('aria-pressed', String(photo === shown));
    remove?.setAttribute('aria-label', `Remove selfie ${index + 1}`);
  });
  const item = shown && items.get(shown);
  // Scrolls the strip alone: the page stays where it is.
  if (item) list.scrollLeft = item.offsetLeft - (list.clientWidth - item.offsetWidth) / 2;
}

function addItem(photo: Photo, watcher: StripWatcher): HTMLElement {
  const picture = build('img', '');
  picture.src = photo.url;
  picture.alt = '';
  const show = build('button', 'selfie-show', picture);
  const remove = build('button', 'selfie-remove', '×');
  for (const button of [show, remove]) button.type = 'button';
  show.addEventListener('click', () => watcher.onShow(photo));
  remove.addEventListener('click', () => {
    const heir = item.nextElementSibling ?? item.previousElementSibling;
    watcher.onRemove(photo);
    // The keyboard goes on where it was; the last one of a strip has no button of its own.
    (list.hidden ? findButton('add-selfies') : heir?.querySelector<HTMLButtonElement>('.selfie-remove'))?.focus();
  });
  const item = build('li', 'selfie', show, remove);
  items.set(photo, item);
  list.append(item);
  return item;
}

function takeAway(photo: Photo): void {
  items.get(photo)?.remove();
  items.delete(photo);
}
