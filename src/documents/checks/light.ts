// Owns the checks of light, colour and sharpness of the face. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';

export function checkLight(_subject: CheckSubject): Check[] {
  return [];
}
