// Owns what ends things: every session, the account. Refuses to delete without a word typed by hand.

import { find, findButton, findInput } from '../elements.ts';
import { onSubmit, textOf } from './forms.ts';
import { onSecondPress } from './said.ts';
import { ask, Declined } from './server.ts';
import type { Team } from './team.ts';

/** Listen to both. */
export function openRights(): void {
  onSecondPress(findButton('sign-out-everywhere'), 'Really everywhere?', async () => {
    await ask('POST', '/v1/account/sign-out-everywhere');
    location.assign('/sign-in');
  });
  onSubmit(find('#delete-form', HTMLFormElement), deleteAccount);
}

async function deleteAccount(fields: FormData): Promise<void> {
  try {
    await ask('DELETE', '/v1/account', { confirm: textOf(fields, 'word').trim().toLowerCase(), dissolveTeams: findInput('dissolve').checked });
  } catch (error) {
    if (error instanceof Declined && error.code === 'last-owner') await offerDissolving(error.teams);
    throw error;
  }
  location.assign('/');
}

/** Teams that would be without an owner are named, and may go too. */
async function offerDissolving(ids: readonly string[]): Promise<void> {
  const { teams } = await ask<{ readonly teams: readonly Team[] }>('GET', '/v1/teams');
  const orphaned = teams.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  find('#dissolve-names', HTMLElement).textContent = orphaned.join(', ');
  find('#dissolve-field', HTMLElement).hidden = false;
}
