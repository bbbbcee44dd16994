// Owns how a problem is said to programs that know remove.bg: its statuses, its codes, its form. Refuses to say more than the problem does.

import type { ErrorForm } from '../requests.ts';
import type { Problem, ProblemCode } from '../../problem.ts';

/** Codes that remove.bg has a name of its own for. */
const codes: Readonly<Partial<Record<ProblemCode, string>>> = {
  'person-not-found': 'unknown_foreground',
  'photo-missing': 'missing_source',
  'photo-too-many': 'multiple_sources',
  'upload-too-large': 'file_too_large',
  'photo-too-large': 'resolution_too_high',
  'photo-format-unsupported': 'invalid_file_type',
  'photo-unreadable': 'failed_to_read_image',
  'key-unknown': 'auth_failed',
  'sign-in-required': 'auth_failed',
  'credits-exhausted': 'insufficient_credits',
  'rate-limited': 'rate_limit_exceeded',
};

/** `{"errors":[{title, code, detail}]}`, with status 400, 402, 403, 429 or one of the server's own. */
export const removebgErrors: ErrorForm = {
  mediaType: 'application/json',
  statusOf({ status }) {
    if (status === 401) return 403;
    return [402, 403, 405, 429].includes(status) || status >= 500 ? status : 400;
  },
  write: ({ code, title, detail }: Problem) => JSON.stringify({ errors: [{ title, code: codes[code] ?? code.replaceAll('-', '_'), detail }] }),
};
