// Owns a check from its photo to its report. Always made on this machine.

import { assess } from '../documents/assess.ts';
import { forgetReading } from '../face/reading.ts';
import { boundLines, seePerson } from './document-reading.ts';
import { chooseEngines, localFacts, localPolicy } from './engine-choice.ts';
import type { CheckOrder, CheckReport, JobContext, StudioParts } from './orders.ts';

/**
 * Measure a photo and judge it. Whatever can be told as a check is one: only a photo without a face is refused.
 *
 * @throws {Problem} `face-not-found`, `person-not-found`, `parameter-invalid` for lines that are no head's, `engine-unavailable`, and as opening does.
 */
export async function checkPhoto(parts: StudioParts, order: CheckOrder, context: JobContext): Promise<CheckReport> {
  chooseEngines([localFacts], order.wish, localPolicy);
  using seen = await seePerson(parts, order.photo, context);
  const { pixels, reading, measures, notes } = seen;
  context.vault.erase(pixels.data);
  forgetReading(reading, context);
  boundLines(order.lines, measures);
  return { ...assess(measures, order.rule, { ...order.lines, mode: order.mode }), measures, notes };
}
