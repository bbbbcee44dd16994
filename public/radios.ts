// Owns the radio buttons and check boxes the panel is made of. Refuses anything but native inputs: the keyboard and screen readers know them.

import { build } from './elements.ts';

/** One choice of a group. */
export interface RadioChoice {
  readonly value: string;
  /** What is seen, and read out when there is no `label`. */
  readonly content: readonly (Node | string)[];
  /** Read out instead of the content, and shown on hover. */
  readonly label?: string;
  readonly disabled?: boolean;
}

/**
 * Fill an element with radio buttons, each inside its label.
 *
 * @param chosen - Value to check; the first enabled choice when it is not among them.
 */
export function fillRadios(parent: Element, name: string, className: string, choices: readonly RadioChoice[], chosen: string): void {
  const possible = choices.filter((choice) => !choice.disabled);
  const checked = possible.some((choice) => choice.value === chosen) ? chosen : possible[0]?.value;
  parent.querySelectorAll(`.${className}`).forEach((label) => label.remove());
  parent.append(...choices.map((choice) => buildInput('radio', name, className, choice, choice.value === checked)));
}

/** Fill an element with check boxes, each inside its label and looking as radio buttons do. */
export function fillChecks(parent: Element, name: string, className: string, choices: readonly RadioChoice[], checked: ReadonlySet<string>): void {
  parent.querySelectorAll(`.${className}`).forEach((label) => label.remove());
  parent.append(...choices.map((choice) => buildInput('checkbox', name, className, choice, checked.has(choice.value))));
}

/** Value of the chosen radio button, or an empty text. */
export function chosenValue(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? '';
}

function buildInput(type: 'radio' | 'checkbox', name: string, className: string, choice: RadioChoice, checked: boolean): HTMLLabelElement {
  const input = build('input', 'radio');
  input.type = type;
  input.name = name;
  input.value = choice.value;
  input.checked = checked;
  input.disabled = choice.disabled ?? false;
  const label = build('label', className, input, ...choice.content);
  if (choice.label) {
    input.setAttribute('aria-label', choice.label);
    label.title = choice.label;
  }
  return label;
}
