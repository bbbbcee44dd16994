// Owns `POST /v1/checks`: a photo in, a verdict for each rule out. No picture comes back.

import { z } from 'zod';
import type { DocumentRule } from '../documents/rule.ts';
import { madeHere } from '../studio/engine-choice.ts';
import type { CheckReport } from '../studio/orders.ts';
import type { Studio } from '../studio/studio.ts';
import type { Vault } from '../retention/vault.ts';
import type { Delivery } from './delivery.ts';
import { documentFields, readLines, readRule } from './document-fields.ts';
import { oneOf, readFields } from './fields.ts';
import { acceptOnly, onlyPhoto } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';

/** Fields of a check. */
export const checkFields = z.object({ ...documentFields, mode: oneOf(['crop', 'studio', 'whole']) });

/** Take `photo`, answer with JSON. */
export function checkWork(studio: Studio): PhotoWork {
  return {
    kind: 'check',
    files: { photo: 1 },
    async make(upload, context, request) {
      acceptOnly(request, ['application/json']);
      const fields = readFields(checkFields, upload.fields);
      const rule = readRule(fields);
      const wish = { engine: fields.engine, maxRetentionDays: fields.maxRetentionDays };
      const report = await studio.checkPhoto({ photo: onlyPhoto(upload), rule, lines: readLines(fields), mode: fields.mode ?? 'crop', wish }, context);
      return describeReport(report, rule, context.vault);
    },
  };
}

/** The verdict first: that is what was asked. The text tells where a face was, so the vault owns its bytes. */
function describeReport({ verdict, checks, placement, measures, notes }: CheckReport, rule: DocumentRule, vault: Vault): Delivery {
  const text = JSON.stringify({ verdict, checks, document: rule, placement, measures, notes });
  const bytes = vault.own(new TextEncoder().encode(text));
  return { mimeType: 'application/json', bytes, made: madeHere, headers: { 'Ephemera-Engine': 'local', 'Ephemera-Retention-Days': '0', 'Ephemera-Verdict': verdict.result } };
}
