// Owns the checks of pose, eyes, mouth and what is worn. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';

export function checkFace(_subject: CheckSubject): Check[] {
  return [];
}
