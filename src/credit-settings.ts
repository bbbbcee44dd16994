// Owns the settings of credits and payments. Refuses half of them, and credits without accounts that could have any.

import { z } from 'zod';
import type { AccountSettings } from './account-settings.ts';
import { isOwnMachine } from './account-settings.ts';
import { ConfigError } from './config-error.ts';

/** A price at Stripe and the credits it buys. */
export interface Offer {
  /** Id of the price, `price_…`. */
  readonly price: string;
  /** At once for a pack, each month for a plan. */
  readonly credits: number;
}

/** Stripe, as this studio uses it. */
export interface PaymentSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Bought once. */
  readonly packs: readonly Offer[];
  /** Subscriptions. */
  readonly plans: readonly Offer[];
  /** Whether Stripe works out and adds tax. */
  readonly automaticTax: boolean;
  /** Origin in Stripe's place; undefined for Stripe itself. */
  readonly apiUrl: string | undefined;
}

/** How work is paid for. */
export interface CreditSettings {
  /** Every account with fewer is topped up to so many each day (UTC); 0 for none. */
  readonly freePerDay: number;
  /** Undefined where nothing can be bought. */
  readonly payments: PaymentSettings | undefined;
}

/** Ten thousand pictures at once are a contract, not a click. */
const greatestOfferCredits = 10_000;
const offerGrammar = 'takes pairs of price and credits with commas between, such as price_1Abc:10,price_1Def:50.';

const offers = z
  .string()
  .transform((list) => list.split(',').map((pair) => pair.trim()))
  .refine((pairs) => pairs.every((pair) => /^price_\w{1,250}:[1-9]\d{0,4}$/.test(pair) && Number(pair.split(':')[1]) <= greatestOfferCredits), { message: offerGrammar })
  .transform((pairs) => pairs.map((pair): Offer => ({ price: pair.split(':')[0] ?? '', credits: Number(pair.split(':')[1]) })))
  .refine((list) => new Set(list.map(({ price }) => price)).size === list.length, { message: 'names a price twice.' });

/** Variables of the environment, one entry each; `description` is the README's text. */
export const creditEnvironment = {
  FREE_CREDITS_PER_DAY: z.coerce.number().int().min(1).max(greatestOfferCredits)
    .optional()
    .describe('Each account with fewer credits is topped up to so many at its first use each day (UTC). Pictures are then made only for accounts; without it and without Stripe they are free.'),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_/, { message: 'takes a secret or restricted key of Stripe, sk_… or rk_….' }).optional().describe('Key of Stripe; adds payments, with STRIPE_WEBHOOK_SECRET and at least one price. Needs accounts.'),
  STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_/, { message: 'takes the signing secret of a webhook, whsec_….' }).optional().describe('Signing secret of the webhook `PUBLIC_URL/v1/stripe/webhook`.'),
  STRIPE_PACKS: offers.optional().describe('What can be bought once: prices at Stripe and their credits, such as `price_1Abc:10,price_1Def:50`.'),
  STRIPE_PLANS: offers.optional().describe('Subscriptions: monthly prices at Stripe and the credits of each month, such as `price_1Ghi:100`.'),
  STRIPE_TAX: z.enum(['on', 'off']).optional().describe('`on`: Stripe Tax works out and adds tax.'),
  STRIPE_API_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).protocol === 'https:' || isOwnMachine(new URL(url).hostname), { message: 'takes https, or http of this machine itself.' })
    .transform((url) => new URL(url).origin)
    .optional()
    .describe('Another server in Stripe’s place, for tests.'),
};

/** What the variables were read as. */
export type CreditEnvironment = z.infer<z.ZodObject<typeof creditEnvironment>>;

/**
 * Put the settings together.
 *
 * @returns Undefined where pictures are free.
 * @throws {ConfigError} For half of them, or without accounts.
 */
export function readCreditSettings(env: CreditEnvironment, accounts: AccountSettings | undefined): CreditSettings | undefined {
  const payments = readPayments(env);
  if (env.FREE_CREDITS_PER_DAY === undefined && !payments) return undefined;
  if (!accounts) throw new ConfigError(`${payments ? 'STRIPE_SECRET_KEY' : 'FREE_CREDITS_PER_DAY'}: needs accounts, which AUTH_SECRET adds.`);
  return { freePerDay: env.FREE_CREDITS_PER_DAY ?? 0, payments };
}

/** Hosts that payments connect to. */
export function listPaymentHosts(credits: CreditSettings | undefined): readonly string[] {
  if (!credits?.payments) return [];
  return [new URL(credits.payments.apiUrl ?? 'https://api.stripe.com').hostname];
}

function readPayments(env: CreditEnvironment): PaymentSettings | undefined {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_PACKS: packs = [], STRIPE_PLANS: plans = [] } = env;
  if (!secretKey) return refuseOrphans(env);
  if (!webhookSecret) throw new ConfigError('STRIPE_WEBHOOK_SECRET: needed beside STRIPE_SECRET_KEY.');
  if (packs.length + plans.length === 0) throw new ConfigError('STRIPE_PACKS: needed beside STRIPE_SECRET_KEY, or STRIPE_PLANS.');
  const twice = packs.find(({ price }) => plans.some((plan) => plan.price === price));
  if (twice) throw new ConfigError('STRIPE_PLANS: names a price that is in STRIPE_PACKS.');
  return { secretKey, webhookSecret, packs, plans, automaticTax: env.STRIPE_TAX === 'on', apiUrl: env.STRIPE_API_URL };
}

function refuseOrphans(env: CreditEnvironment): undefined {
  const dependent = ['STRIPE_WEBHOOK_SECRET', 'STRIPE_PACKS', 'STRIPE_PLANS', 'STRIPE_TAX', 'STRIPE_API_URL'] as const;
  const orphan = dependent.find((name) => env[name]);
  if (orphan) throw new ConfigError(`${orphan}: has no effect without STRIPE_SECRET_KEY.`);
  return undefined;
}
