// Owns where the routes of credits are. Refuses API keys, other sites and haste where somebody's own credits and money are meant.

import { Router } from 'express';
import type { RequestHandler } from 'express';
import type { Reception } from '../../accounts/auth/reception.ts';
import type { Erasing } from '../../payments/erasure.ts';
import type { Payments } from '../../payments/payment.ts';
import type { RateCounter } from '../../retention/rate-counter.ts';
import { accountOf, requireSession } from '../account/identify.ts';
import { readJson } from '../account/json-body.ts';
import { limitAccount } from '../account/limits.ts';
import { keepNothing } from '../account/person-routes.ts';
import { refuseMethod } from '../method.ts';
import { limitBy } from '../rate-limit.ts';
import { answerPortal, answerPurchase, answerPurchaseState, answerRefund } from './purchases.ts';
import { answerBalance, answerHistory } from './purse.ts';
import { answerEvent } from './webhook.ts';

/** Payments of one process. */
export interface Checkout {
  readonly payments: Payments;
  readonly erasing: Erasing;
}

/** Credits of accounts and teams, and where payments are on what is bought. To be asked before the routes of accounts. */
export function createCreditRoutes(reception: Reception, checkout: Checkout | undefined, counter: RateCounter): Router {
  const active = [keepNothing, requireSession(reception, 'active'), limitAccount(reception.settings.requestsPerMinute, counter)];
  const router = Router({ caseSensitive: true, strict: true });
  router.route('/v1/account/credits').get(active, answerBalance(reception)).all(refuseMethod('GET'));
  router.route('/v1/account/credits/history').get(active, answerHistory(reception)).all(refuseMethod('GET'));
  if (checkout) addPayments(router, reception, checkout, [...active, limitPayments(reception, counter)]);
  return router;
}

function addPayments(router: Router, reception: Reception, { payments, erasing }: Checkout, buyer: RequestHandler[]): void {
  router.route('/v1/account/purchases').post(buyer, readJson(), answerPurchase(reception, payments)).all(refuseMethod('POST'));
  router.route('/v1/account/purchases/:session').get(buyer, answerPurchaseState(reception, payments)).all(refuseMethod('GET'));
  router.route('/v1/account/refunds').post(buyer, readJson(), answerRefund(reception, payments)).all(refuseMethod('POST'));
  router.route('/v1/account/portal').post(buyer, readJson(), answerPortal(reception, payments)).all(refuseMethod('POST'));
  router.route('/v1/stripe/webhook').post(answerEvent(payments)).all(refuseMethod('POST'));
  router.delete(['/v1/account', '/v1/teams/:team'], eraseAfter(erasing));
}

/** Each asks Stripe something, which counts too. */
function limitPayments({ settings: { attemptsPerMinute: perMinute } }: Reception, counter: RateCounter): RequestHandler {
  const says = `${perMinute} requests a minute that concern payments are taken here for one account.`;
  return limitBy({ perMinute, counter, identifier: 'payments', says, clientOf: (_request, response) => accountOf(response).id });
}

/** Whoever was deleted here is erased at Stripe; nobody waits for that. */
function eraseAfter(erasing: Erasing): RequestHandler {
  return (_request, response, next) => {
    response.on('finish', () => {
      if (response.statusCode === 204) erasing.soon();
    });
    next();
  };
}
