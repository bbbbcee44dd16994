// Owns the way to Stripe's own pages: checkout and portal. Refuses a second plan beside one that runs.

import { createHash } from 'node:crypto';
import type { Stripe } from 'stripe';
import type { PurseOwner } from '../accounts/credit.ts';
import { Problem } from '../problem.ts';
import { readTrouble } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Buyer, PricedOffer } from './payment.ts';
import { writePurseName } from './purse-name.ts';

/** Statuses of a subscription that still is one. `incomplete`: its first payment never came. @see https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses */
const overStatuses: readonly string[] = ['canceled', 'incomplete', 'incomplete_expired'];

/** Begin a checkout. @returns Where the browser goes. @throws {Problem} `plan-running`. */
export async function beginCheckout(desk: Desk, { owner, email }: Buyer, offer: PricedOffer): Promise<{ readonly url: string }> {
  const customer = await openCustomer(desk, owner, email);
  if (offer.kind === 'plan') await refuseSecondPlan(desk, customer);
  const session = await desk.stripe.checkout.sessions.create(planSession(desk, owner, customer, offer));
  if (session.url === null) throw new Problem('payments-unavailable', 'Stripe opened no page to pay on. Try again in a minute.');
  return { url: session.url };
}

/** Open Stripe's page for invoices, cards and the plan. @throws {Problem} `not-found`. */
export async function openPortal({ stripe, customers, publicUrl }: Desk, owner: PurseOwner): Promise<{ readonly url: string }> {
  const customer = await customers.find(owner);
  if (customer === undefined) throw new Problem('not-found', 'Nothing was bought yet, so there are no invoices.');
  const { url } = await stripe.billingPortal.sessions.create({ customer, return_url: writeReturn(publicUrl, owner), locale: 'auto' });
  return { url };
}

/**
 * One customer for each purse, made before the first checkout: two checkouts at once would otherwise make two, and the one that is
 * not remembered would outlive the account.
 */
async function openCustomer({ stripe, customers }: Desk, owner: PurseOwner, email: string | undefined): Promise<string> {
  const known = await customers.find(owner);
  if (known !== undefined) return known;
  const name = writePurseName(owner);
  const idempotencyKey = `customer:${name}:${createHash('sha256').update(email ?? '').digest('hex').slice(0, 16)}`;
  const made = await stripe.customers.create({ ...(email === undefined ? {} : { email }), metadata: { owner: name } }, { idempotencyKey });
  const kept = await customers.remember(owner, made.id);
  if (kept !== made.id) await stripe.customers.del(made.id);
  return kept;
}

/** Asked of Stripe, for the event about a plan may still be on its way; a checkout for a plan that was left open is closed. */
async function refuseSecondPlan(desk: Desk, customer: string): Promise<void> {
  const { stripe, settings } = desk;
  const { data: subscriptions } = await stripe.subscriptions.list({ customer, limit: 100 });
  const isOurs = ({ items }: Stripe.Subscription) => items.data.some(({ price }) => settings.plans.some((plan) => plan.price === price.id));
  if (subscriptions.some((each) => isOurs(each) && !overStatuses.includes(each.status))) {
    throw new Problem('plan-running', 'There is a plan already. Change or end it under “Invoices, card and plan”.');
  }
  await closeCheckouts(desk, customer, ({ mode }) => mode === 'subscription');
}

/** Have nobody pay any more where these were left open. */
export async function closeCheckouts({ stripe }: Desk, customer: string, isMeant: (session: Stripe.Checkout.Session) => boolean = () => true): Promise<void> {
  const { data: sessions } = await stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 });
  for (const { id } of sessions.filter(isMeant)) {
    await stripe.checkout.sessions.expire(id).catch((error: unknown) => {
      // Paid or run out in this moment: it is closed all the same.
      if (readTrouble(error)?.type !== 'StripeInvalidRequestError') throw error;
    });
  }
}

function planSession(desk: Desk, owner: PurseOwner, customer: string, { price, kind, credits }: PricedOffer): Stripe.Checkout.SessionCreateParams {
  const back = writeReturn(desk.publicUrl, owner);
  const metadata = { owner: writePurseName(owner), price, credits: String(credits) };
  return {
    client_reference_id: metadata.owner,
    customer,
    line_items: [{ price, quantity: 1 }],
    metadata,
    // Braces are Stripe's to fill in, and must not be escaped.
    success_url: `${back}${back.includes('?') ? '&' : '?'}purchase={CHECKOUT_SESSION_ID}`,
    cancel_url: `${back}${back.includes('?') ? '&' : '?'}purchase=cancelled`,
    allow_promotion_codes: true,
    locale: 'auto',
    ...planTax(desk.settings.automaticTax),
    ...(kind === 'plan' ? { mode: 'subscription', subscription_data: { metadata } } : { mode: 'payment', invoice_creation: { enabled: true }, payment_intent_data: { metadata } }),
  };
}

/** Tax depends on where the buyer is, and on a tax id: both are asked at Stripe and kept there. */
function planTax(isAutomatic: boolean): Pick<Stripe.Checkout.SessionCreateParams, 'automatic_tax' | 'customer_update' | 'tax_id_collection'> {
  if (!isAutomatic) return {};
  return { automatic_tax: { enabled: true }, customer_update: { address: 'auto', name: 'auto' }, tax_id_collection: { enabled: true } };
}

function writeReturn(publicUrl: string, owner: PurseOwner): string {
  return `${publicUrl}/account${'teamId' in owner ? `?team=${owner.teamId}` : ''}`;
}
