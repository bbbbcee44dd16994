// Owns a sheet from a finished photo to its file.

import { Problem } from '../problem.ts';
import type { FinishedSheet, JobContext, SheetOrder, StudioParts } from './orders.ts';

/** @throws {Problem} */
export async function printSheet(_parts: StudioParts, _order: SheetOrder, _context: JobContext): Promise<FinishedSheet> {
  throw new Problem('internal', 'Sheets are not made yet.');
}
