// Owns turning a number and its limits into a check: pass inside, fail far outside, a warning between. Refuses to know what is measured. Runs in the page as well.

import type { Check, CheckBasis, CheckResult } from '../check.ts';

/** Allowed from least to most; null where there is no such end. */
export type Limits = Check['limits'];

/** What a check is called and where its limits come from. */
export type Named = Pick<Check, 'name' | 'title'> & { readonly basis?: CheckBasis };

/** A number to be judged. */
export interface Measured {
  /** Rounded to what the measurement can tell; judged as shown. */
  readonly value: number;
  readonly unit: string | null;
  readonly limits: Limits;
  /** Beyond these it fails; where they are missing it never does. */
  readonly failLimits?: Limits;
  /** What to do, whichever side is exceeded. */
  readonly advice: string;
}

/** Judge a number. */
export function gradeCheck(named: Named, { value, unit, limits, failLimits, advice }: Measured): Check {
  const result: CheckResult = isInside(value, limits) ? 'pass' : failLimits && !isInside(value, failLimits) ? 'fail' : 'warn';
  return { basis: 'practice', ...named, value, unit, limits, result, advice: result === 'pass' ? '' : advice };
}

/** A check that cannot be made honestly: look yourself. */
export function lookYourself(named: Named, advice: string, limits: Limits = { min: null, max: null }): Check {
  return { basis: 'practice', ...named, value: null, unit: null, limits, result: 'unknown', advice };
}

/** Allowed as far on one side as on the other. */
export function within(most: number): Limits {
  return { min: -most, max: most };
}

export function atLeast(min: number): Limits {
  return { min, max: null };
}

export function atMost(max: number): Limits {
  return { min: null, max };
}

/** To a number of decimals, without a negative zero. */
export function roundTo(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals + 0;
}

function isInside(value: number, { min, max }: Limits): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}
