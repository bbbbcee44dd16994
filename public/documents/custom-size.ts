// Owns the fields of a size of one's own. Refuses sizes that no photo can have, in the server's own words.

import { createCustomRule } from '../../src/documents/custom.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { Problem } from '../../src/problem.ts';
import { find } from '../elements.ts';

const names = ['widthMm', 'heightMm', 'width', 'height', 'dpi', 'headMinMm', 'headMaxMm', 'eyeMinMm', 'eyeMaxMm'] as const;

/** The fields that were filled in, by the names the server knows them by. */
export type CustomSize = { readonly [Name in (typeof names)[number]]?: number };

const group = find('#custom-size', HTMLElement);
const trouble = find('#custom-trouble', HTMLElement);

/** Show the fields, or hide them; hidden ones hold nothing up. */
export function showCustomSize(shown: boolean): void {
  group.hidden = !shown;
  group.querySelectorAll('input').forEach((input) => { input.disabled = !shown; });
}

/** Read the fields that are filled in. */
export function readCustomSize(): CustomSize {
  const filled = names.map((name) => [name, find(`#custom-${name}`, HTMLInputElement).valueAsNumber] as const);
  return Object.fromEntries(filled.filter(([, value]) => Number.isFinite(value)));
}

/** Make a rule of the fields; undefined when no photo can have this size, with the reason shown. */
export function readCustomRule(): DocumentRule | undefined {
  try {
    const rule = createCustomRule(readCustomSize());
    say('');
    return rule;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.detail);
    return undefined;
  }
}

function say(text: string): void {
  trouble.textContent = text;
  trouble.hidden = text === '';
}
