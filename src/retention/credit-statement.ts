// Owns what a studio says about credits: what stays of work and of payments, here and at Stripe. Refuses to say so where there are none.

import type { CreditSettings } from '../credit-settings.ts';
import type { DataStatement } from './statement.ts';

/** A day, and the sweep that comes within five minutes. */
const idempotencySeconds = 24 * 3600 + 5 * 60;

/**
 * One entry for each kind of data that credits bring along.
 *
 * @param where - The rows are.
 */
export function describeCredits(credits: CreditSettings | undefined, where: string): readonly DataStatement[] {
  if (!credits) return [];
  return [
    {
      data: 'credits',
      kept: true,
      where,
      longestSeconds: null,
      by: 'the operator',
      how: 'Until the account or the team is deleted: then at once. A line for each change of the balance says the day, the kind of work and how many credits; of the picture nothing. What runs at this moment is held, and that row goes with it.',
      fields: ['balance', 'lines: order, kind, work, credits, day', 'holds: work, credits, end', 'day of the last free credits'],
    },
    {
      data: 'idempotency keys',
      kept: true,
      where,
      longestSeconds: idempotencySeconds,
      by: 'the operator',
      how: 'As a keyed hash, with the kind of work, its credits and how it ended, for a day, so that a request that is sent twice is not charged twice. Nothing of the request or of its answer.',
      fields: ['keyed hash', 'work', 'credits', 'how it ended', 'number of repeats', 'end'],
    },
    ...(credits.payments ? describePayments(where) : []),
  ];
}

function describePayments(where: string): readonly DataStatement[] {
  return [
    {
      data: 'purchases',
      kept: true,
      where,
      longestSeconds: null,
      by: 'the operator',
      how: 'Until the account or the team is deleted. The ids under which Stripe knows customer, payment and subscription are sealed, and found by a keyed hash. Nothing of the card ever reaches this server.',
      fields: ['moment', 'amount and currency', 'keyed hashes and sealed ids of checkout, payment, customer and subscription', 'plan: price, status, paid until'],
    },
    {
      data: 'payments',
      kept: true,
      where: 'Stripe',
      longestSeconds: null,
      by: 'Stripe and the operator',
      how: 'Stripe takes card and address on its own pages, and keeps payments and invoices for as long as tax law demands; here they are not kept. When an account or a team is deleted, Stripe is asked to erase the customer, which ends every plan, and to redact what it may.',
    },
    {
      data: 'customers to be erased at Stripe',
      kept: true,
      where,
      longestSeconds: null,
      by: 'the operator',
      how: 'After a deletion, until Stripe has done it, which may be 90 days after the last payment or more: the id of the customer, sealed, and nothing of whose it was.',
      fields: ['sealed id of the customer', 'day of the next attempt'],
    },
  ];
}
