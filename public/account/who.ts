// Owns who somebody is: name, address, password, ways to sign in. Refuses to change the address before its mailbox is proven.

import { find, findInput } from '../elements.ts';
import { onSubmit, textOf } from './forms.ts';
import { closeRow, nameDay, say } from './said.ts';
import { ask } from './server.ts';
import type { Account, Session } from './session.ts';

/** Show who is signed in, and listen for corrections. */
export function openWho(session: Session, account: Account): void {
  showWho(session, account);
  onSubmit(find('#name-form', HTMLFormElement), (fields) => changeName(session, textOf(fields, 'name').trim()));
  onSubmit(find('#email-form', HTMLFormElement), (fields) => askForAddress(textOf(fields, 'email')));
  onSubmit(find('#change-form', HTMLFormElement), (fields) => changePassword(session, fields));
}

function showWho(session: Session, { name, email, hasPassword, providers, createdAt }: Account): void {
  const has = (kind: string) => session.ways.some((way) => way.kind === kind);
  show('name-value', name ?? 'None');
  show('email-value', email ?? 'None');
  show('password-value', hasPassword ? 'Set' : 'None');
  show('password-action', hasPassword ? 'Change' : 'Set');
  show('since-value', nameDay(createdAt));
  const ways = [...(hasPassword && has('password') ? ['password'] : []), ...(email && has('mail') ? ['link by mail'] : []), ...providers.map((id) => session.ways.find((way) => way.id === id)?.name ?? id)];
  show('ways-value', capitalise(ways.join(', ') || 'nothing yet'));
  find('#password-row', HTMLElement).hidden = !has('password') || email === null;
  find('#email-row', HTMLElement).hidden = !has('mail');
  find('#current-field', HTMLElement).hidden = !hasPassword;
  findInput('current').required = hasPassword;
  findInput('name').defaultValue = name ?? '';
  findInput('change-username').defaultValue = email ?? '';
}

async function changeName(session: Session, name: string): Promise<void> {
  const { account } = await ask<{ readonly account: Account }>('PATCH', '/v1/account', { name });
  showWho(session, account);
  closeRow(find('#name-form', HTMLFormElement));
  say(account.name ? 'Name saved.' : 'Name removed.');
}

async function askForAddress(email: string): Promise<void> {
  await ask('POST', '/v1/account/email', { email });
  closeRow(find('#email-form', HTMLFormElement));
  say(`A link is on its way to ${email}. Open it in this browser.`);
}

async function changePassword(session: Session, fields: FormData): Promise<void> {
  const current = textOf(fields, 'current') || undefined;
  const { account } = await ask<{ readonly account: Account }>('POST', '/v1/account/password', { password: textOf(fields, 'password'), current });
  showWho(session, account);
  closeRow(find('#change-form', HTMLFormElement));
  say('Password saved. Everywhere else you are signed out.');
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function show(id: string, text: string): void {
  find(`#${id}`, HTMLElement).textContent = text;
}
