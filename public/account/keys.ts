// Owns the API keys of the account page. Refuses to show a key twice: it is in the page until the next one is made or the page is left.

import { build, copyTemplate, find } from '../elements.ts';
import { greatestKeysPerAccount } from '../../src/accounts/api-key.ts';
import { onSubmit, textOf } from './forms.ts';
import { closeRow, copyText, nameDay, onSecondPress, say } from './said.ts';
import { ask } from './server.ts';
import type { Team } from './team.ts';

/** A key, without its secret. */
interface Key {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly perMinute: number | null;
  readonly lastUsedDay: string | null;
}

let teams: readonly Team[] = [];

/** Show every key, and listen for new ones. */
export async function openKeys(): Promise<void> {
  onSubmit(find('#key-form', HTMLFormElement), makeKey);
  find('#new-key button', HTMLButtonElement).addEventListener('click', () => void copyText(find('#new-key-secret', HTMLElement)));
  await showKeys();
}

/** A key may work for one of these teams. */
export async function offerTeams(known: readonly Team[]): Promise<void> {
  teams = known;
  find('#key-team-field', HTMLElement).hidden = known.length === 0;
  find('#key-team', HTMLSelectElement).replaceChildren(new Option('Me alone', ''), ...known.map(({ id, name }) => new Option(name, id)));
  await showKeys();
}

async function showKeys(): Promise<void> {
  const { keys } = await ask<{ readonly keys: readonly Key[] }>('GET', '/v1/account/keys');
  find('#key-list', HTMLElement).replaceChildren(...keys.map(buildLine));
  find('#key-count', HTMLElement).textContent = keys.length === 0 ? 'None yet' : `${keys.length} of ${greatestKeysPerAccount}`;
}

async function makeKey(fields: FormData): Promise<void> {
  const perMinute = textOf(fields, 'perMinute') === '' ? null : Number(textOf(fields, 'perMinute'));
  const made = await ask<{ readonly secret: string }>('POST', '/v1/account/keys', { name: textOf(fields, 'name'), perMinute, teamId: textOf(fields, 'teamId') || null });
  find('#new-key-secret', HTMLElement).textContent = made.secret;
  find('#new-key', HTMLElement).hidden = false;
  await showKeys();
  closeRow(find('#key-form', HTMLFormElement));
  find('#new-key-title', HTMLElement).focus();
}

function buildLine(key: Key): HTMLElement {
  const line = copyTemplate('key-template');
  const revoke = find('[data-part="revoke"]', HTMLButtonElement, line);
  find('[data-part="name"]', HTMLElement, line).textContent = key.name;
  find('[data-part="facts"]', HTMLElement, line).append(...describeKey(key));
  revoke.ariaLabel = `Revoke ${key.name}`;
  onSecondPress(revoke, 'Really revoke?', async () => {
    await ask('DELETE', `/v1/account/keys/${key.id}`);
    find('#new-key', HTMLElement).hidden = true;
    find('#new-key-secret', HTMLElement).textContent = '';
    await showKeys();
    find('#key-row summary', HTMLElement).focus();
    say(`${key.name} is revoked. It works nowhere any more.`);
  });
  return line;
}

function describeKey({ prefix, perMinute, lastUsedDay, teamId }: Key): (Node | string)[] {
  const team = teams.find(({ id }) => id === teamId)?.name;
  const facts = [
    lastUsedDay ? `last used ${nameDay(lastUsedDay)}` : 'never used',
    ...(perMinute ? [`${perMinute} requests a minute`] : []),
    ...(team ? [`for ${team}`] : []),
  ];
  return [build('code', '', `${prefix}…`), ` · ${facts.join(' · ')}`];
}
