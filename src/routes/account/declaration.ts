// Owns what everybody declares before the first use, as it is sent. Refuses an earlier text than the one that is shown.

import { z } from 'zod';
import type { Declaration } from '../../accounts/account.ts';
import { termsVersion as shownVersion } from '../../accounts/terms.ts';
import { Problem } from '../../problem.ts';

/** Fields of a declaration. */
export const declarationFields = z.object({
  isAdult: z.boolean().describe('true or false'),
  termsVersion: z.string().describe('the version of the terms that was shown'),
});

/** @throws {Problem} `terms-missing` for another version than the one that is shown. */
export function checkTerms(declaration: Declaration): Declaration {
  if (declaration.isAdult && declaration.termsVersion !== shownVersion) {
    throw new Problem('terms-missing', `Accept the terms of ${shownVersion}: they are the ones that are shown.`, { members: { termsVersion: shownVersion } });
  }
  return declaration;
}
