// Owns the fields in which a portrait's look is wished for, and the declaration without which none is made. Stores nothing of it.

import { z } from 'zod';
import { readColour } from '../photo/css-colour.ts';
import type { Colour } from '../photo/css-colour.ts';
import { Problem } from '../problem.ts';
import { expressions, framings, outfits, retouches } from '../styles/look.ts';
import { oneOf } from './fields.ts';

/** Fields of everything that is made in a look. */
export const lookFields = {
  style: z.string().optional().describe('the id of a look, listed by /v1/styles'),
  outfit: oneOf(idsOf(outfits)),
  framing: oneOf(idsOf(framings)),
  expression: oneOf(idsOf(expressions)),
  retouch: oneOf(idsOf(retouches)),
  brand: z
    .string()
    .transform((text) => writeHex(readColour(text)))
    .pipe(z.string())
    .optional()
    .describe('a CSS colour without transparency, such as #0a7c66'),
  note: z.string().optional().describe('one line about clothes, setting or mood'),
  consent: oneOf(['subject']),
};

/** @throws {Problem} `consent-missing`. */
export function requireConsent(consent: 'subject' | undefined): void {
  if (consent !== undefined) return;
  throw new Problem('consent-missing', 'Send `consent=subject` to declare that the person in the photo is you or has agreed to this picture.', { members: { parameter: 'consent' } });
}

function idsOf<T extends string>(list: readonly { readonly id: T }[]): [T, ...T[]] {
  return list.map(({ id }) => id) as [T, ...T[]];
}

/** @returns `#rrggbb`; undefined for what is no colour, or one that lets through. */
function writeHex(colour: Colour | undefined): string | undefined {
  if (!colour || colour.alpha < 1) return undefined;
  return `#${[colour.red, colour.green, colour.blue].map((part) => Math.round(part * 255).toString(16).padStart(2, '0')).join('')}`;
}
