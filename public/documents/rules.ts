// Owns what the server knows of identity documents and of paper. Refuses to know a rule of its own.

import type { DocumentRule } from '../../src/documents/rule.ts';
import type { Paper } from '../../src/documents/sheet-plan.ts';

/** The documents that can be chosen, and the papers that sheets are printed on. */
export interface DocumentOffer {
  readonly documents: readonly DocumentRule[];
  readonly papers: readonly Paper[];
}

/**
 * Ask the server for its documents.
 *
 * @throws {Error} When the server does not answer with them.
 */
export async function readOffer(): Promise<DocumentOffer> {
  const response = await fetch('/v1/documents', { headers: { Accept: 'application/json' }, credentials: 'omit' });
  if (!response.ok) throw new Error(`The documents answered ${response.status}.`);
  return (await response.json()) as DocumentOffer;
}
