// Owns what is for sale and at what price, as Stripe has it. Refuses prices that cannot be sold so, and tells the operator why.

import type { Stripe } from 'stripe';
import type { Offer } from '../credit-settings.ts';
import { isMissing } from './desk.ts';
import type { Desk } from './desk.ts';
import type { OfferMemory } from './offer-memory.ts';
import type { PricedOffer } from './payment.ts';

/**
 * Ask Stripe only when nobody knows; those who ask meanwhile wait for the same answer, and a failure is not remembered.
 *
 * @param ask - Asks Stripe.
 */
export function createOffers(memory: OfferMemory, ask: () => Promise<readonly PricedOffer[]>): () => Promise<readonly PricedOffer[]> {
  let asking: Promise<readonly PricedOffer[]> | undefined;
  async function askAndRemember(): Promise<readonly PricedOffer[]> {
    try {
      const offers = await ask();
      memory.remember(offers);
      return offers;
    } finally {
      asking = undefined;
    }
  }
  return async () => (await memory.recall()) ?? (asking ??= askAndRemember());
}

/** What is for sale, as Stripe has it now. */
export async function listOffers(desk: Desk): Promise<readonly PricedOffer[]> {
  const { packs, plans } = desk.settings;
  const priced = await Promise.all([...packs.map((offer) => priceOffer(desk, 'pack', offer)), ...plans.map((offer) => priceOffer(desk, 'plan', offer))]);
  return priced.filter((offer) => offer !== undefined);
}

async function priceOffer(desk: Desk, kind: PricedOffer['kind'], { price: id, credits }: Offer): Promise<PricedOffer | undefined> {
  const price = await desk.stripe.prices.retrieve(id).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  const fault = findFault(kind, price);
  if (fault !== undefined) desk.log.alarm('price is not for sale', { price: id, reason: fault });
  if (fault !== undefined || !price) return undefined;
  const taxIncluded = price.tax_behavior === 'inclusive' ? true : price.tax_behavior === 'exclusive' ? false : null;
  return { price: id, kind, credits, amountMinor: price.unit_amount ?? 0, currency: price.currency, taxIncluded };
}

/** What is wrong with a price, for the operator. */
function findFault(kind: PricedOffer['kind'], price: Stripe.Price | undefined): string | undefined {
  if (!price) return 'There is none with this id at Stripe, for this key.';
  if (!price.active) return 'It is archived at Stripe.';
  if (price.unit_amount === null) return 'It has no fixed amount.';
  if (kind === 'pack' && price.recurring) return 'It recurs: it belongs into STRIPE_PLANS.';
  if (kind === 'plan' && !price.recurring) return 'It is paid once: it belongs into STRIPE_PACKS.';
  if (kind === 'plan' && (price.recurring?.interval !== 'month' || price.recurring.interval_count !== 1)) return 'It does not recur each month, and credits of a plan are for a month.';
  if (kind === 'plan' && price.recurring?.usage_type !== 'licensed') return 'It is metered.';
  return undefined;
}
