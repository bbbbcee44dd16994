// Owns the catalogue of looks. Refuses two of one name.

import type { Look } from './look.ts';
import { academic } from './looks/academic.ts';
import { actor } from './looks/actor.ts';
import { blackAndWhite } from './looks/black-and-white.ts';
import { brand } from './looks/brand.ts';
import { corporate } from './looks/corporate.ts';
import { creative } from './looks/creative.ts';
import { healthcare } from './looks/healthcare.ts';
import { legal } from './looks/legal.ts';
import { outdoor } from './looks/outdoor.ts';
import { realEstate } from './looks/real-estate.ts';
import { startUp } from './looks/start-up.ts';

/** Every look on offer, family by family, in the order in which they are shown. */
export const looks: readonly Look[] = [
  ...corporate, ...startUp, ...creative, ...academic, ...healthcare, ...legal, ...realEstate, ...actor, ...outdoor, ...blackAndWhite, ...brand,
];

/** Find a look by its id. */
export function findLook(id: string): Look | undefined {
  return looks.find((look) => look.id === id);
}
