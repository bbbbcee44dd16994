// Owns the page `/account`: shows everything that is kept of whoever is signed in. Refuses everybody else, who is sent to the door.

import { find } from '../elements.ts';
import { openConsents } from './consents.ts';
import { leadToNews, openCredits } from './credits.ts';
import { listenToPeeks } from './forms.ts';
import { openKeys } from './keys.ts';
import { openRights } from './rights.ts';
import { describeFailure } from './server.ts';
import { continued, firstSession } from './session.ts';
import { openTeams } from './teams.ts';
import { openWho } from './who.ts';

void open();

async function open(): Promise<void> {
  try {
    const session = await firstSession;
    if (session.accounts === 'off' || session.account?.standing !== 'active') return location.replace('/sign-in');
    openWho(session, session.account);
    openRights();
    listenToPeeks();
    await Promise.all([continued, openConsents(), openTeams().then(openCredits), openKeys()]);
    find('#sheets', HTMLElement).hidden = false;
    // What the address points at was not there when the browser looked for it.
    if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
    leadToNews();
  } catch (error) {
    const trouble = find('#account-trouble', HTMLElement);
    trouble.textContent = describeFailure(error);
    trouble.hidden = false;
  }
}
