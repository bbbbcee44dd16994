// Owns the answer to "what does work cost here, and what can be bought?". Refuses nobody: it is asked before anybody signs in.

import type { RequestHandler } from 'express';
import { creditPrices } from '../../credit-prices.ts';
import type { CreditSettings } from '../../credit-settings.ts';
import type { Payments } from '../../payments/payment.ts';
import { Problem } from '../../problem.ts';

/**
 * `{ inForce: false }`, or prices, free credits and offers. Without `offers` it cannot be told just now what can be bought; what
 * work costs is told all the same.
 *
 * @param payments - Undefined where nothing can be bought.
 */
export function answerTariff(credits: CreditSettings | undefined, payments: Payments | undefined): RequestHandler {
  if (!credits) return (_request, response) => void response.set('Cache-Control', 'no-cache').json({ inForce: false });
  const tariff = { inForce: true, prices: creditPrices, freePerDay: credits.freePerDay };
  return async (_request, response) => {
    const offers = payments ? await payments.offers().catch(saveRest) : [];
    response.set('Cache-Control', 'no-cache').json({ ...tariff, offers });
  };
}

function saveRest(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
