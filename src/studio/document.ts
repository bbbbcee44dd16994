// Owns an identity photo from its photo to its file. Always made on this machine: authorities refuse generated faces.

import { Problem } from '../problem.ts';
import type { DocumentOrder, FinishedDocument, JobContext, StudioParts } from './orders.ts';

/** @throws {Problem} */
export async function makeDocument(_parts: StudioParts, _order: DocumentOrder, _context: JobContext): Promise<FinishedDocument> {
  throw new Problem('internal', 'Identity photos are not made yet.');
}
