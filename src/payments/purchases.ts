// Owns what was bought: checkouts, invoices and subscriptions as Stripe has them, posted once. Refuses to believe an event: Stripe is asked again.

import type { Stripe } from 'stripe';
import type { Posting, PurseOwner } from '../accounts/credit.ts';
import { Problem } from '../problem.ts';
import type { Desk } from './desk.ts';
import type { EventOutcome } from './payment.ts';
import { readPurseName } from './purse-name.ts';

/** What came of looking at something. */
export type Outcome = EventOutcome['outcome'];

/** A checkout, with its payment. */
export function findSession({ stripe }: Desk, sessionId: string): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] });
}

/** Post the credits of a checkout, if it is paid. */
export async function applySession(desk: Desk, session: Stripe.Checkout.Session): Promise<Outcome> {
  const owner = readPurseName(session.client_reference_id);
  if (!owner) return 'unknown-account';
  if (session.mode === 'subscription') return applyFirstMonth(desk, session);
  const credits = readCredits(session.metadata);
  if (credits === undefined || !isPaid(session)) return 'ignored';
  return post(desk, { owner, kind: 'purchase', reference: `cs:${session.id}`, credits, payment: describePayment(session.payment_intent) });
}

/** Whether nothing more has to be paid. */
export function isPaid({ status, payment_status: payment }: Stripe.Checkout.Session): boolean {
  return status === 'complete' && (payment === 'paid' || payment === 'no_payment_required');
}

/** How many credits a checkout or subscription of this studio is for; undefined for another shop's. */
export function readCredits(metadata: Stripe.Metadata | null | undefined): number | undefined {
  const credits = Number(metadata?.['credits']);
  return Number.isInteger(credits) && credits > 0 ? credits : undefined;
}

/** Subscription and invoice of a checkout, whose own events may be late. */
async function applyFirstMonth(desk: Desk, { subscription, invoice }: Stripe.Checkout.Session): Promise<Outcome> {
  const recorded = subscription === null ? 'ignored' : await applySubscription(desk, idOf(subscription));
  return invoice === null ? recorded : applyInvoice(desk, idOf(invoice));
}

/** Record a subscription as it is now. */
export async function applySubscription(desk: Desk, subscriptionId: string): Promise<Outcome> {
  const { metadata, customer, items, status, cancel_at, cancel_at_period_end } = await desk.stripe.subscriptions.retrieve(subscriptionId);
  const item = items.data.find(({ price }) => findPlanCredits(desk, price.id, metadata) !== undefined);
  if (!item) return 'ignored';
  const owner = await findOwner(desk, metadata, customer);
  if (!owner) return 'unknown-account';
  const plan = { subscriptionId, price: item.price.id, status, paidUntilMs: item.current_period_end * 1000, ends: cancel_at_period_end || cancel_at !== null };
  return unlessGone(async () => {
    await desk.customers.recordPlan(owner, plan);
    return 'applied';
  });
}

/** Post the credits of a month that is paid. */
export async function applyInvoice(desk: Desk, invoiceId: string): Promise<Outcome> {
  const invoice = await desk.stripe.invoices.retrieve(invoiceId, { expand: ['payments'] });
  const metadata = invoice.parent?.subscription_details?.metadata;
  const credits = await countCredits(desk, invoice, metadata);
  if (invoice.status !== 'paid' || credits <= 0) return 'ignored';
  const owner = await findOwner(desk, metadata, invoice.customer);
  if (!owner) return 'unknown-account';
  return post(desk, { owner, kind: 'plan', reference: `in:${invoiceId}`, credits, payment: findPayment(invoice) });
}

/** What a payment was for, when it is heard of before its purchase. @returns False if it is not of this studio. */
export async function applyPurchaseOf(desk: Desk, paymentId: string): Promise<boolean> {
  const { data: sessions } = await desk.stripe.checkout.sessions.list({ payment_intent: paymentId });
  for (const { id } of sessions) if (isPosted(await applySession(desk, await findSession(desk, id)))) return true;
  const { data: payments } = await desk.stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: paymentId } });
  for (const { invoice } of payments) if (isPosted(await applyInvoice(desk, idOf(invoice)))) return true;
  return false;
}

/** The id of what Stripe may have put whole in its place. */
export function idOf(thing: string | { readonly id: string }): string {
  return typeof thing === 'string' ? thing : thing.id;
}

/** Do what needs an account or team that may be gone. */
export async function unlessGone(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return 'unknown-account';
    throw error;
  }
}

function isPosted(outcome: Outcome): boolean {
  return outcome === 'applied' || outcome === 'known';
}

function post({ ledger }: Desk, posting: Posting): Promise<Outcome> {
  return unlessGone(async () => ((await ledger.post(posting)) ? 'applied' : 'known'));
}

function describePayment(intent: Stripe.Checkout.Session['payment_intent']): Posting['payment'] {
  if (intent === null || typeof intent === 'string') return undefined;
  return { paymentId: intent.id, amountMinor: intent.amount_received, currency: intent.currency };
}

function findPayment({ payments, currency }: Stripe.Invoice): Posting['payment'] {
  const paid = payments?.data.find(({ status, payment }) => status === 'paid' && payment.payment_intent !== undefined);
  if (paid?.payment.payment_intent === undefined || !paid.amount_paid) return undefined;
  return { paymentId: idOf(paid.payment.payment_intent), amountMinor: paid.amount_paid, currency };
}

/** Whose it is: what the studio wrote at the checkout, or else whose customer it is at Stripe. */
async function findOwner({ customers }: Desk, metadata: Stripe.Metadata | null | undefined, customer: string | { readonly id: string } | null): Promise<PurseOwner | undefined> {
  return readPurseName(metadata?.['owner']) ?? (customer === null ? undefined : customers.findOwner(idOf(customer)));
}

/** What is configured now; for a price that is no longer offered, what was promised with it. */
function findPlanCredits({ settings }: Desk, price: string, metadata: Stripe.Metadata | null | undefined): number | undefined {
  return settings.plans.find((plan) => plan.price === price)?.credits ?? (metadata?.['price'] === price ? readCredits(metadata) : undefined);
}

/** Credits of a whole month, and of a change within it the share of the month that was paid or given back. */
async function countCredits(desk: Desk, { lines }: Stripe.Invoice, metadata: Stripe.Metadata | null | undefined): Promise<number> {
  let credits = 0;
  for (const line of lines.data) {
    const price = line.pricing?.price_details?.price;
    const monthly = price === undefined ? undefined : findPlanCredits(desk, idOf(price), metadata);
    if (price === undefined || monthly === undefined) continue;
    const isProration = line.parent?.subscription_item_details?.proration === true || line.parent?.invoice_item_details?.proration === true;
    credits += isProration ? monthly * (await readShare(desk, idOf(price), line.amount)) : monthly * (line.quantity ?? 1);
  }
  return Math.round(credits);
}

async function readShare({ stripe }: Desk, price: string, amountMinor: number): Promise<number> {
  const { unit_amount: wholeMinor } = await stripe.prices.retrieve(price);
  return wholeMinor ? amountMinor / wholeMinor : 0;
}
