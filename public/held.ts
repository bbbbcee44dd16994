// Owns the line at the foot: what the server holds now, and the receipt of what it made. Refuses to count what it cannot know.

import { find } from './elements.ts';
import { countPictures } from './packs/words.ts';
import { heldBytesOf, picturesOf, type Pack } from './packs/pack.ts';
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
export function showHeld(state: State, results: readonly Result[], packs: readonly Pack[]): void {
  showBytes(heldBytes(state));
  showReceipt(state.name === 'done' ? state.result.receipt : state.name === 'packed' ? state.pack.receipt : undefined);
  const ofPacks = packs.flatMap((pack) => picturesOf(pack).map(() => ({ engineTitle: pack.engine?.title ?? '', retentionDays: pack.engine?.retentionDays ?? 0 })));
  const kept = [...results, ...ofPacks].filter(({ retentionDays }) => retentionDays > 0);
  const last = kept.at(-1);
  elsewhere.textContent = last ? `${last.engineTitle}, ${last.retentionDays} days: ${countPictures(kept.length)}` : '';
}

function showBytes(held: number): void {
  bytes.textContent = `${held.toLocaleString('en')} bytes`;
  dot.classList.toggle('dot-holding', held > 0);
}

/** A link with the receipt in this page's memory behind it; nothing is asked of the server. */
function showReceipt(signed: Result['receipt']): void {
  receipt.hidden = !signed;
  if (signed) Object.assign(receipt, { href: signed.url, download: signed.fileName });
  else receipt.removeAttribute('href');
}

function heldBytes(state: State): number {
  if (state.name === 'receiving') return state.sentBytes;
  if (state.name === 'packing') return heldBytesOf(state.pack);
  return state.name === 'making' ? state.heldBytes : printing;
}
