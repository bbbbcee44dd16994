// Owns the checks of what stands behind the head. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import { describeShade, distanceToShade } from '../background-shades.ts';
import type { Check } from '../check.ts';
import type { BackgroundMeasures } from '../measures.ts';
import type { DocumentRule } from '../rule.ts';
import { atMost, gradeCheck, lookYourself, roundTo } from './grade.ts';
import type { Named } from './grade.ts';
import { hidesColours } from './light.ts';

/** Less of the frame around the head than this is background: nothing is told. */
const leastShare = 0.03;

/** Even, of a right colour, without shadow; painted ones are all of it. */
export function checkBackground(subject: CheckSubject): Check[] {
  const names = nameChecks(subject);
  if (subject.choice.mode === 'studio') {
    const { paint } = subject.choice;
    return [passPainted(names.uniformity), paint ? judgeColour(names.colour, subject.rule, paint) : passPainted(names.colour), passPainted(names.shadow)];
  }
  const { background } = subject.measures;
  if (background.share < leastShare) {
    return Object.values(names).map((named) => lookYourself(named, 'Too little of the background is seen to tell. Look yourself, and leave some wall around the head.'));
  }
  const uniformity = checkUniformity(names.uniformity, subject);
  const isPlain = uniformity.result !== 'fail';
  return [uniformity, checkColour(names.colour, subject, isPlain), checkShadow(names.shadow, background, isPlain)];
}

function nameChecks({ rule, choice }: CheckSubject) {
  const painted = choice.mode === 'studio' ? ' (painted)' : '';
  const shades = rule.background.map((shade) => describeShade(shade).title).join(' or ');
  return {
    uniformity: { name: 'BackgroundUniformity', title: `Plain background${painted}`, basis: 'document' },
    colour: { name: 'BackgroundColour', title: `Background ${shades}${painted}`, basis: 'document' },
    shadow: { name: 'BackgroundShadow', title: `No shadow behind the head${painted}`, basis: 'practice' },
  } as const;
}

/** A painted background is as it should be: nothing of the photo's own is left to measure. */
function passPainted(named: Named): Check {
  return { ...lookYourself(named, ''), result: 'pass' };
}

/** Spread of CIELAB about the wall's slow change of light: walls 0–2.2, loose curls before one 3.3, clutter from 11 on. */
const [mostTexture, clutterTexture] = [4, 8];

/** Lightness from the wall's darkest twentieth to its lightest: walls up to 8, a painted studio backdrop 13. */
const [mostUnevenness, wrongUnevenness] = [12, 25];

function checkUniformity(named: Named, { rule, measures: { background } }: CheckSubject): Check {
  const { texture, unevenness } = background;
  const isUneven = texture <= mostTexture && unevenness > mostUnevenness;
  return isUneven
    ? gradeCheck(named, {
        value: roundTo(unevenness, 0),
        unit: null,
        limits: atMost(mostUnevenness),
        failLimits: atMost(wrongUnevenness),
        advice: `The background is lighter on one side. Light the wall evenly, or step further away from it${orPainted(rule)}.`,
      })
    : gradeCheck(named, {
        value: roundTo(texture, 1),
        unit: null,
        limits: atMost(mostTexture),
        failLimits: atMost(clutterTexture),
        advice: `Something is seen behind the head. Stand before a plain wall without pattern, furniture or people${orPainted(rule)}.`,
      });
}

/** ΔE*ab from the shades allowed: up to here another camera's white balance would be enough. */
const nearShade = 6;

function checkColour(named: Named, subject: CheckSubject, isPlain: boolean): Check {
  const limits = atMost(0);
  if (!isPlain) return lookYourself(named, 'The background is not plain, so that it has no one colour.', limits);
  if (hidesColours(subject)) return lookYourself(named, 'In this light the background’s colour cannot be told. Put the light right first.', limits);
  return judgeColour(named, subject.rule, subject.measures.background.colour);
}

function judgeColour(named: Named, rule: DocumentRule, colour: BackgroundMeasures['colour']): Check {
  const distance = Math.min(...rule.background.map((shade) => distanceToShade(shade, colour)));
  const shades = rule.background.map((shade) => describeShade(shade).title).join(' or ');
  // A hair's breadth outside is told as outside.
  const value = distance > 0 ? Math.max(1, roundTo(distance, 0)) : 0;
  return gradeCheck(named, { value, unit: null, limits: atMost(0), failLimits: atMost(nearShade), advice: `The background has to be ${shades}. Stand before such a wall${orPainted(rule)}.` });
}

/** Where the authority does not refuse it. */
function orPainted({ alteration }: DocumentRule): string {
  return alteration.forbidden ? '' : ', or have a new background painted';
}

/** Lightness lost beside the head: plain walls 0–3, a shadow that everybody sees from 10 on. */
const [mostShadow, clearShadow] = [5, 10];

function checkShadow(named: Named, { shadow }: BackgroundMeasures, isPlain: boolean): Check {
  if (!isPlain) return lookYourself(named, 'Before a background that is not plain a shadow cannot be told.', atMost(mostShadow));
  const advice = 'The head throws a shadow on the wall. Step half a metre away from it, and light from the front instead of a flash.';
  return gradeCheck(named, { value: roundTo(shadow, 0), unit: null, limits: atMost(mostShadow), failLimits: atMost(clearShadow), advice });
}
