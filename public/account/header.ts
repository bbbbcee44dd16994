// Owns who is signed in, in the head of every page. Refuses to show anything where accounts are off.

import { build, find } from '../elements.ts';
import { ask } from './server.ts';
import { continued, firstSession, type Account } from './session.ts';

void show();

/** A page that does not learn who is signed in stays as it is. */
async function show(): Promise<void> {
  const session = await firstSession.catch(() => undefined);
  if (!session || session.accounts === 'off') return;
  document.querySelectorAll<HTMLElement>('[data-with-accounts]').forEach((element) => { element.hidden = false; });
  if (session.isRequired && session.account?.standing !== 'active') document.querySelectorAll<HTMLElement>('[data-sign-in-first]').forEach((element) => { element.hidden = false; });
  const nav = find('.top nav', HTMLElement);
  if (session.account) nav.append(...buildMenu(session.account));
  else nav.append(buildLink('/sign-in', 'Sign in'));
}

/** The person's initial, and what opens with it. */
function buildMenu({ name, email }: Account): HTMLElement[] {
  const who = name ?? email ?? 'Your account';
  const initial = build('span', 'who-initial', [...who][0]?.toUpperCase() ?? '');
  initial.setAttribute('aria-hidden', 'true');
  const button = build('button', 'who', initial, build('span', 'who-name', who));
  button.type = 'button';
  button.title = who;
  const out = build('button', '', 'Sign out');
  out.type = 'button';
  out.addEventListener('click', () => void signOut());
  const menu = build('div', 'who-menu', build('p', 'who-mail', email ?? who), buildLink('/account', 'Account'), out);
  menu.id = 'who-menu';
  menu.popover = 'auto';
  button.setAttribute('popovertarget', menu.id);
  return [button, menu];
}

/** Where it cannot be done the page stays, with who is signed in still to be seen. */
async function signOut(): Promise<void> {
  await continued;
  await ask('POST', '/auth/signout', {});
  location.assign('/');
}

function buildLink(path: string, text: string): HTMLAnchorElement {
  const link = build('a', '', text);
  link.href = path;
  if (location.pathname === path) link.setAttribute('aria-current', 'page');
  return link;
}
