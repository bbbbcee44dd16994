// Owns the checks of the file: compression, colour. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';

export function checkFile(_subject: CheckSubject): Check[] {
  return [];
}
