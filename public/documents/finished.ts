// Owns the finished identity photo on the table, with its rulers, and its sheet in its place. Refuses any photo that is not finished.

import { frameOf } from '../../src/documents/aim.ts';
import type { SheetPlan } from '../../src/documents/sheet-plan.ts';
import { find } from '../elements.ts';
import type { Judged, MadeDocument, Result } from '../state.ts';
import { formatSize } from '../words.ts';
import { plain, sizeOf } from './rule-words.ts';
import { clearSheet, drawSheet } from './sheet-preview.ts';

/** What of a finished photo is looked at. */
export type FinishedView = 'photo' | 'sheet';

const parts = find('#finished', HTMLElement);
const figure = find('#finished-photo', HTMLElement);
const picture = find('#finished-picture', HTMLImageElement);
const caption = find('#finished-caption', HTMLElement);
const head = find('#finished-head', HTMLElement);
const eyes = find('#finished-eyes', HTMLElement);
const sheet = find('#finished-sheet', SVGSVGElement);

/** Show a finished photo, or its sheet. */
export function showFinished(result: Result, made: MadeDocument, view: FinishedView): void {
  parts.hidden = false;
  figure.hidden = view === 'sheet';
  sheet.toggleAttribute('hidden', view === 'photo');
  if (picture.src !== result.url) picture.src = result.url;
  picture.alt = `${result.title}, finished`;
  figure.style.setProperty('--ratio', (made.width / made.height).toFixed(4));
  figure.style.setProperty('--pixels', `${made.width}px`);
  placeRulers(made.judged);
  if (view === 'photo') caption.textContent = `${sizeOf(frameOf(made.judged.rule))} · ${made.width} × ${made.height} px · ${made.dpi} dpi · ${formatSize(result.blob.size)}`;
}

/** Draw the sheet; an empty one when nothing can be laid out. */
export function showSheet(plan: SheetPlan | undefined, result: Result, made: MadeDocument, paper: string, view: FinishedView): void {
  if (!plan) return clearSheet(sheet);
  drawSheet(sheet, plan, result.url, paper);
  const count = plan.copies.length;
  if (view === 'sheet') caption.textContent = `${paper} · ${count} ${count === 1 ? 'photo' : 'photos'} of ${sizeOf(frameOf(made.judged.rule))}`;
}

/** Take it off the table, and let go of the picture. */
export function hideFinished(): void {
  parts.hidden = true;
  picture.removeAttribute('src');
  picture.alt = '';
  caption.textContent = '';
  clearSheet(sheet);
}

/** One tick each millimetre; head and eyes where the placement has them. */
function placeRulers({ rule, assessment: { placement } }: Judged): void {
  const { widthMm, heightMm } = frameOf(rule);
  figure.style.setProperty('--across', String(widthMm));
  figure.style.setProperty('--along', String(heightMm));
  find('#finished-width', HTMLElement).textContent = `${plain(widthMm)} mm`;
  find('#finished-height', HTMLElement).textContent = `${plain(heightMm)} mm`;
  head.style.top = `${(100 * placement.topMarginMm) / heightMm}%`;
  head.style.height = `${(100 * placement.headMm) / heightMm}%`;
  find('#finished-head-mm', HTMLElement).textContent = `head ${plain(placement.headMm)}`;
  eyes.style.bottom = `${(100 * placement.eyeFromBottomMm) / heightMm}%`;
}
