// Owns the checks of what stands behind the head. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';

export function checkBackground(_subject: CheckSubject): Check[] {
  return [];
}
