// Owns the answer to "what does work cost here, and what can be bought?". Refuses nobody: it is asked before anybody signs in.

import type { RequestHandler, Response } from 'express';
import { creditPrices } from '../../credit-prices.ts';
import type { CreditSettings } from '../../credit-settings.ts';
import type { Payments } from '../../payments/payment.ts';
import { Problem } from '../../problem.ts';
import { notesOf } from '../requests.ts';

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
    const offers = payments ? await payments.offers().catch((error: unknown) => saveRest(error, response)) : [];
    response.set('Cache-Control', 'no-cache').json({ ...tariff, offers });
  };
}

/** The answer does without; the log says why. */
function saveRest(error: unknown, response: Response): undefined {
  if (!(error instanceof Problem)) throw error;
  notesOf(response).failure = error;
}
