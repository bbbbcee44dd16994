// Owns the list of teams on the account page, and making one. Refuses to keep the list: it is asked for anew after every change.

import { find } from '../elements.ts';
import { offerPurses } from './credits.ts';
import { onSubmit, textOf } from './forms.ts';
import { offerTeams } from './keys.ts';
import { closeRow, say } from './said.ts';
import { ask } from './server.ts';
import { buildTeam, type Team } from './team.ts';

/** Show every team, and listen for new ones. */
export async function openTeams(): Promise<void> {
  onSubmit(find('#team-form', HTMLFormElement), makeTeam);
  await showTeams();
}

async function showTeams(): Promise<void> {
  const { teams } = await ask<{ readonly teams: readonly Team[] }>('GET', '/v1/teams');
  const built = await Promise.all(teams.map((team) => buildTeam(team, showTeams)));
  const list = find('#team-list', HTMLElement);
  const wasHere = list.contains(document.activeElement);
  list.replaceChildren(...built);
  // Where the pressed button is gone, the keyboard goes on from the head of the list.
  if (wasHere) find('#teams-title', HTMLElement).focus();
  await Promise.all([offerTeams(teams), offerPurses(teams)]);
}

async function makeTeam(fields: FormData): Promise<void> {
  const { team } = await ask<{ readonly team: Team }>('POST', '/v1/teams', { name: textOf(fields, 'name'), seats: Number(textOf(fields, 'seats')) });
  closeRow(find('#team-form', HTMLFormElement));
  await showTeams();
  say(`${team.name} is made. Invite somebody.`);
}
