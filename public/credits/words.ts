// Owns what credits, prices and what became of a purchase are called. Refuses to promise what a bank does.

import type { EntryKind } from '../../src/accounts/credit.ts';
import type { PricedWork } from '../../src/credit-prices.ts';
import type { PricedOffer, PurchaseState } from '../../src/payments/payment.ts';
import type { HistoryEntry, RunningPlan } from './purse.ts';

/** Numbers as this browser's owner writes them. */
const languages = [...navigator.languages];
const numberForm = new Intl.NumberFormat(languages);

/** Every kind of work that has a price, in the order of the table. */
export const workTitles: Readonly<Record<PricedWork, string>> = {
  headshot: 'Headshot',
  document: 'ID photo',
  cutout: 'Cutout',
  thumbnail: 'Cover or thumbnail',
  check: 'Check of an ID photo',
  sheet: 'Sheet to print',
};

/** A number of credits, with a sign of its own length. */
export function formatNumber(credits: number): string {
  return numberForm.format(credits).replace('-', '−');
}

/** "1 credit", "1,250 credits". */
export function countCredits(credits: number): string {
  return `${formatNumber(credits)} ${credits === 1 ? 'credit' : 'credits'}`;
}

/** A price in the table: "1 credit", "Free". */
export function describePrice(credits: number): string {
  return credits === 0 ? 'Free' : countCredits(credits);
}

/** Currencies that Stripe counts in whole units, and in thousandths. @see https://docs.stripe.com/currencies */
const wholeCurrencies = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const thousandthCurrencies = 'bhd jod kwd omr tnd'.split(' ');

/**
 * Money as this browser's owner writes it.
 *
 * @param amountMinor - In the smallest unit that Stripe counts this currency in; parts of it are shown where they matter.
 * @param currency - ISO 4217, lower case.
 */
export function formatMoney(amountMinor: number, currency: string): string {
  const digits = wholeCurrencies.includes(currency) ? 0 : thousandthCurrencies.includes(currency) ? 3 : 2;
  const form = new Intl.NumberFormat(languages, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return form.format(amountMinor / 10 ** digits);
}

/** What is said beside an offer: what one credit of it costs, and whose tax. */
export function describeOffer({ credits, amountMinor, currency, taxIncluded }: PricedOffer): string {
  const each = credits > 1 ? [`${formatMoney(Math.round(amountMinor / credits), currency)} each`] : [];
  const tax = taxIncluded === null ? [] : [taxIncluded ? 'tax included' : 'plus tax where it is due'];
  return [...each, ...tax].join(', ');
}

/** What a purchase came to, when the browser is back from Stripe. */
export function describePurchase(state: PurchaseState, credits: number): string {
  switch (state) {
    case 'paid':
      return `Paid. ${countCredits(credits)} ${credits === 1 ? 'is' : 'are'} here.`;
    case 'pending':
      return `Your bank takes its time. ${countCredits(credits)} will come by ${credits === 1 ? 'itself' : 'themselves'} when it has paid; you need not wait here.`;
    case 'open':
      return 'This purchase was not finished, and nothing was paid. Begin it again whenever you like.';
    case 'expired':
      return 'This purchase waited too long, and nothing was paid. Begin it again whenever you like.';
  }
}

/** Said when the browser comes back from Stripe without having bought. */
export const cancelledWords = 'Nothing was bought, and nothing was paid.';

/** What a plan does next. @param day - When, as people say it. */
export function describePlan({ status, ends }: RunningPlan, day: string): string {
  if (['past_due', 'unpaid', 'incomplete'].includes(status)) return 'Payment overdue: pay, or put in another card, at Stripe';
  if (!isRunningPlan({ status })) return `Ended on ${day}`;
  return ends ? `Ends on ${day}; its credits stay` : `Renews on ${day}`;
}

/** Whether there cannot be another plan beside this one. @see https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
export function isRunningPlan({ status }: Pick<RunningPlan, 'status'>): boolean {
  return !['canceled', 'incomplete_expired'].includes(status);
}

const entryWords: Readonly<Record<Exclude<EntryKind, 'use'>, string>> = {
  purchase: 'Bought',
  plan: 'Plan, one month',
  'top-up': 'Free for the day',
  returned: 'Given back: it never arrived',
  refund: 'Paid back',
  'refund-failed': 'Paying back failed',
  dispute: 'Disputed at the bank',
  'dispute-won': 'Dispute settled',
};

/** Why credits came or went. */
export function describeEntry({ kind, work }: Pick<HistoryEntry, 'kind' | 'work'>): string {
  return kind === 'use' ? (work ? workTitles[work] : 'Picture') : entryWords[kind];
}
