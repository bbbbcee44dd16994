// Owns the two consents and their switches. Refuses to have one on that was not given.

import { copyTemplate, find } from '../elements.ts';
import type { ConsentPurpose, ConsentRecord } from '../../src/accounts/consent.ts';
import { attempt, nameDay, say } from './said.ts';
import { ask } from './server.ts';

/** What is asked, word for word; another text is another version. */
const texts: Readonly<Record<ConsentPurpose, { readonly title: string; readonly text: string }>> = {
  'marketing-mail': { title: 'News by mail', text: 'You may write to me about new looks and offers, a few times a year.' },
  'product-statistics': { title: 'Counting what I use', text: 'You may count which functions I use, to improve them. Never a photo, never what is in one.' },
};
const textVersion = '2026-11';

interface Consents {
  readonly consents: Readonly<Record<ConsentPurpose, boolean>>;
  readonly records: readonly (Pick<ConsentRecord, 'purpose'> & { readonly givenAt: string; readonly withdrawnAt: string | null })[];
}

/** Show both, as they stand. */
export async function openConsents(): Promise<void> {
  const given = await ask<Consents>('GET', '/v1/account/consents');
  const purposes = Object.keys(texts) as ConsentPurpose[];
  find('#consent-rows', HTMLElement).replaceChildren(...purposes.map((purpose) => buildRow(purpose, given)));
}

function buildRow(purpose: ConsentPurpose, given: Consents): HTMLElement {
  const row = copyTemplate('consent-template');
  const part = (name: string) => find(`[data-part="${name}"]`, HTMLElement, row);
  const input = find('input', HTMLInputElement, row);
  part('title').textContent = texts[purpose].title;
  part('text').textContent = texts[purpose].text;
  showState(row, purpose, given);
  input.addEventListener('change', () => void attempt(() => change(row, purpose, input.checked)));
  return row;
}

async function change(row: HTMLElement, purpose: ConsentPurpose, wanted: boolean): Promise<void> {
  const path = `/v1/account/consents/${purpose}`;
  try {
    await (wanted ? ask('PUT', path, { textVersion }) : ask('DELETE', path));
    say(`${texts[purpose].title}: ${wanted ? 'given' : 'withdrawn'}.`);
  } finally {
    showState(row, purpose, await ask<Consents>('GET', '/v1/account/consents'));
  }
}

function showState(row: HTMLElement, purpose: ConsentPurpose, { consents, records }: Consents): void {
  find('input', HTMLInputElement, row).checked = consents[purpose];
  const last = records.filter((record) => record.purpose === purpose).at(-1);
  const when = !last ? 'Not given' : last.withdrawnAt ? `Withdrawn on ${nameDay(last.withdrawnAt)}` : `Given on ${nameDay(last.givenAt)}`;
  find('[data-part="when"]', HTMLElement, row).textContent = when;
}
