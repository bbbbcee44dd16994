// Owns the history of credits: a day, what it was, how many. Refuses pictures: there are none to show.

import { build, find, findButton } from '../elements.ts';
import { readHistory, type HistoryEntry } from '../credits/purse.ts';
import { describeEntry, formatNumber } from '../credits/words.ts';
import { attempt, nameDay } from './said.ts';

/** A screen full of lines. */
const pageLength = 25;

const row = find('#history-row', HTMLDetailsElement);
const rows = find('#history-rows', HTMLElement);
const older = findButton('history-older');
let last = '';

/** Listen to what asks for lines. @param team - Id of the team whose history it is; empty for one's own. */
export function openHistory(team: () => string): void {
  row.addEventListener('toggle', () => { if (row.open && last === '') void attempt(() => showPage(team())); });
  older.addEventListener('click', () => void attempt(() => showPage(team())));
}

/** Begin anew, after whatever may have added a line. */
export function showHistory(team: string): Promise<void> {
  rows.replaceChildren();
  last = '';
  return row.open ? showPage(team) : Promise.resolve();
}

async function showPage(team: string): Promise<void> {
  const entries = await readHistory(team, last, pageLength);
  rows.append(...entries.map(buildRow));
  last = entries.at(-1)?.id ?? last;
  find('#history-none', HTMLElement).hidden = rows.childElementCount > 0;
  find('#history-table', HTMLElement).hidden = rows.childElementCount === 0;
  older.hidden = entries.length < pageLength;
}

function buildRow(entry: HistoryEntry): HTMLElement {
  const day = build('time', '', nameDay(entry.at));
  day.dateTime = entry.at;
  const count = `${entry.credits > 0 ? '+' : ''}${formatNumber(entry.credits)}`;
  return build('tr', '', build('td', '', day), build('td', '', describeEntry(entry)), build('td', 'count', count));
}
