// Owns what the processes of a studio know together of prices. Refuses to know them for long.

import type { PricedOffer } from './payment.ts';

/** What Stripe has said last; it may be kept in another process. */
export interface OfferMemory {
  /** Undefined when nobody has asked lately. */
  recall(): Promise<readonly PricedOffer[] | undefined>;
  remember(offers: readonly PricedOffer[]): void;
}

/** A price changes seldom, and what is charged is what Stripe shows before anybody pays. */
const rememberedForMs = 10 * 60_000;

/** Begin with none. @param now - Milliseconds since 1970. */
export function createOfferMemory(now: () => number): OfferMemory {
  let known: { readonly offers: readonly PricedOffer[]; readonly sinceMs: number } | undefined;
  return {
    recall: async () => (known && now() < known.sinceMs + rememberedForMs ? known.offers : undefined),
    remember: (offers) => void (known = { offers, sinceMs: now() }),
  };
}
