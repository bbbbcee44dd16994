// Shows what each kind of problem is called and which status it has for programs that know remove.bg.

import { expect, it } from 'vitest';
import { Problem } from '../../../src/problem.ts';
import type { ProblemCode } from '../../../src/problem.ts';
import { removebgErrors } from '../../../src/routes/removebg/errors.ts';

it.each<readonly [ProblemCode, number, string]>([
  ['person-not-found', 400, 'unknown_foreground'],
  ['upload-too-large', 400, 'file_too_large'],
  ['not-acceptable', 400, 'not_acceptable'],
  ['credits-exhausted', 402, 'insufficient_credits'],
  ['key-unknown', 403, 'auth_failed'],
  ['declaration-missing', 403, 'declaration_missing'],
  ['rate-limited', 429, 'rate_limit_exceeded'],
  ['internal', 500, 'internal'],
  ['budget-full', 503, 'budget_full'],
])('%s is %i %s', (code, status, name) => {
  const problem = new Problem(code, 'What to do.');
  expect(removebgErrors.statusOf(problem)).toBe(status);
  expect(JSON.parse(removebgErrors.write(problem, ''))).toEqual({ errors: [{ title: problem.title, code: name, detail: 'What to do.' }] });
});
