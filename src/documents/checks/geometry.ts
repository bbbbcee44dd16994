// Owns the checks of where the head stands on the print, and whether the photo has pixels enough for it. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';

export function checkGeometry(_subject: CheckSubject): Check[] {
  return [];
}
