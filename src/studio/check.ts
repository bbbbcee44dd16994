// Owns a check from its photo to its report. Always made on this machine.

import { Problem } from '../problem.ts';
import type { CheckOrder, CheckReport, JobContext, StudioParts } from './orders.ts';

/** @throws {Problem} `face-not-found`, `person-not-found`, and as opening does. */
export async function checkPhoto(_parts: StudioParts, _order: CheckOrder, _context: JobContext): Promise<CheckReport> {
  throw new Problem('internal', 'Checks are not made yet.');
}
