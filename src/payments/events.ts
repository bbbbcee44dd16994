// Owns the webhook: whether an event is Stripe's, and what is looked at because of it. Refuses what is not signed, or signed long ago.

import type { Stripe } from 'stripe';
import { Problem } from '../problem.ts';
import type { Desk } from './desk.ts';
import type { EventOutcome } from './payment.ts';
import { applyInvoice, applySession, applySubscription, findSession, idOf } from './purchases.ts';
import type { Outcome } from './purchases.ts';
import { applyDispute, applyRefund, applyRefunds, listRefunds } from './take-backs.ts';

/** As Stripe's own libraries: an event that is sent again is signed again. */
const toleranceSeconds = 300;

/**
 * Take one event.
 *
 * @param body - As it came, byte for byte.
 * @throws {Problem} `webhook-refused`.
 */
export async function takeEvent(desk: Desk, body: Uint8Array, signature: string | undefined): Promise<EventOutcome> {
  const event = readEvent(desk, body, signature);
  return { outcome: await look(desk, event), eventId: event.id };
}

function readEvent({ stripe, settings, now }: Desk, body: Uint8Array, signature = ''): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(body, signature, settings.webhookSecret, toleranceSeconds, undefined, now());
  } catch {
    throw new Problem('webhook-refused', 'The event is not signed with the secret of this webhook, was changed on the way, or is older than five minutes.');
  }
}

/** An event only says where to look. */
async function look(desk: Desk, event: Stripe.Event): Promise<Outcome> {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
      return applySession(desk, await findSession(desk, event.data.object.id));
    case 'invoice.paid':
      return applyInvoice(desk, event.data.object.id);
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted':
    case 'customer.subscription.paused':
    case 'customer.subscription.resumed':
      return applySubscription(desk, event.data.object.id);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return applyRefund(desk, await desk.stripe.refunds.retrieve(event.data.object.id));
    case 'charge.refunded':
      return lookAtCharge(desk, event.data.object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return applyDispute(desk, await desk.stripe.disputes.retrieve(event.data.object.id));
    default:
      return 'ignored';
  }
}

async function lookAtCharge(desk: Desk, { payment_intent: intent }: Stripe.Charge): Promise<Outcome> {
  return intent === null ? 'ignored' : applyRefunds(desk, await listRefunds(desk, idOf(intent)));
}
