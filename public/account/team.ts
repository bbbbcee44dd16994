// Owns one team on the account page: who is in it, inviting, its look, its end. Refuses an owner's actions to a member.

import { build, copyTemplate, find } from '../elements.ts';
import { clearFaults, onSubmit, textOf } from './forms.ts';
import { closeRow, copyText, nameDay, onSecondPress, say } from './said.ts';
import { ask } from './server.ts';

/** A team as one of its people sees it. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly seats: number;
  readonly seatsTaken: number;
  /** `#rrggbb`. */
  readonly backdrop: string | null;
  readonly credits: number;
  readonly role: 'owner' | 'member';
}

interface Member {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: 'owner' | 'member';
  readonly joinedAt: string;
  readonly isYou: boolean;
}

/** What the picker begins with where a team has no colour yet: the studio's own paper. */
const firstBackdrop = '#d7e3ea';

/** Build a team. @param onChange - Called after whatever changes the list of teams. */
export async function buildTeam(team: Team, onChange: () => Promise<void>): Promise<HTMLElement> {
  const { members } = await ask<{ readonly members: readonly Member[] }>('GET', `/v1/teams/${team.id}/members`);
  const root = copyTemplate('team-template');
  showHead(root, team);
  part(root, 'members').replaceChildren(...members.map((member) => buildMember(team, member, onChange)));
  if (team.role === 'owner') {
    listenToInvite(root, team);
    listenToLook(root, team, onChange);
  } else {
    part(root, 'invite-row').remove();
    part(root, 'change-row').remove();
  }
  listenToEnd(root, team, members, onChange);
  return root;
}

function part(root: HTMLElement, name: string): HTMLElement {
  return find(`[data-part="${name}"]`, HTMLElement, root);
}

function showHead(root: HTMLElement, { name, seats, seatsTaken, credits, backdrop, role }: Team): void {
  part(root, 'name').textContent = name;
  part(root, 'facts').textContent = `You are ${role === 'owner' ? 'an owner' : 'a member'} · ${seatsTaken} of ${seats} seats taken`;
  part(root, 'facts').append(build('span', 'with-credits', ` · ${credits} ${credits === 1 ? 'credit' : 'credits'}`));
  const swatch = part(root, 'swatch');
  swatch.hidden = backdrop === null;
  if (backdrop) swatch.style.background = backdrop;
}

function buildMember(team: Team, member: Member, onChange: () => Promise<void>): HTMLElement {
  const line = copyTemplate('member-template');
  const who = member.name ?? member.email ?? 'Somebody';
  part(line, 'name').textContent = member.isYou ? `${who} (you)` : who;
  part(line, 'facts').textContent = [...(member.name && member.email ? [member.email] : []), member.role, `since ${nameDay(member.joinedAt)}`].join(' · ');
  const acts = find('.line-acts', HTMLElement, line);
  if (team.role !== 'owner' || member.isYou) {
    acts.remove();
    return line;
  }
  const path = `/v1/teams/${team.id}/members/${member.id}`;
  const other = member.role === 'owner' ? 'member' : 'owner';
  const change = find('[data-part="role"]', HTMLButtonElement, acts);
  change.textContent = `Make ${other}`;
  change.ariaLabel = `Make ${other}: ${who}`;
  onSecondPress(change, `Really make ${other}?`, async () => {
    await ask('PATCH', path, { role: other });
    await onChange();
    say(`${who} is now ${other}.`);
  });
  const remove = find('[data-part="remove"]', HTMLButtonElement, acts);
  remove.ariaLabel = `Remove ${who}`;
  onSecondPress(remove, 'Really remove?', async () => {
    await ask('DELETE', path);
    await onChange();
    say(`${who} is no longer in ${team.name}.`);
  });
  return line;
}

function listenToInvite(root: HTMLElement, team: Team): void {
  const link = part(root, 'link');
  onSubmit(formOf(root, 'invite-form'), async (fields) => {
    const made = await ask<{ readonly link: string }>('POST', `/v1/teams/${team.id}/invitations`, { role: textOf(fields, 'role') });
    part(root, 'link-text').textContent = made.link;
    link.hidden = false;
    part(root, 'copy').focus();
    say('The link is made. Copy it and send it.');
  });
  part(root, 'copy').addEventListener('click', () => void copyText(part(root, 'link-text')));
}

function listenToLook(root: HTMLElement, team: Team, onChange: () => Promise<void>): void {
  const form = formOf(root, 'change-form');
  const has = find('[data-part="has-backdrop"]', HTMLInputElement, form);
  const picker = find('[data-part="backdrop"]', HTMLInputElement, form);
  const name = find('[data-part="change-name"]', HTMLInputElement, form);
  const seats = find('[data-part="change-seats"]', HTMLInputElement, form);
  name.id = `name-of-${team.id}`;
  seats.id = `seats-of-${team.id}`;
  find('[data-part="change-name-label"]', HTMLLabelElement, form).htmlFor = name.id;
  find('[data-part="change-seats-label"]', HTMLLabelElement, form).htmlFor = seats.id;
  name.defaultValue = team.name;
  seats.defaultValue = String(team.seats);
  has.defaultChecked = team.backdrop !== null;
  picker.defaultValue = team.backdrop ?? firstBackdrop;
  const showPicker = (): void => {
    part(form, 'picker').hidden = !has.checked;
    part(form, 'backdrop-text').textContent = picker.value;
  };
  form.addEventListener('input', showPicker);
  showPicker();
  onSubmit(form, async (fields) => {
    await ask('PATCH', `/v1/teams/${team.id}`, { name: textOf(fields, 'name'), seats: Number(textOf(fields, 'seats')), backdrop: has.checked ? picker.value : null });
    closeRow(form);
    await onChange();
    say(`${textOf(fields, 'name')} is saved.`);
  });
}

function listenToEnd(root: HTMLElement, team: Team, members: readonly Member[], onChange: () => Promise<void>): void {
  const isOwner = team.role === 'owner';
  const mayLeave = members.some(({ isYou, role }) => !isYou && (!isOwner || role === 'owner'));
  part(root, 'end-words').textContent = isOwner ? 'For everybody, or leave it to the other owners' : 'Give your seat back';
  part(root, 'end-action').textContent = isOwner ? 'Dissolve' : 'Leave';
  const leave = formOf(root, 'leave-form');
  const dissolve = formOf(root, 'dissolve-form');
  if (isOwner && !mayLeave) {
    part(root, 'end-words').textContent = 'At once, for everybody';
    leave.remove();
  }
  if (!isOwner) dissolve.remove();
  const you = members.find(({ isYou }) => isYou);
  onSubmit(leave, () => end(`/v1/teams/${team.id}/members/${you?.id ?? ''}`, `You left ${team.name}.`, onChange));
  onSubmit(dissolve, () => end(`/v1/teams/${team.id}`, `${team.name} is dissolved.`, onChange));
  part(root, 'end-row').addEventListener('toggle', () => { if (leave.isConnected) clearFaults(leave); });
}

async function end(path: string, said: string, onChange: () => Promise<void>): Promise<void> {
  await ask('DELETE', path);
  await onChange();
  find('#team-row summary', HTMLElement).focus();
  say(said);
}

function formOf(root: HTMLElement, name: string): HTMLFormElement {
  return find(`[data-part="${name}"]`, HTMLFormElement, root);
}
