// Owns the whole judgement of measures against a rule: where the frame lies, every check, the verdict. Refuses pixels, so that the page can judge again without sending the photo.

import type { Check, Verdict } from './check.ts';
import { checkBackground } from './checks/background.ts';
import { checkFace } from './checks/face.ts';
import { checkFile } from './checks/file.ts';
import { checkGeometry } from './checks/geometry.ts';
import { checkLight } from './checks/light.ts';
import type { BackgroundMeasures, PhotoMeasures } from './measures.ts';
import { linesFor, placePhoto } from './placement.ts';
import type { DocumentPlacement, LineOverrides } from './placement.ts';
import type { DocumentRule } from './rule.ts';
import { writeVerdict } from './verdict.ts';
import { checkWhole, placeWhole } from './whole.ts';

/** What is to be made of the photo; a check alone takes it as it is. */
export interface AssessChoice extends LineOverrides {
  /** `crop` will crop and level, `studio` also paints the background anew; `whole` takes a photo that was cropped already as it stands. */
  readonly mode: 'crop' | 'studio' | 'whole';
  /** The colour painted, where it is not the rule's own. */
  readonly paint?: BackgroundMeasures['colour'] | undefined;
}

/** A photo judged. */
export interface Assessment {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly placement: DocumentPlacement;
}

/** What every group of checks is made from. */
export interface CheckSubject {
  readonly measures: PhotoMeasures;
  readonly rule: DocumentRule;
  readonly placement: DocumentPlacement;
  readonly choice: AssessChoice;
}

/** Judge a photo's measures by a document's rules. */
export function assess(measures: PhotoMeasures, rule: DocumentRule, choice: AssessChoice): Assessment {
  const lines = linesFor(measures.lines, rule, choice);
  const placement =
    choice.mode === 'whole' ? placeWhole(lines, measures, rule) : placePhoto(lines, { ...measures, isPainted: choice.mode === 'studio' && !measures.cut.top }, rule);
  const subject = { measures, rule, placement, choice };
  const checks = [...checkFace(subject), ...checkGeometry(subject), ...checkBackground(subject), ...checkLight(subject), ...checkFile(subject)];
  if (choice.mode === 'whole') checks.push(...checkWhole(subject));
  return { verdict: writeVerdict(checks, rule), checks, placement };
}
