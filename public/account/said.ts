// Owns what the account page says after something was done, and what it asks before. Refuses dialogs: the question stands on the button itself.

import { find } from '../elements.ts';
import { Declined, describeFailure } from './server.ts';

/** Long enough to read a line twice. */
const saidForMs = 8000;
let fading: ReturnType<typeof setTimeout> | undefined;

/** Say a line at the foot of the page, and to whoever listens. */
export function say(text: string): void {
  const said = find('#said', HTMLElement);
  said.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { said.textContent = ''; }, saidForMs);
}

/** Do something a button asks for; a failure is said. Whoever is not signed in any more goes to the door. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Declined && ['sign-in-required', 'declaration-missing'].includes(error.code)) return location.assign('/sign-in');
    say(describeFailure(error));
  }
}

/**
 * Do what cannot be undone at the second press; leaving the button takes the first one back.
 *
 * @param question - What the button says after the first press, such as "Really revoke?".
 */
export function onSecondPress(button: HTMLButtonElement, question: string, work: () => Promise<void>): void {
  const name = button.textContent;
  const label = button.ariaLabel;
  const calm = (): void => {
    button.textContent = name;
    button.ariaLabel = label;
    button.classList.remove('button-lamp');
  };
  button.addEventListener('blur', calm);
  button.addEventListener('click', () => {
    if (button.textContent === question) return void attempt(work).then(calm);
    button.textContent = question;
    button.ariaLabel = null;
    button.classList.add('button-lamp');
    say(`${question} Press once more.`);
  });
}

/** Close a row that was filled in, and be where it was opened. */
export function closeRow(form: HTMLFormElement): void {
  const row = form.closest('details');
  form.reset();
  if (!row) return;
  row.open = false;
  row.querySelector('summary')?.focus();
}

/** Put a text into the clipboard; where the browser does not let, mark it for the person to copy. */
export async function copyText(source: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    say('Copied.');
  } catch {
    getSelection()?.selectAllChildren(source);
    say('Marked: copy it with the keyboard or the menu.');
  }
}

const dayForm = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** A moment or a day as people say it: 21 November 2026. */
export function nameDay(iso: string): string {
  return dayForm.format(new Date(iso));
}
