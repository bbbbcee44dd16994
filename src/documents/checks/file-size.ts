// Owns the check of a finished file's size against what a portal takes. Refuses the upload: that is the photographer's.

import type { Check } from '../check.ts';
import type { DocumentRule } from '../rule.ts';

/** Kilobytes of a finished photo; none where the authority names no size. Authorities do not say how large theirs are: both readings must hold. */
export function checkFileSize(bytes: number, { digital }: DocumentRule): Check[] {
  const limits = { min: digital?.minKB ?? null, max: digital?.maxKB ?? null };
  if (limits.min === null && limits.max === null) return [];
  const isSmall = limits.min !== null && bytes < limits.min * 1024;
  const isLarge = limits.max !== null && bytes > limits.max * 1000;
  const advice = isSmall ? 'The file is smaller than the portal takes, although nothing was left out of it. Send a photo with more pixels.' : isLarge ? 'The file is larger than the portal takes. Ask for less with maxKB.' : '';
  return [{ name: 'FileSize', title: 'File size', value: Math.round(bytes / 1000), unit: 'kB', limits, result: isSmall || isLarge ? 'fail' : 'pass', advice, basis: 'document' }];
}
