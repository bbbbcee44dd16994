// Owns how a form is checked, sent and answered. Refuses to send what is not filled in, and to send it twice.

import { build } from '../elements.ts';
import { Declined, describeFailure } from './server.ts';

/** Something wrong with a form: what, and in which field. */
interface Fault {
  readonly text: string;
  readonly input: HTMLInputElement | undefined;
}

/**
 * Send a form by script. Each input says in `data-need` what it needs; one with `data-least` needs as many characters.
 *
 * @param work - What to do with the fields; what it throws is shown where the form begins.
 */
export function onSubmit(form: HTMLFormElement, work: (fields: FormData) => Promise<void>): void {
  form.noValidate = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const isRunning = form.hasAttribute('aria-busy');
    if (!isRunning) void send(form, work);
  });
}

/** A text field of a form. */
export function textOf(fields: FormData, name: string): string {
  return String(fields.get(name) ?? '');
}

/** Take away what was said about a form. */
export function clearFaults(form: HTMLFormElement): void {
  form.querySelectorAll('.form-problem, .field-problem').forEach((element) => element.remove());
  for (const input of inputsOf(form)) {
    input.removeAttribute('aria-invalid');
    describeBy(input, hintsOf(input));
  }
}

/** Say what is wrong: at its field, and if there is more than one or none, at the head of the form; the keyboard is led there. */
function showFaults(form: HTMLFormElement, faults: readonly Fault[]): void {
  clearFaults(form);
  for (const { input, text } of faults) if (input) markField(input, text);
  const [first] = faults;
  if (faults.length === 1 && first?.input) return first.input.focus();
  const summary = build('div', 'form-problem', ...describe(faults));
  summary.tabIndex = -1;
  summary.setAttribute('role', 'alert');
  form.prepend(summary);
  summary.focus();
}

/** Let every password be seen on demand. */
export function listenToPeeks(): void {
  document.querySelectorAll<HTMLButtonElement>('.peek').forEach((button) => {
    const input = button.parentElement?.querySelector('input');
    button.addEventListener('click', () => {
      if (!input) return;
      const shown = input.type === 'password';
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? 'Hide' : 'Show';
      button.ariaLabel = (button.ariaLabel ?? '').replace(/^\w+/, button.textContent);
    });
  });
}

async function send(form: HTMLFormElement, work: (fields: FormData) => Promise<void>): Promise<void> {
  clearFaults(form);
  const faults = inputsOf(form).filter((input) => !isFilled(input)).map((input) => ({ input, text: input.dataset['need'] ?? 'Fill this in.' }));
  if (faults.length > 0) return showFaults(form, faults);
  form.setAttribute('aria-busy', 'true');
  try {
    await work(new FormData(form));
  } catch (error) {
    const input = inputOf(form, error);
    showFaults(form, [{ text: input?.dataset['need'] ?? describeFailure(error), input }]);
  } finally {
    form.removeAttribute('aria-busy');
  }
}

function inputsOf(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.elements].filter((element) => element instanceof HTMLInputElement);
}

function inputOf(form: HTMLFormElement, error: unknown): HTMLInputElement | undefined {
  const name = error instanceof Declined ? error.field : undefined;
  return name === undefined ? undefined : inputsOf(form).find((input) => input.name === name);
}

function isFilled(input: HTMLInputElement): boolean {
  // An untouched field has no one's idea of a length.
  const least = Number(input.dataset['least'] ?? 0);
  return input.checkValidity() && [...input.value].length >= (input.required ? least : 0);
}

function describe(faults: readonly Fault[]): (Node | string)[] {
  const [first] = faults;
  if (faults.length === 1 && first) return [first.text];
  const lines = faults.map(({ text, input }) => {
    const link = build('a', '', text);
    link.href = `#${input?.id ?? ''}`;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      input?.focus();
    });
    return build('li', '', link);
  });
  return [build('p', '', 'Look at these once more:'), build('ul', '', ...lines)];
}

function markField(input: HTMLInputElement, text: string): void {
  const note = build('p', 'field-problem', text);
  note.id = `${input.id}-problem`;
  input.setAttribute('aria-invalid', 'true');
  describeBy(input, [...hintsOf(input), note.id]);
  input.closest('.field, .agree')?.append(note);
}

/** What describes a field beside what is wrong with it. */
function hintsOf(input: HTMLInputElement): string[] {
  return (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '' && id !== `${input.id}-problem`);
}

function describeBy(input: HTMLInputElement, ids: readonly string[]): void {
  if (ids.length > 0) input.setAttribute('aria-describedby', ids.join(' '));
  else input.removeAttribute('aria-describedby');
}
