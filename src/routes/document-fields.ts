// Owns the fields by which a document is chosen: its id, or a size of one's own, and the lines a person moved. Refuses pixels.

import { z } from 'zod';
import { findRule } from '../documents/catalogue.ts';
import { createCustomRule } from '../documents/custom.ts';
import type { LineOverrides } from '../documents/placement.ts';
import type { DocumentRule } from '../documents/rule.ts';
import { Problem } from '../problem.ts';
import { decimal, outputFields, wholeNumber } from './fields.ts';

/** A document of any size and country when none is named. */
const usualDocument = 'icao-generic';

const customFields = {
  widthMm: decimal(1, 1000),
  heightMm: decimal(1, 1000),
  width: wholeNumber(1, 20_000),
  height: wholeNumber(1, 20_000),
  headMinMm: decimal(0, 1000),
  headMaxMm: decimal(0, 1000),
  eyeMinMm: decimal(0, 1000),
  eyeMaxMm: decimal(0, 1000),
};

/** Fields of every request about an identity document. Whether a size makes sense is judged by `createCustomRule`. */
export const documentFields = {
  engine: outputFields.engine,
  maxRetentionDays: outputFields.maxRetentionDays,
  document: z.string().max(60).optional().describe('the id of a document from GET /v1/documents, or custom'),
  ...customFields,
  dpi: outputFields.dpi,
  crownY: decimal(-100_000, 100_000),
  eyesY: decimal(-100_000, 100_000),
  chinY: decimal(-100_000, 100_000),
};

type CustomField = keyof typeof customFields;

/** What those fields hold once they are read. */
export type DocumentChoice = { readonly [Name in CustomField | 'dpi' | keyof LineOverrides]?: number | undefined } & { readonly document?: string | undefined };

/**
 * The rule that is asked for.
 *
 * @throws {Problem} `document-unknown` with the nearest ids, `size-impossible`, `parameter-invalid` for a size beside a document that has its own.
 */
export function readRule(choice: DocumentChoice): DocumentRule {
  const id = choice.document ?? usualDocument;
  if (id === 'custom') return createCustomRule(choice);
  const extra = (Object.keys(customFields) as CustomField[]).find((name) => choice[name] !== undefined);
  const rule = findRule(id);
  if (extra !== undefined) {
    throw new Problem('parameter-invalid', `\`${extra}\` goes with \`document=custom\` only: ${rule.id} has its own size.`, { members: { parameter: extra } });
  }
  return rule;
}

/** The lines that the person moved. */
export function readLines({ crownY, eyesY, chinY }: DocumentChoice): LineOverrides {
  return { crownY, eyesY, chinY };
}
