// Owns the words of the verdict over all checks. Refuses to promise that an authority will take the photo.

import type { Check, Verdict } from './check.ts';
import type { DocumentRule } from './rule.ts';

/** Sum up: failures first. */
export function writeVerdict(checks: readonly Check[], rule: DocumentRule): Verdict {
  const order = ['fail', 'warn', 'unknown'] as const;
  const reasons = order.flatMap((result) => checks.filter((check) => check.result === result));
  const worst = reasons[0]?.result;
  return {
    result: worst === 'fail' || worst === 'warn' ? worst : 'pass',
    reasons: reasons.map(({ name, title, result, advice }) => ({ name, title, result, advice })),
    sentence: '',
    basis: `Measured against the published rules of ${rule.countryName}, ${rule.title}, read on ${rule.readOn}.`,
    secondHand: null,
  };
}
