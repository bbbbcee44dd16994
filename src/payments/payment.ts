// Owns what can be paid for and how it is told. Refuses cards: those are typed at Stripe and nowhere else.

import type { PurseOwner } from '../accounts/credit.ts';

/** Something to buy, with its price as Stripe has it now. */
export interface PricedOffer {
  readonly price: string;
  readonly kind: 'pack' | 'plan';
  readonly credits: number;
  readonly amountMinor: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  /** Whether the amount holds the tax already; `null` where Stripe does not say. */
  readonly taxIncluded: boolean | null;
}

/** Whoever buys. */
export interface Buyer {
  readonly owner: PurseOwner;
  /** Shown at Stripe, so that it need not be typed; sent there and kept there. */
  readonly email: string | undefined;
}

/** What became of a purchase. `pending`: a bank takes its time; the credits come when it has paid. */
export type PurchaseState = 'paid' | 'pending' | 'open' | 'expired';

/** What a webhook's event did. `ignored`: of a kind that is not used. */
export type EventOutcome = { readonly outcome: 'applied' | 'known' | 'ignored' | 'unknown-account'; readonly eventId: string };

/**
 * Payments by Stripe. Every method but `receive` may throw {@link Problem} `payments-unavailable` (503) when Stripe cannot be reached
 * or fails; nothing is lost then. And `provider-misconfigured` (502) when it rejects the settings of this server.
 */
export interface Payments {
  /** What can be bought; asked of Stripe at most every ten minutes. */
  offers(): Promise<readonly PricedOffer[]>;
  /**
   * Begin a purchase at Stripe's checkout.
   *
   * @returns Where the browser goes.
   * @throws {Problem} `offer-unknown`, `plan-running` (change it in the portal).
   */
  begin(buyer: Buyer, price: string): Promise<{ readonly url: string }>;
  /**
   * Look at Stripe what became of a checkout, and post its credits if it was paid: the webhook may be late or lost.
   *
   * @throws {Problem} `not-found` for another's.
   */
  reconcile(owner: PurseOwner, sessionId: string): Promise<{ readonly state: PurchaseState; readonly credits: number }>;
  /** Stripe's own page for invoices, cards and the plan. @throws {Problem} `not-found` for who has bought nothing. */
  openPortal(owner: PurseOwner): Promise<{ readonly url: string }>;
  /** Pay back the unused credits of a purchase. @throws {Problem} `not-found`, `refund-impossible`. */
  refund(owner: PurseOwner, purchaseId: string): Promise<{ readonly credits: number; readonly amountMinor: number; readonly currency: string }>;
  /**
   * Take a webhook's event; each is applied exactly once, in any order, and what it is about is asked of Stripe again.
   *
   * @param body - As it came, byte for byte.
   * @throws {Problem} `webhook-refused` (unsigned, tampered with, too old), `payments-unavailable`, `accounts-unavailable`: Stripe sends it again.
   */
  receive(body: Uint8Array, signature: string | undefined): Promise<EventOutcome>;
  /** Erase at Stripe the customers of deleted accounts. @returns How many; the rest waits for the next call. */
  eraseCustomers(): Promise<number>;
}
