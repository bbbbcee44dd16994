// Owns the picture on the table: your photo, the result over it, and how far it has developed. Refuses to guess a picture's shape before it is loaded.

import { find } from './elements.ts';
import type { Crop, Photo, Result, State } from './state.ts';
import { percentSent } from './words.ts';

const print = find('#print', HTMLElement);
const before = find('#before', HTMLImageElement);
const after = find('#after', HTMLImageElement);
const unseen = find('#unseen', HTMLElement);
const tag = find('#after-tag', HTMLElement);

/** Can this browser show the photo? HEIC, for one, only in Safari. */
let seen = true;

/** Show a state on the print. @returns When the pictures of the state are there to be compared. */
export async function showPrint(state: State): Promise<boolean> {
  print.style.setProperty('--sent', state.name === 'receiving' ? `${percentSent(state)}%` : '');
  print.style.setProperty('--developed', state.name === 'making' ? developed(state.seconds).toFixed(2) : '');
  if (state.name === 'done') return showResult(state.result);
  after.hidden = true;
  after.removeAttribute('src');
  if ('photo' in state && state.photo) await showPhoto(state.photo);
  else clearPrint();
  return false;
}

/** Towards a finished print, quickly at first, never quite there: the server does not say how far it is. */
function developed(seconds: number): number {
  return 1 - Math.exp(-(seconds + 0.5) / 4);
}

async function showPhoto(photo: Photo): Promise<void> {
  releaseCrop();
  if (before.src !== photo.url) {
    before.src = photo.url;
    seen = await isShown(before);
  }
  before.hidden = !seen;
  unseen.hidden = seen;
  shapePrint(seen ? before.naturalWidth / before.naturalHeight : 4 / 5);
}

async function showResult(result: Result): Promise<boolean> {
  if (before.src !== result.photo.url) {
    before.src = result.photo.url;
    seen = await isShown(before);
  }
  after.src = result.url;
  after.alt = result.title;
  const shown = await isShown(after);
  after.hidden = !shown;
  before.hidden = !seen;
  unseen.hidden = shown || seen;
  tag.textContent = result.title;
  if (shown) shapePrint(after.naturalWidth / after.naturalHeight);
  if (seen) alignBefore(result.crop);
  return shown && seen;
}

async function isShown(picture: HTMLImageElement): Promise<boolean> {
  return picture.decode().then(() => picture.naturalWidth > 0, () => false);
}

function shapePrint(ratio: number): void {
  print.style.setProperty('--ratio', ratio.toFixed(4));
}

/** Put the photo where the result has it, so that both halves of the comparison meet. */
function alignBefore(crop: Crop | undefined): void {
  releaseCrop();
  if (!crop) return;
  before.classList.add('aligned');
  before.style.width = `${(100 * before.naturalWidth) / crop.width}%`;
  before.style.height = `${(100 * before.naturalHeight) / crop.height}%`;
  before.style.left = `${(-100 * crop.left) / crop.width}%`;
  before.style.top = `${(-100 * crop.top) / crop.height}%`;
}

function releaseCrop(): void {
  before.classList.remove('aligned');
  for (const property of ['width', 'height', 'left', 'top']) before.style.removeProperty(property);
}

function clearPrint(): void {
  releaseCrop();
  before.removeAttribute('src');
  tag.textContent = '';
  unseen.hidden = true;
}
