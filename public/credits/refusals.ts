// Owns what the studio says when a picture is not made for want of credits, and the way out. Refuses words meant for programs.

import type { Refusal } from '../state.ts';
import { canBuy, type Tariff } from './tariff.ts';
import { countCredits, formatNumber } from './words.ts';

/** Where a refused person gets what is missing. */
export interface WayOut {
  readonly text: string;
  readonly href: string;
}

const waysOut: Readonly<Record<string, WayOut>> = {
  'sign-in-required': { text: 'Sign in', href: '/sign-in' },
  'declaration-missing': { text: 'Go on to sign in', href: '/sign-in' },
  'credits-exhausted': { text: 'Get credits', href: '/account#credits' },
};

let tariff: Tariff | undefined;

/** Learn where credits come from here. */
export function learnTariff(known: Tariff): void {
  tariff = known;
}

/** Where to go after a refusal; undefined where the photo or the choices are to blame, or waiting is all there is. */
export function wayOutOf({ code }: Refusal): WayOut | undefined {
  return code === 'credits-exhausted' && tariff && !canBuy(tariff) ? undefined : waysOut[code];
}

/** A refusal in words for whoever looks at the page: title and detail as the server has them, unless they speak of requests. */
export function reword(refusal: Refusal): Refusal {
  const { code, shortage } = refusal;
  if (shortage) return { ...refusal, detail: `This takes ${countCredits(shortage.needed)}, and ${describeRest(shortage.available)} left. Nothing was charged, and the photo is still on your table.${describeTomorrow()}` };
  if (code === 'idempotency-key-spent') return { ...refusal, title: 'It left the studio whole', detail: 'The picture was sent, and did not arrive here. Nobody can bring it back: press again to have it made and charged anew.' };
  if (code === 'idempotency-key-running') return { ...refusal, title: 'It is still being made', detail: 'Your last try is not over yet. Press again in a few seconds: it is not charged twice.' };
  return refusal;
}

function describeRest(available: number): string {
  if (available <= 0) return 'none is';
  return available === 1 ? '1 is' : `${formatNumber(available)} are`;
}

/** Free credits of a day come at midnight UTC. */
function describeTomorrow(): string {
  return tariff && tariff.freePerDay > 0 && !canBuy(tariff) ? ` Tomorrow you have ${countCredits(tariff.freePerDay)} again.` : '';
}
