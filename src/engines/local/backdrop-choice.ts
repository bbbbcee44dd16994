// Owns the choice of a backdrop when the person leaves it to the photographer. Refuses to hide hair or a shirt in it.

import { backdrops, findBackdrop } from '../../styles/backdrops.ts';
import type { Backdrop } from '../../styles/backdrops.ts';
import type { LightReading } from './light-reading.ts';

/** Backdrops that suit nearly everyone, the most neutral first. */
const usual = ['studio-grey', 'slate-blue', 'charcoal', 'warm-cream'] as const;

/** Difference in L* from which hair and shoulders stand out. */
const separation = 12;

/** Choose by lightness: hair and clothes must each stand out, hair before clothes. */
export function chooseBackdrop(reading: LightReading): Backdrop {
  const candidates = usual.flatMap((id) => findBackdrop(id) ?? []);
  const clear = candidates.find((backdrop) => standsOut(backdrop, reading.hairLightness) >= separation && standsOut(backdrop, reading.clothLightness) >= separation);
  if (clear) return clear;
  const ranked = candidates.toSorted((one, other) => scoreOf(other, reading) - scoreOf(one, reading));
  const best = ranked[0] ?? backdrops[0];
  if (!best) throw new RangeError('the catalogue is empty');
  return best;
}

function standsOut(backdrop: Backdrop, lightness: number): number {
  // Dark hair needs a lighter backdrop; a darker one would swallow its edge however far away.
  return lightness < 35 ? backdrop.lightness - lightness : Math.abs(backdrop.lightness - lightness);
}

function scoreOf(backdrop: Backdrop, { hairLightness, clothLightness }: LightReading): number {
  const clamped = (value: number) => Math.min(separation, value);
  return 2 * clamped(standsOut(backdrop, hairLightness)) + clamped(standsOut(backdrop, clothLightness));
}
