// Owns how OpenAI writes: where pictures stand in an answer, and what its errors say. Refuses their words.

import { z } from 'zod';
import type { RefusalReason } from '../refusals.ts';
import type { Dialect } from '../wire/exchange.ts';
import type { WireFaultFacts } from '../wire/fault.ts';

/** @see https://developers.openai.com/api/docs/guides/error-codes */
const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^[a-z_]{1,60}$/).nullish().catch(undefined) }) });

/** Codes of a request that was refused for what is in it, with status 400. */
const refusals: Readonly<Record<string, RefusalReason>> = {
  moderation_blocked: 'safety',
  content_policy_violation: 'prohibited-content',
};

/** Status 429 too, but not for too many requests: the project's money or quota is spent. */
const lastingCodes = ['insufficient_quota', 'billing_hard_limit_reached'];

/** OpenAI's, of its images. */
export const dialect: Dialect = { pictureKey: 'b64_json', readError };

function readError(json: unknown): Omit<WireFaultFacts, 'status'> {
  const parsed = errorSchema.safeParse(json);
  const code = parsed.success ? parsed.data.error.code : undefined;
  if (!code) return {};
  return { statusName: code, refusal: refusals[code], isLasting: lastingCodes.includes(code) };
}
