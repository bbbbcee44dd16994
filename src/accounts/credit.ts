// Owns what credits are and what can be done with them. Refuses pictures: an entry knows a day, a kind and a number.

import type { PricedWork } from '../credit-prices.ts';

/** Whose credits: a person's, or a team's shared ones. */
export type PurseOwner = { readonly accountId: string } | { readonly teamId: string };

/** Credits now. `available` = Σ entries − Σ holds; below 0 after a refund of what was used already. */
export interface Balance {
  readonly available: number;
  /** In work that runs. */
  readonly held: number;
}

/**
 * Why credits came or went. `top-up`: free ones of the day. `returned`: a picture that was charged and never left.
 * `refund` and `dispute` take back, `refund-failed` and `dispute-won` give again.
 */
export type EntryKind = 'purchase' | 'plan' | 'top-up' | 'use' | 'returned' | 'refund' | 'refund-failed' | 'dispute' | 'dispute-won';

/** One line of the history. */
export interface Entry {
  /** UUID. */
  readonly id: string;
  readonly kind: EntryKind;
  /** Of a use. */
  readonly work: PricedWork | undefined;
  /** Below 0 for what went. */
  readonly credits: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** What is put aside before work begins. */
export interface HoldOrder {
  readonly owner: PurseOwner;
  readonly work: PricedWork;
  /** For all pictures that may be delivered; at least 1. */
  readonly credits: number;
  /** After this the hold is swept: longer than the work can take. */
  readonly lifetimeMs: number;
  /** As the caller sent it; only a keyed hash is kept, for a day. */
  readonly idempotencyKey?: string | undefined;
}

/** Credits put aside. */
export interface Hold {
  readonly id: string;
  /** Less than ordered for a repeat of work whose answer was cut off, 0 for most: what was charged is made again and not charged again. */
  readonly credits: number;
}

/** How work ended. `cut`: the first byte left, the last did not. `failed`: none left. */
export type HoldOutcome = 'delivered' | 'cut' | 'failed';

/** Credits that come. */
export interface Posting {
  readonly owner: PurseOwner;
  readonly kind: 'purchase' | 'plan';
  /** What at the provider this is for, such as `cs:<session>` or `in:<invoice>`; posted once, whoever tells of it how often. Kept as a keyed hash. */
  readonly reference: string;
  readonly credits: number;
  /** What was paid, for a refund; undefined when nothing was. */
  readonly payment?: { readonly paymentId: string; readonly amountMinor: number; readonly currency: string } | undefined;
}

/** Credits that go back to the provider. */
export interface TakeBack {
  readonly kind: 'refund' | 'dispute';
  /** Such as `re:<refund>` or `dp:<dispute>`; once only. */
  readonly reference: string;
  readonly paymentId: string;
  /** How many of the purchase; undefined: the share that `amountMinor` is of what was paid, rounded, never more than are left of it. */
  readonly credits?: number | undefined;
  readonly amountMinor: number;
}

/** Something bought, as its owner sees it. */
export interface Purchase {
  /** UUID of its entry. */
  readonly id: string;
  readonly kind: 'purchase' | 'plan';
  readonly credits: number;
  /** Taken back so far, by refund or dispute. */
  readonly creditsTakenBack: number;
  readonly amountMinor: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  readonly atMs: number;
}

/** A purchase with what the provider knows it by. */
export interface PaidPurchase extends Purchase {
  readonly paymentId: string;
}

/** A subscription as it is at the provider. */
export interface Plan {
  readonly subscriptionId: string;
  readonly price: string;
  /** As Stripe says: `active`, `past_due`, `canceled` … */
  readonly status: string;
  /** Paid until, milliseconds since 1970. */
  readonly paidUntilMs: number;
  /** Whether it ends then. */
  readonly ends: boolean;
}

/**
 * Credits: held before work, captured when a result leaves, released otherwise. Every method may throw {@link Problem}
 * `accounts-unavailable`, and `not-found` for an owner that is gone.
 */
export interface Ledger {
  /** After the free credits of the day, if any are due. */
  balance(owner: PurseOwner): Promise<Balance>;
  /** Newest first. @param before - `id` of the last entry of the page before. */
  history(owner: PurseOwner, page: { readonly limit: number; readonly before?: string | undefined }): Promise<readonly Entry[]>;
  /**
   * Put credits aside; holds of this owner that have expired are released first.
   *
   * @throws {Problem} `credits-exhausted` (members `needed`, `available`), `idempotency-key-running`, `idempotency-key-spent`,
   *   `idempotency-key-mismatch`, `parameter-invalid` (a key of more than 255 characters or not printable ASCII).
   */
  hold(order: HoldOrder): Promise<Hold>;
  /**
   * Charge so many of a hold, each time a picture leaves. A hold that was swept charges nothing.
   *
   * @returns What was charged, and what is available after it.
   */
  capture(holdId: string, credits: number): Promise<{ readonly charged: number; readonly available: number }>;
  /** End a hold: what was not captured is available again. After `failed` captures of it are returned too, and its key may be used anew. Twice is harmless. */
  close(holdId: string, outcome: HoldOutcome): Promise<void>;
  /** @returns False if the reference was posted before. @throws {Problem} `not-found`. */
  post(posting: Posting): Promise<boolean>;
  /** @returns `unknown` if no such payment is known (yet). */
  takeBack(order: TakeBack): Promise<'done' | 'known' | 'unknown'>;
  /** Give again what a take-back with the reference `of` took; under a reference of its own, once. */
  giveAgain(kind: 'refund-failed' | 'dispute-won', reference: string, of: string): Promise<'done' | 'known' | 'unknown'>;
  /** Newest first. */
  purchases(owner: PurseOwner): Promise<readonly Purchase[]>;
  /**
   * Put aside the credits that can be refunded of a purchase: those of it not taken back, as far as they are available.
   *
   * @throws {Problem} `not-found`; `refund-impossible` when none are left, or it is older than `refundableMs`.
   */
  holdForRefund(owner: PurseOwner, purchaseId: string): Promise<{ readonly hold: Hold; readonly purchase: PaidPurchase }>;
}

/** Who is who at the payment provider; ids are sealed, and looked up by a keyed hash. */
export interface Customers {
  find(owner: PurseOwner): Promise<string | undefined>;
  /** The first one stays. @returns The one that is kept. */
  remember(owner: PurseOwner, customerId: string): Promise<string>;
  findOwner(customerId: string): Promise<PurseOwner | undefined>;
  recordPlan(owner: PurseOwner, plan: Plan): Promise<void>;
  /** The one that runs, or else the last one. */
  plan(owner: PurseOwner): Promise<Plan | undefined>;
  /** Customers of accounts and teams that were deleted, still to be erased at the provider, and due. */
  listErasures(): Promise<readonly { readonly choreName: string; readonly customerId: string }[]>;
  /** Not due before then: the provider redacts a payment some time after it at the earliest. */
  postponeErasure(choreName: string, untilMs: number): Promise<void>;
  finishErasure(choreName: string): Promise<void>;
}

/** The right of withdrawal: 14 days. @see Directive 2011/83/EU article 9 */
export const refundableMs = 14 * 24 * 3_600_000;
/** A connection may break again; a key that is used oftener serves somebody else. */
export const greatestRepeats = 3;
/** Stripe keeps its own idempotency keys as long. */
export const idempotencyLifetimeMs = 24 * 3_600_000;
