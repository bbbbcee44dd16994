// Owns how Google writes: where pictures stand in an answer, and what its errors say. Refuses their words.

import { z } from 'zod';
import type { Dialect } from '../wire/exchange.ts';
import { readDelayMs } from '../wire/fault.ts';
import type { WireFaultFacts } from '../wire/fault.ts';

/** @see https://google.aip.dev/193 */
const errorSchema = z.object({
  error: z.object({
    status: z.string().regex(/^[A-Z_]{1,40}$/).optional().catch(undefined),
    details: z.array(z.object({ retryDelay: z.string().optional().catch(undefined) })).optional().catch(undefined),
  }),
});

/** Gemini's, on the Developer API and on Vertex. */
export const dialect: Dialect = { pictureKey: 'data', readError };

function readError(json: unknown): Omit<WireFaultFacts, 'status'> {
  const parsed = errorSchema.safeParse(json);
  const error = parsed.success ? parsed.data.error : undefined;
  const stated = error?.details?.find((detail) => detail.retryDelay)?.retryDelay;
  return { statusName: error?.status, retryDelayMs: readDelayMs(stated?.match(/^([\d.]+)s$/)?.[1]) };
}
