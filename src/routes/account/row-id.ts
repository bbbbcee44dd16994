// Owns ids in an address. Refuses whatever is no id before the rows are asked: nothing can be there.

import type { Request } from 'express';
import { Problem } from '../../problem.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws {Problem} `not-found`, as if it were somebody else's. */
export function readId(request: Request, name: 'key' | 'team' | 'member'): string {
  const id = request.params[name];
  if (typeof id === 'string' && uuid.test(id)) return id;
  throw new Problem('not-found', `There is no such ${name === 'key' ? 'API key' : name}.`);
}
