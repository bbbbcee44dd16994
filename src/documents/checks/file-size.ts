// Owns the check of a file's size against what a portal takes, finished or handed in as it stands. Refuses uploads that will be cropped: their size is the camera's.

import type { Check } from '../check.ts';
import type { DocumentRule } from '../rule.ts';

/** Kilobytes of a file; none where the authority names no size. Authorities do not say how large theirs are: both readings must hold. */
export function checkFileSize(bytes: number, { digital }: DocumentRule): Check[] {
  const limits = { min: digital?.minKB ?? null, max: digital?.maxKB ?? null };
  if (limits.min === null && limits.max === null) return [];
  const isSmall = limits.min !== null && bytes < limits.min * 1024;
  const isLarge = limits.max !== null && bytes > limits.max * 1000;
  const advice = isSmall ? 'The file is smaller than the portal takes. Send a photo with more pixels, compressed less.' : isLarge ? 'The file is larger than the portal takes. POST /v1/documents makes it smaller; its field maxKB says how small.' : '';
  return [{ name: 'FileSize', title: 'File size', value: Math.round(bytes / 1000), unit: 'kB', limits, result: isSmall || isLarge ? 'fail' : 'pass', advice, basis: 'document' }];
}
