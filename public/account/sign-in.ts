// Owns the page `/sign-in`: the ways in, the links that mails carry, what is declared first. Refuses to use a link before a button is pressed.

import { build, find } from '../elements.ts';
import { listenToTurns, showView } from './door.ts';
import { clearedWords, describeReturn, nameTerms, spentWords } from './door-words.ts';
import { listenToPeeks, onSubmit, textOf } from './forms.ts';
import { ask, Declined, describeFailure } from './server.ts';
import { firstSession, hasWay, readSession, type Account, type Session, type Way } from './session.ts';

/** What a link of a mail is for, and its token; it stands behind `#`, which no server sees. */
interface CarriedLink {
  readonly purpose: 'link' | 'prove' | 'reset' | 'email' | 'invitation';
  readonly token: string;
}

/** What has a mail sent: an address, and what goes with it. */
type MailRequest = { readonly email: string } & Readonly<Record<string, string | boolean | undefined>>;

let carried = readLink();
/** Sends the last mail once more. */
let sendAgain: (() => Promise<void>) | undefined;

listenToTurns();
listenToPeeks();
listenToForms();
addEventListener('hashchange', () => {
  carried = readLink();
  void open();
});
void open();

async function open(): Promise<void> {
  try {
    const session = await firstSession;
    if (session.accounts === 'off') return showView('off');
    fillWays(session);
    await arrange(session);
  } catch (error) {
    showView('ways');
    showTrouble(describeFailure(error));
  }
}

/** What is due: a link that was opened, a declaration, or the ways in. */
async function arrange(session: Session): Promise<void> {
  const { account } = session;
  if (carried && carried.purpose !== 'email' && carried.purpose !== 'invitation') return showView(carried.purpose);
  if (account?.standing === 'declaration-missing') return showView('declare');
  if (carried?.purpose === 'invitation') return showInvitation(account, carried.token);
  if (carried?.purpose === 'email') return account ? showView('email') : showWays('Sign in first, to the account that gets the new address.');
  if (account) return location.replace('/account');
  showWays('');
  const failure = new URLSearchParams(location.search).get('error');
  if (failure) showTrouble(describeReturn(failure));
}

/** @param first - What the signing in is for, where it is on the way to something. */
function showWays(first: string): void {
  const note = find('#first', HTMLElement);
  note.textContent = first;
  note.hidden = first === '';
  find('#trouble', HTMLElement).hidden = true;
  showView('ways');
}

async function showInvitation(account: Account | null, token: string): Promise<void> {
  try {
    const { teamName, role } = await ask<{ readonly teamName: string; readonly role: string }>('POST', '/v1/invitations/read', { token });
    const said = { sentence: `A seat in ${teamName}.`, explanation: role === 'owner' ? 'You are invited as an owner: you may invite others, and change or dissolve the team.' : 'You are invited as a member.' };
    if (!account) return showWays(`You are invited to ${teamName}. Sign in, or make an account, to take the seat. If that takes a mail, open the invitation once more afterwards.`);
    find('#invited', HTMLElement).textContent = account.name ?? account.email ?? 'somebody';
    showView('invitation', said);
  } catch (error) {
    showWays('');
    showTrouble(describeFailure(error));
  }
}

function fillWays(session: Session): void {
  const buttons = session.ways.filter(({ kind }) => kind === 'provider' || kind === 'site').map(buildWay);
  find('#providers', HTMLElement).replaceChildren(...buttons);
  const hasPassword = hasWay(session, 'password');
  const hasMail = hasWay(session, 'mail');
  find('#password-form', HTMLElement).hidden = !hasPassword;
  find('#mail-form', HTMLElement).hidden = hasPassword || !hasMail;
  find('#or', HTMLElement).hidden = buttons.length === 0 || !(hasPassword || hasMail);
  find('#to-create', HTMLElement).hidden = !hasPassword;
  find('#no-create', HTMLElement).hidden = hasPassword;
  find('[data-way="mail"]', HTMLElement).hidden = !hasMail;
  document.querySelectorAll('.terms-version').forEach((element) => { element.textContent = nameTerms(session.termsVersion); });
}

function buildWay({ id, name, kind }: Way): HTMLElement {
  const button = build('button', 'button', kind === 'site' ? 'Continue as on your company’s site' : `Continue with ${name}`);
  button.type = 'button';
  button.addEventListener('click', () => void enterBy(id, kind));
  return button;
}

async function enterBy(id: string, kind: Way['kind']): Promise<void> {
  try {
    if (kind === 'site') return await enter('next-auth', {});
    const { url } = await ask<{ readonly url: string }>('POST', `/auth/signin/${id}`, { callbackUrl: `/sign-in${location.hash}` });
    location.assign(url);
  } catch (error) {
    showTrouble(describeFailure(error));
  }
}

function showTrouble(text: string): void {
  const trouble = find('#trouble', HTMLElement);
  trouble.textContent = text;
  trouble.hidden = false;
  trouble.focus();
}

function listenToForms(): void {
  const form = (id: string) => find(`#${id}`, HTMLFormElement);
  onSubmit(form('password-form'), (fields) => enter('password', { email: textOf(fields, 'email'), password: textOf(fields, 'password') }));
  onSubmit(form('mail-form'), (fields) => sendMail('sign-in-links', { email: textOf(fields, 'email') }));
  onSubmit(form('link-form'), (fields) => sendMail('sign-in-links', { email: textOf(fields, 'email') }));
  onSubmit(form('forgot-form'), (fields) => sendMail('password-resets', { email: textOf(fields, 'email') }));
  onSubmit(form('create-form'), async (fields) => sendMail('registrations', { ...(await declaration()), email: textOf(fields, 'email'), password: textOf(fields, 'password'), name: textOf(fields, 'name').trim() || undefined }));
  onSubmit(form('again-form'), async () => sendAgain?.());
  onSubmit(form('confirm-form'), () => enter('link', { token: carried?.token }));
  onSubmit(form('prove-form'), (fields) => enter('prove', { token: carried?.token, password: textOf(fields, 'password') || undefined }));
  onSubmit(form('reset-form'), (fields) => enter('reset', { token: carried?.token, password: textOf(fields, 'password') }));
  onSubmit(form('email-form'), () => use('/v1/account/email/proof'));
  onSubmit(form('accept-form'), () => use('/v1/invitations/accept'));
  onSubmit(form('declare-form'), declare);
  onSubmit(form('minor-form'), refuseMinor);
}

async function declaration(): Promise<{ readonly isAdult: boolean; readonly termsVersion: string }> {
  return { isAdult: true, termsVersion: (await firstSession).termsVersion };
}

async function sendMail(what: string, fields: MailRequest): Promise<void> {
  sendAgain = () => sendMail(what, fields);
  await ask('POST', `/v1/account/${what}`, fields);
  find('#sent-to', HTMLElement).textContent = fields.email;
  showView('sent');
}

/** Sign in by a proof. A link that was used leaves the address, so that nobody finds it there. */
async function enter(proof: string, fields: object): Promise<void> {
  try {
    await ask('POST', `/auth/callback/${proof}`, fields);
  } catch (error) {
    if (!(error instanceof Declined) || error.code !== 'link-spent') throw error;
    forgetLink();
    return showView(proof === 'reset' ? 'forgot' : 'mail', spentWords);
  }
  if (carried?.purpose !== 'invitation' && carried?.purpose !== 'email') forgetLink();
  const session = await readSession();
  if (!session.account) throw new Declined('', 'You are let in, but the browser did not keep the cookie that says so. Allow cookies for this site, then sign in.');
  if (proof === 'prove' && !session.account.hasPassword) return showView('declare', clearedWords);
  if (carried || session.account.standing !== 'active') return arrange(session);
  location.assign('/account');
}

/** Use the link that was opened, as somebody who is signed in. */
async function use(path: string): Promise<void> {
  await ask('POST', path, { token: carried?.token });
  forgetLink();
  location.assign('/account');
}

async function declare(): Promise<void> {
  await ask('POST', '/v1/account/declaration', await declaration());
  if (carried) return arrange(await readSession());
  location.assign('/account');
}

/** The answer is a refusal, and that is what was wanted. */
async function refuseMinor(): Promise<void> {
  await ask('POST', '/v1/account/declaration', { ...(await declaration()), isAdult: false }).catch((error: unknown) => {
    if (!(error instanceof Declined) || error.code !== 'under-age') throw error;
  });
  showView('minor');
}

function readLink(): CarriedLink | undefined {
  const [, purpose, token] = /^#(link|prove|reset|email|invitation)=([\w-]+)$/.exec(location.hash) ?? [];
  return purpose && token ? { purpose: purpose as CarriedLink['purpose'], token } : undefined;
}

function forgetLink(): void {
  carried = undefined;
  history.replaceState(null, '', location.pathname);
}
