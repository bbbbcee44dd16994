// Owns the answer to a method that an address does not take. Knows no address itself.

import type { Response } from 'express';
import { Problem } from '../problem.ts';

/** Refuse with the methods that are taken here. */
export function refuseMethod(...allowed: readonly string[]) {
  return (_request: unknown, response: Response): void => {
    response.set('Allow', allowed.join(', '));
    throw new Problem('method-not-allowed', `Use ${allowed.join(' or ')} here.`, { members: { allowed } });
  };
}
