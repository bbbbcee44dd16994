// Owns telling which identity documents are known, with their rules and where those were read, and the papers for sheets. Nothing here is about any user.

import type { Request, Response } from 'express';
import { z } from 'zod';
import { documentRules, findRule } from '../documents/catalogue.ts';
import { papers } from '../documents/papers.ts';
import { searchDocuments } from '../documents/search.ts';
import { readFields } from './fields.ts';

/** Characters of a search; names of documents are shorter. */
const maxTextLength = 100;

/** Documents answered to a search: more is not read. */
const maxFound = 20;

const query = z.object({ q: z.string().max(maxTextLength).optional().describe(`a text of up to ${maxTextLength} characters`) });

/** Answer with all documents, or with those that fit `?q=`, best first, at most 20. */
export function answerDocuments(request: Request, response: Response): void {
  const text = readFields(query, request.query).q?.trim() ?? '';
  const documents = text === '' ? documentRules : searchDocuments(documentRules, text, maxFound);
  response.set('Cache-Control', 'no-cache').json({ documents, papers });
}

/** Answer with one document's rules; an unknown id is told with its neighbours. */
export function answerDocument(request: Request, response: Response): void {
  response.set('Cache-Control', 'no-cache').json(findRule(String(request.params['document'])));
}
