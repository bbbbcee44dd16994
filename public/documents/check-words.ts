// Owns a check's value and limits in words. Refuses to round beyond what the check was rounded to.

import type { Check, CheckResult } from '../../src/documents/check.ts';

/** What each result is called. */
export const resultWords: Readonly<Record<CheckResult, string>> = {
  fail: 'To put right',
  warn: 'Close',
  unknown: 'Look yourself',
  pass: 'Passed',
};

/** The value with its unit; empty when nothing was measured. */
export function describeValue({ value, unit }: Check): string {
  return value === null ? '' : withUnit(format(value), unit);
}

/** What is asked for: "25–35 mm", "at most 5°", "at least 90 px"; empty without limits. */
export function describeLimits({ limits: { min, max }, unit }: Check): string {
  if (min !== null && max !== null) {
    if (min === -max) return `within ±${withUnit(format(max), unit)}`;
    return min === max ? withUnit(format(min), unit) : withUnit(`${format(min)}–${format(max)}`, unit);
  }
  if (min !== null) return `at least ${withUnit(format(min), unit)}`;
  return max === null ? '' : `at most ${withUnit(format(max), unit)}`;
}

function format(value: number): string {
  return String(Math.round(value * 100) / 100).replace('-', '−');
}

function withUnit(number: string, unit: string | null): string {
  if (unit === null) return number;
  return unit === '°' ? `${number}°` : `${number}\u00a0${unit}`;
}
