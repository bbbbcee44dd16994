// Owns buying, its end, paying back, and the way to invoices. Refuses members where an owner is needed.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Reception } from '../../accounts/auth/reception.ts';
import type { Payments } from '../../payments/payment.ts';
import { accountOf } from '../account/identify.ts';
import { bodyOf } from '../account/json-body.ts';
import { readFields } from '../fields.ts';
import { findPurse, teamField } from './purse.ts';

const purchaseFields = z.object({ ...teamField, price: z.string().describe('the id of a price, as GET /v1/credits lists them') });
const refundFields = z.object({ ...teamField, purchase: z.uuid().describe('the id of a purchase, as GET /v1/account/credits lists them') });
const portalFields = z.object(teamField);

/** Begin to buy; `url` is where the browser goes. @throws {Problem} `parameter-invalid`, `offer-unknown`, `plan-running`, `payments-unavailable`. */
export function answerPurchase(reception: Reception, payments: Payments): RequestHandler {
  return async (request, response) => {
    const { team, price } = readFields(purchaseFields, bodyOf(request));
    const account = accountOf(response);
    const owner = await findPurse(reception, account, team, 'owner');
    const { url } = await payments.begin({ owner, email: account.email }, price);
    response.status(201).json({ url });
  };
}

/** What became of a purchase; if Stripe has the money, its credits are there with this answer. @throws {Problem} `not-found`, `payments-unavailable`. */
export function answerPurchaseState(reception: Reception, payments: Payments): RequestHandler {
  return async (request, response) => {
    const { team } = readFields(portalFields, request.query);
    const owner = await findPurse(reception, accountOf(response), team, 'owner');
    response.json(await payments.reconcile(owner, String(request.params['session'])));
  };
}

/** Pay back what of a purchase is unused. @throws {Problem} `not-found`, `refund-impossible`, `payments-unavailable`. */
export function answerRefund(reception: Reception, payments: Payments): RequestHandler {
  return async (request, response) => {
    const { team, purchase } = readFields(refundFields, bodyOf(request));
    const owner = await findPurse(reception, accountOf(response), team, 'owner');
    response.json(await payments.refund(owner, purchase));
  };
}

/** Where invoices, cards and the plan are. @throws {Problem} `not-found`, `payments-unavailable`. */
export function answerPortal(reception: Reception, payments: Payments): RequestHandler {
  return async (request, response) => {
    const { team } = readFields(portalFields, bodyOf(request));
    const owner = await findPurse(reception, accountOf(response), team, 'owner');
    response.json(await payments.openPortal(owner));
  };
}
