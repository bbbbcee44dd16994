// Owns one picture of a pack, large. Refuses to keep it when it is closed.

import { build, find, findButton } from '../elements.ts';
import { saveFile } from '../saving.ts';
import { formatSize } from '../words.ts';
import type { Pack, PackPicture, Place } from './pack.ts';

const dialog = find('#viewer', HTMLDialogElement);
const picture = find('#viewer-picture', HTMLImageElement);

interface There extends Place {
  readonly picture: PackPicture;
}

let there: readonly There[] = [];
let at = 0;

/** Listen for the viewer's buttons and for the arrows. */
export function listenToViewer(): void {
  findButton('viewer-close').addEventListener('click', () => dialog.close());
  findButton('viewer-before').addEventListener('click', () => turn(-1));
  findButton('viewer-after').addEventListener('click', () => turn(1));
  findButton('viewer-save').addEventListener('click', () => {
    const place = there[at];
    if (place) saveFile(place.picture.url, place.picture.fileName);
  });
  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) turn(step);
  });
  dialog.addEventListener('close', clearViewer);
}

/** Open a picture of a pack; those that are here now can be turned to. */
export function openViewer({ places }: Pack, number: number): void {
  there = places.filter((place): place is There => place.picture !== undefined);
  at = there.findIndex((place) => place.number === number);
  show();
  dialog.showModal();
}

/** Close it, and let go of its picture. */
export function closeViewer(): void {
  if (dialog.open) dialog.close();
  clearViewer();
}

function clearViewer(): void {
  there = [];
  picture.removeAttribute('src');
}

function turn(step: number): void {
  at = (at + step + there.length) % Math.max(1, there.length);
  show();
}

function show(): void {
  const place = there[at];
  if (!place) return;
  const { title, number, picture: { url, engineTitle, notes, blob } } = place;
  picture.src = url;
  picture.alt = `Picture ${number}: ${title}`;
  find('#viewer-title', HTMLElement).textContent = title;
  find('#viewer-facts', HTMLElement).textContent = `${engineTitle} · ${formatSize(blob.size)}`;
  find('#viewer-notes', HTMLElement).replaceChildren(...notes.map((note) => build('li', '', note)));
  for (const id of ['viewer-before', 'viewer-after']) findButton(id).hidden = there.length < 2;
}
