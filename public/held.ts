// Owns the line at the foot: what the server holds now, and the receipt of what it made. Refuses to count what it cannot know.

import { find } from './elements.ts';
import type { Result, State } from './state.ts';

const bytes = find('#held-bytes', HTMLElement);
const dot = find('#held-dot', HTMLElement);
const elsewhere = find('#held-elsewhere', HTMLElement);
const receipt = find('#held-receipt', HTMLAnchorElement);

/** Bytes of a finished photo that is with the server to be laid out on a sheet. */
let printing = 0;

/** Show what is sent for a sheet; 0 when its answer is here. */
export function showPrinting(sentBytes: number): void {
  printing = sentBytes;
  showBytes(sentBytes);
}

/** Show the bytes sent so far while a request is under way, and 0 otherwise. */
export function showHeld(state: State, results: readonly Result[]): void {
  showBytes(heldBytes(state));
  showReceipt(state.name === 'done' ? state.result : undefined);
  const kept = results.filter((result) => result.retentionDays > 0);
  const last = kept.at(-1);
  elsewhere.textContent = last ? `${last.engineTitle}: ${kept.length} ${kept.length === 1 ? 'picture' : 'pictures'}, ${last.retentionDays} days` : '';
}

function showBytes(held: number): void {
  bytes.textContent = `${held.toLocaleString('en')} bytes`;
  dot.classList.toggle('dot-holding', held > 0);
}

/** A link with the receipt in this page's memory behind it; nothing is asked of the server. */
function showReceipt(result: Result | undefined): void {
  receipt.hidden = !result?.receipt;
  if (result?.receipt) Object.assign(receipt, { href: result.receipt.url, download: result.receipt.fileName });
  else receipt.removeAttribute('href');
}

function heldBytes(state: State): number {
  if (state.name === 'receiving') return state.sentBytes;
  return state.name === 'making' ? state.heldBytes : printing;
}
