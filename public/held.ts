// Owns the line at the foot: what the server holds now. Refuses to count what it cannot know.

import { find } from './elements.ts';
import type { Result, State } from './state.ts';

const bytes = find('#held-bytes', HTMLElement);
const dot = find('#held-dot', HTMLElement);
const elsewhere = find('#held-elsewhere', HTMLElement);

/** Show the bytes sent so far while a request is under way, and 0 otherwise. */
export function showHeld(state: State, results: readonly Result[]): void {
  const held = heldBytes(state);
  bytes.textContent = `${held.toLocaleString('en')} bytes`;
  dot.classList.toggle('dot-holding', held > 0);
  const kept = results.filter((result) => result.retentionDays > 0);
  const last = kept.at(-1);
  elsewhere.textContent = last ? `${last.engineTitle}: ${kept.length} ${kept.length === 1 ? 'picture' : 'pictures'}, ${last.retentionDays} days` : '';
}

function heldBytes(state: State): number {
  if (state.name === 'receiving') return state.sentBytes;
  return state.name === 'making' ? state.heldBytes : 0;
}
