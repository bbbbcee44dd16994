// Owns the door for Stripe's events: the body byte for byte, as it was signed. Refuses whatever is no signed event; counts nobody.

import express from 'express';
import type { Request, RequestHandler } from 'express';
import type { Payments } from '../../payments/payment.ts';
import { Problem } from '../../problem.ts';
import { explainBody } from '../account/json-body.ts';
import { notesOf } from '../requests.ts';

/** Stripe's largest objects, an invoice of many lines among them, are some 100 KB. */
const greatestEventBytes = 1_000_000;

/**
 * Take an event. 200 says that it was understood, also for an account that is not here; whatever else makes Stripe send it again.
 *
 * @throws {Problem} `webhook-refused`, `body-too-large`, `payments-unavailable`, `accounts-unavailable`.
 */
export function answerEvent(payments: Payments): RequestHandler[] {
  const parse = express.raw({ type: () => true, limit: greatestEventBytes, inflate: false });
  const take: RequestHandler = async (request, response) => {
    const { outcome, eventId } = await payments.receive(bytesOf(request), request.get('stripe-signature'));
    // All that can be said of somebody who is not here; the operator finds the rest at Stripe.
    if (outcome === 'unknown-account') notesOf(response).event = eventId;
    response.set('Cache-Control', 'no-store').json({ outcome });
  };
  const askSignature: RequestHandler = (request, _response, next) => {
    if (!request.get('stripe-signature')) throw new Problem('webhook-refused', 'An event is signed in the header Stripe-Signature. This one is not, and was not read.');
    next();
  };
  return [askSignature, (request, response, next) => parse(request, response, (error?: unknown) => next(error === undefined ? undefined : explainBody(error, greatestEventBytes))), take];
}

/** The parser leaves an empty body as it found it. */
function bytesOf({ body }: Request): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
