// Owns the picture on the table: your photo, the result over it, and how far it has developed. Refuses to guess a picture's shape before it is loaded.

import { find } from './elements.ts';
import { currentView, showFrame } from './documents/frame.ts';
import { ratioOf, windowOf } from './documents/view.ts';
import type { Judged, Photo, Result, State, PhotoWindow } from './state.ts';
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
  print.hidden = state.name === 'done' && state.result.document !== undefined;
  if (state.name !== 'checked') showFrame(undefined, seen);
  if (state.name === 'done' && !print.hidden) return showResult(state.result);
  after.hidden = true;
  after.removeAttribute('src');
  if (state.name === 'packing' || state.name === 'packed') return false;
  if (state.name === 'checked') await showJudged(state.photo, state.judged);
  else if ('photo' in state && state.photo) await showPhoto(state.photo);
  else clearPrint();
  return false;
}

/** Towards a finished print, quickly at first, never quite there: the server does not say how far it is. */
function developed(seconds: number): number {
  return 1 - Math.exp(-(seconds + 0.5) / 4);
}

async function showPhoto(photo: Photo): Promise<void> {
  releaseWindow();
  if (before.src !== photo.url) await loadBefore(photo);
  before.hidden = !seen;
  unseen.hidden = seen;
  shapePrint(seen ? before.naturalWidth / before.naturalHeight : 4 / 5);
}

/** The photo levelled behind its frame, so that what is seen is what will be cut out. */
async function showJudged(photo: Photo, judged: Judged): Promise<void> {
  if (before.src !== photo.url) await loadBefore(photo);
  before.hidden = !seen;
  unseen.hidden = seen;
  showFrame(judged, seen);
  const view = currentView();
  if (!view) return;
  shapePrint(ratioOf(view));
  alignBefore(windowOf(view, judged.measures), ratioOf(view));
}

async function loadBefore(photo: Photo): Promise<void> {
  before.src = photo.url;
  seen = await isShown(before);
}

async function showResult(result: Result): Promise<boolean> {
  if (before.src !== result.photo.url) await loadBefore(result.photo);
  after.src = result.url;
  after.alt = result.title;
  const shown = await isShown(after);
  after.hidden = !shown;
  before.hidden = !seen;
  unseen.hidden = shown || seen;
  tag.textContent = result.title;
  if (shown) shapePrint(after.naturalWidth / after.naturalHeight);
  if (seen && shown) alignBefore(result.window, after.naturalWidth / after.naturalHeight);
  return shown && seen && !result.isCover;
}

async function isShown(picture: HTMLImageElement): Promise<boolean> {
  return picture.decode().then(() => picture.naturalWidth > 0, () => false);
}

function shapePrint(ratio: number): void {
  print.style.setProperty('--ratio', ratio.toFixed(4));
}

/**
 * Put the photo where the result has it, so that both halves of the comparison meet. The window says where the
 * result's corners lie on the photo; its inverse says where the photo lies on the result.
 */
function alignBefore(window: PhotoWindow | undefined, ratio: number): void {
  before.classList.toggle('aligned', window !== undefined);
  before.style.transform = window ? placeOn(window, ratio) : '';
}

function placeOn([x0, y0, x1, y1, x2, y2]: PhotoWindow, ratio: number): string {
  const [rightX, rightY, downX, downY] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0];
  const area = rightX * downY - downX * rightY;
  const [a, b, c, d] = [downY / area, -downX / area, -rightY / area, rightX / area];
  const [moveX, moveY] = [-(a * x0 + b * y0), -(c * x0 + d * y0)];
  // Fractions of a print that is not square: what turns x into y is stretched by the print's shape.
  return `translate(${100 * moveX}%, ${100 * moveY}%) matrix(${a}, ${c / ratio}, ${b * ratio}, ${d}, 0, 0)`;
}

function releaseWindow(): void {
  before.classList.remove('aligned');
  before.style.transform = '';
}

function clearPrint(): void {
  releaseWindow();
  before.removeAttribute('src');
  tag.textContent = '';
  unseen.hidden = true;
}
