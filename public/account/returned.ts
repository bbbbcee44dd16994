// Owns coming back from Stripe: which purchase, and what became of it. Refuses to leave its number in the address.

import { cancelledWords, describePurchase } from '../credits/words.ts';
import { writeQuery } from '../credits/purse.ts';
import type { PurchaseState } from '../../src/payments/payment.ts';
import { ask, describeFailure } from './server.ts';

/** A checkout that the browser comes back from. */
export interface CheckoutReturn {
  /** Its number at Stripe; `cancelled` when it was left. */
  readonly session: string;
  /** Id of the team that buys; empty for oneself. */
  readonly team: string;
}

/** What is said of it. */
export interface ReturnWords {
  readonly text: string;
  /** False where asking again may bring more. */
  readonly isSettled: boolean;
  readonly isGood: boolean;
}

/** Read the purchase from the address, and take it out of there; undefined for whoever comes from elsewhere. */
export function readReturn(): CheckoutReturn | undefined {
  const query = new URLSearchParams(location.search);
  const session = query.get('purchase');
  if (session === null) return undefined;
  history.replaceState(null, '', `${location.pathname}#credits`);
  return { session, team: query.get('team') ?? '' };
}

/** Ask what became of it; the server asks Stripe, so that nothing waits for a message between the two. */
export async function describeReturn({ session, team }: CheckoutReturn): Promise<ReturnWords> {
  if (session === 'cancelled') return { text: cancelledWords, isSettled: true, isGood: false };
  try {
    const { state, credits } = await ask<{ readonly state: PurchaseState; readonly credits: number }>('GET', `/v1/account/purchases/${encodeURIComponent(session)}${writeQuery({ team })}`);
    return { text: describePurchase(state, credits), isSettled: state !== 'pending', isGood: state === 'paid' };
  } catch (error) {
    return { text: `${describeFailure(error)} If you have paid, the credits come by themselves.`, isSettled: false, isGood: false };
  }
}
