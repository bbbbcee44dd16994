// Owns how payments are put together. Refuses to load Stripe's SDK before somebody pays: it is most of what a start would load.

import type { Stripe } from 'stripe';
import type { PurseOwner } from '../accounts/credit.ts';
import type { PaymentSettings } from '../credit-settings.ts';
import { Problem } from '../problem.ts';
import { beginCheckout, openPortal } from './checkout.ts';
import { explainTrouble, isMissing, openDesk } from './desk.ts';
import type { Desk, PaymentParts } from './desk.ts';
import { eraseDue } from './erasure.ts';
import { takeEvent } from './events.ts';
import { createOffers, listOffers } from './offers.ts';
import type { Payments, PurchaseState } from './payment.ts';
import { applySession, findSession, isPaid, readCredits } from './purchases.ts';
import { writePurseName } from './purse-name.ts';
import { payBack } from './take-backs.ts';

/** @see Payments */
export function createPayments(settings: PaymentSettings, parts: PaymentParts): Payments {
  let opened: Promise<Desk> | undefined;
  async function reach<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
    opened ??= openDesk(settings, parts);
    try {
      return await work(await opened);
    } catch (error) {
      throw explainTrouble(error);
    }
  }
  const offers = createOffers(parts.offers, () => reach(listOffers));
  return {
    offers,
    begin: (buyer, price) =>
      reach(async (desk) => {
        const isForSale = [...settings.packs, ...settings.plans].some((offer) => offer.price === price);
        const offer = isForSale ? (await offers()).find((each) => each.price === price) : undefined;
        if (!offer) throw new Problem('offer-unknown', 'This is not for sale here. What is, GET /v1/credits lists.');
        return beginCheckout(desk, buyer, offer);
      }),
    reconcile: (owner, sessionId) => reach((desk) => reconcile(desk, owner, sessionId)),
    openPortal: (owner) => reach((desk) => openPortal(desk, owner)),
    refund: (owner, purchaseId) => reach((desk) => payBack(desk, owner, purchaseId)),
    receive: (body, signature) => reach((desk) => takeEvent(desk, body, signature)),
    async eraseCustomers() {
      const due = await parts.customers.listErasures();
      return due.length === 0 ? 0 : reach((desk) => eraseDue(desk, due));
    },
  };
}

/** Ids of checkouts, so that nothing else is asked of Stripe. */
const sessionIds = /^cs_(test|live)_\w{1,250}$/;

async function reconcile(desk: Desk, owner: PurseOwner, sessionId: string): Promise<{ readonly state: PurchaseState; readonly credits: number }> {
  const session = sessionIds.test(sessionId) ? await findSession(desk, sessionId).catch(throwUnlessMissing) : undefined;
  if (session?.client_reference_id !== writePurseName(owner)) throw new Problem('not-found', 'There is no such purchase of yours.');
  await applySession(desk, session);
  return { state: readState(session), credits: readCredits(session.metadata) ?? 0 };
}

function throwUnlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
  return undefined;
}

function readState(session: Stripe.Checkout.Session): PurchaseState {
  if (isPaid(session)) return 'paid';
  if (session.status !== 'complete') return session.status === 'open' ? 'open' : 'expired';
  const intent = typeof session.payment_intent === 'string' ? null : session.payment_intent;
  // The bank did not pay: nothing will come of this any more.
  return intent && ['requires_payment_method', 'canceled'].includes(intent.status) ? 'expired' : 'pending';
}
