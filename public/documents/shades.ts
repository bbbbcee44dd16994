// Owns the choice among the backgrounds that an authority takes, for when a new one is painted. Refuses colours that its rule does not name.

import { describeShade } from '../../src/documents/background-shades.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { find, paintChip } from '../elements.ts';
import { chosenValue, fillRadios } from '../radios.ts';

const shades = find('#shades', HTMLElement);

/** Offer a rule's shades; its first is painted unless another is chosen. */
export function fillShades(rule: DocumentRule | undefined): void {
  const described = (rule?.background ?? []).map(describeShade);
  fillRadios(shades, 'shade', 'chip', described.map(({ title, paint }) => ({ value: paint, label: title, content: [paintChip(paint)] })), described[0]?.paint ?? '');
}

/** Show the choice where there is one: a new background, and more than one shade. */
export function showShades(isPainted: boolean): void {
  shades.hidden = !isPainted || shades.childElementCount < 2;
}

/** The colour to paint, or nothing to leave it to the rule. */
export function chosenShade(form: HTMLFormElement): string {
  return chosenValue(form, 'shade');
}
