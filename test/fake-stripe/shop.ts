// Owns what happens at Stripe without the studio: payments, renewals, refunds, disputes. Tells of each by events.

import { copyFixture, listOf, nowSeconds } from './books.ts';
import type { Books, Thing } from './books.ts';
import { missing, StripeFailure } from './stripe-error.ts';

/** What buyers, banks and the operator do; each answers when its events are made and, unless held, delivered. */
export interface Shop {
  /** Complete a checkout. `bank`: the money comes later, or not. `free`: a promotion code takes all of it off. */
  pay(sessionId: string, how?: 'card' | 'bank' | 'free'): Promise<void>;
  /** The bank of a checkout has paid, or has not. */
  settle(sessionId: string, outcome: 'paid' | 'failed'): Promise<void>;
  expire(sessionId: string): Promise<void>;
  /** Another month of a subscription is paid. @returns Id of its invoice. */
  renew(subscriptionId: string): Promise<string>;
  /** In the portal: end at the end of the month, or now. */
  cancel(subscriptionId: string, when: 'later' | 'now'): Promise<void>;
  /** In the portal: another plan from now on; the difference of this month is paid at once. `share` of the month is left. @returns Id of its invoice. */
  change(subscriptionId: string, price: string, share: number): Promise<string>;
  /** A month could not be paid. */
  overdue(subscriptionId: string): Promise<void>;
  /** The operator pays back in the dashboard. @param amount - All that is left unless given. @returns Id of the refund. */
  refund(paymentIntentId: string, amount?: number): Promise<string>;
  /** A bank did not take a refund. */
  failRefund(refundId: string): Promise<void>;
  /** A buyer disputes a payment. `inquiry`: only a question of the bank, no money moves. @returns Id of the dispute. */
  dispute(paymentIntentId: string, kind?: 'dispute' | 'inquiry'): Promise<string>;
  closeDispute(disputeId: string, outcome: 'won' | 'lost'): Promise<void>;
  /** The latest of a kind, such as `checkout.session`. */
  last(object: string): Thing;
}

/** Tells of something that happened. */
export type Emit = (type: string, thing: Thing) => Promise<void>;

const monthSeconds = 30 * 24 * 3600;

/** @param emit - Makes an event. */
export function openShop(books: Books, emit: Emit): Shop {
  const { make, find } = books;

  function payIntent(customer: unknown, amount: number, currency: unknown, isPaid: boolean): Thing {
    const members = { customer, amount, currency, amount_received: isPaid ? amount : 0, status: isPaid ? 'succeeded' : 'processing' };
    const intent = make('payment_intent', members);
    const charge = make('charge', { payment_intent: intent.id, customer, amount, amount_captured: amount, captured: isPaid, paid: isPaid, currency });
    intent['latest_charge'] = charge.id;
    return intent;
  }

  function bill(subscription: Thing, reason: string, lines: readonly Record<string, unknown>[], how: 'card' | 'free' = 'card'): Thing {
    const total = how === 'free' ? 0 : lines.reduce((sum, line) => sum + Number(line['amount']), 0);
    const { customer, currency } = subscription;
    const details = { subscription_details: { metadata: subscription['metadata'], subscription: subscription.id }, quote_details: null, type: 'subscription_details' };
    const members = { customer, currency, billing_reason: reason, status: 'paid', amount_due: total, amount_paid: Math.max(0, total), amount_remaining: 0, total, subtotal: total, parent: details };
    const invoice = make('invoice', { ...members, lines: listOf(lines, '/v1/invoices/lines') });
    const intent = total > 0 ? payIntent(customer, total, currency, true) : undefined;
    const payment = intent && make('invoice_payment', { invoice: invoice.id, amount_paid: total, amount_requested: total, currency, status: 'paid', payment: { type: 'payment_intent', payment_intent: intent.id } });
    invoice['payments'] = listOf(payment ? [payment] : [], '/v1/invoice_payments');
    subscription['latest_invoice'] = invoice.id;
    return invoice;
  }

  function line(subscription: Thing, price: Thing, amount: number, isProration: boolean): Record<string, unknown> {
    const item = { invoice_item: null, proration: isProration, proration_details: null, subscription: subscription.id, subscription_item: itemOf(subscription)['id'] };
    const parent = { invoice_item_details: null, subscription_item_details: item, type: 'subscription_item_details' };
    return copyFixture('line_item', { amount, currency: subscription['currency'], parent, pricing: { type: 'price_details', price_details: { price: price.id, product: price['product'] }, unit_amount_decimal: String(amount) } });
  }

  function subscribe(session: Thing, price: Thing): Thing {
    const current_period_start = nowSeconds();
    const item = copyFixture('subscription_item', { id: `si_${session.id.slice(-12)}`, price, quantity: 1, current_period_start, current_period_end: current_period_start + monthSeconds });
    const settings = session['subscription_data'] as { readonly metadata?: unknown } | undefined;
    return make('subscription', {
      customer: session['customer'], currency: price['currency'], metadata: settings?.metadata ?? {}, status: 'active', cancel_at: null, cancel_at_period_end: false, canceled_at: null, ended_at: null,
      pause_collection: null, pending_update: null, trial_start: null, trial_end: null, items: listOf([item], '/v1/subscription_items'),
    });
  }

  async function completeSubscription(session: Thing, price: Thing, how: 'card' | 'free'): Promise<void> {
    const subscription = subscribe(session, price);
    const invoice = bill(subscription, 'subscription_create', [line(subscription, price, Number(price['unit_amount']), false)], how);
    Object.assign(session, { status: 'complete', subscription: subscription.id, invoice: invoice.id, payment_status: how === 'free' ? 'no_payment_required' : 'paid', url: null });
    await emit('customer.subscription.created', subscription);
    await emit('invoice.paid', invoice);
    await emit('checkout.session.completed', session);
  }

  async function pay(sessionId: string, how: 'card' | 'bank' | 'free' = 'card'): Promise<void> {
    const session = find('checkout.session', sessionId);
    if (session['status'] !== 'open') throw new StripeFailure(400, 'This Checkout Session is no longer open.');
    const price = find('price', String(session['bought']));
    session['customer'] ??= make('customer', { email: session['customer_email'] }).id;
    if (session['mode'] === 'subscription') return completeSubscription(session, price, how === 'free' ? 'free' : 'card');
    const amount = how === 'free' ? 0 : Number(price['unit_amount']);
    const intent = how === 'free' ? undefined : payIntent(session['customer'], amount, price['currency'], how === 'card');
    const payment_status = { card: 'paid', bank: 'unpaid', free: 'no_payment_required' }[how];
    Object.assign(session, { status: 'complete', payment_status, payment_intent: intent?.id ?? null, amount_total: amount, currency: price['currency'], url: null });
    await emit('checkout.session.completed', session);
  }

  async function giveBack(intentId: string, amount: number | undefined): Promise<string> {
    const refund = makeRefund(books, { payment_intent: intentId, amount });
    await emit('refund.created', refund);
    await emit('charge.refunded', find('charge', String(refund['charge'])));
    return refund.id;
  }

  return {
    pay,
    async settle(sessionId, outcome) {
      const session = find('checkout.session', sessionId);
      const intent = find('payment_intent', String(session['payment_intent']));
      const isPaid = outcome === 'paid';
      Object.assign(intent, isPaid ? { status: 'succeeded', amount_received: intent['amount'] } : { status: 'requires_payment_method' });
      if (isPaid) session['payment_status'] = 'paid';
      await emit(isPaid ? 'checkout.session.async_payment_succeeded' : 'checkout.session.async_payment_failed', session);
    },
    async expire(sessionId) {
      const session = find('checkout.session', sessionId);
      Object.assign(session, { status: 'expired', url: null });
      await emit('checkout.session.expired', session);
    },
    async renew(subscriptionId) {
      const subscription = find('subscription', subscriptionId);
      const item = itemOf(subscription);
      Object.assign(item, { current_period_start: item['current_period_end'], current_period_end: Number(item['current_period_end']) + monthSeconds });
      subscription['status'] = 'active';
      const price = item['price'] as Thing;
      const invoice = bill(subscription, 'subscription_cycle', [line(subscription, price, Number(price['unit_amount']), false)]);
      await emit('customer.subscription.updated', subscription);
      await emit('invoice.paid', invoice);
      return invoice.id;
    },
    async cancel(subscriptionId, when) {
      const subscription = find('subscription', subscriptionId);
      if (when === 'later') subscription['cancel_at_period_end'] = true;
      else endSubscription(subscription);
      await emit(when === 'later' ? 'customer.subscription.updated' : 'customer.subscription.deleted', subscription);
    },
    async change(subscriptionId, priceId, share) {
      const subscription = find('subscription', subscriptionId);
      const [former, price] = [itemOf(subscription)['price'] as Thing, find('price', priceId)];
      itemOf(subscription)['price'] = price;
      const part = ({ unit_amount }: Thing, sign: number) => Math.round(Number(unit_amount) * share) * sign;
      const invoice = bill(subscription, 'subscription_update', [line(subscription, former, part(former, -1), true), line(subscription, price, part(price, 1), true)]);
      await emit('customer.subscription.updated', subscription);
      await emit('invoice.paid', invoice);
      return invoice.id;
    },
    async overdue(subscriptionId) {
      const subscription = find('subscription', subscriptionId);
      subscription['status'] = 'past_due';
      await emit('customer.subscription.updated', subscription);
    },
    refund: giveBack,
    async failRefund(refundId) {
      const refund = find('refund', refundId);
      Object.assign(refund, { status: 'failed', failure_reason: 'expired_or_canceled_card' });
      await emit('refund.updated', refund);
      await emit('refund.failed', refund);
    },
    async dispute(paymentIntentId, kind = 'dispute') {
      const { amount, currency, latest_charge: charge } = find('payment_intent', paymentIntentId);
      const dispute = make('dispute', { amount, currency, charge, payment_intent: paymentIntentId, status: kind === 'dispute' ? 'needs_response' : 'warning_needs_response' });
      await emit('charge.dispute.created', dispute);
      if (kind === 'dispute') await emit('charge.dispute.funds_withdrawn', dispute);
      return dispute.id;
    },
    async closeDispute(disputeId, outcome) {
      const dispute = find('dispute', disputeId);
      const isInquiry = String(dispute['status']).startsWith('warning');
      dispute['status'] = isInquiry ? 'warning_closed' : outcome;
      await emit('charge.dispute.closed', dispute);
      if (!isInquiry && outcome === 'won') await emit('charge.dispute.funds_reinstated', dispute);
    },
    last(object) {
      const [thing] = books.list(object, () => true);
      if (!thing) throw missing(object, 'the last one');
      return thing;
    },
  };
}

/** The one item of a subscription. */
export function itemOf(subscription: Thing): Record<string, unknown> {
  const [item] = (subscription['items'] as { readonly data: Record<string, unknown>[] }).data;
  return item!;
}

/** A subscription that is over. */
export function endSubscription(subscription: Thing): void {
  Object.assign(subscription, { status: 'canceled', canceled_at: nowSeconds(), ended_at: nowSeconds() });
}

/** Pay back, as far as anything is left. @throws {StripeFailure} As Stripe does. */
export function makeRefund(books: Books, order: { readonly payment_intent: string; readonly amount?: number | undefined; readonly metadata?: unknown }): Thing {
  const intent = books.find('payment_intent', order.payment_intent);
  const earlier = books.list('refund', ({ payment_intent, status }) => payment_intent === intent.id && status !== 'failed' && status !== 'canceled');
  const left = Number(intent['amount_received']) - earlier.reduce((sum, { amount }) => sum + Number(amount), 0);
  const amount = order.amount ?? left;
  const isDisputed = books.list('dispute', ({ payment_intent, status }) => payment_intent === intent.id && !String(status).startsWith('warning') && status !== 'won').length > 0;
  if (isDisputed) throw new StripeFailure(400, 'This charge is disputed.', { code: 'charge_disputed' });
  if (left === 0) throw new StripeFailure(400, 'This charge was refunded already.', { code: 'charge_already_refunded' });
  if (amount > left || amount <= 0) throw new StripeFailure(400, 'The amount is more than what is left.', { param: 'amount' });
  const charge = books.find('charge', String(intent['latest_charge']));
  charge['amount_refunded'] = Number(charge['amount_refunded']) + amount;
  charge['refunded'] = amount === left;
  return books.make('refund', { payment_intent: intent.id, charge: charge.id, amount, currency: intent['currency'], metadata: order.metadata ?? {}, status: 'succeeded' });
}
