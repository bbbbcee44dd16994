// Owns how a customer ends at Stripe: deleted, with every subscription, and redacted as soon as Stripe lets it. Refuses to forget one that is still there.

import { setTimeout as sleep } from 'node:timers/promises';
import { describeCauses } from '../log.ts';
import { Problem } from '../problem.ts';
import { closeCheckouts } from './checkout.ts';
import { explainTrouble, isMissing } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Payments } from './payment.ts';

/** A customer to be erased. */
interface Erasure {
  readonly choreName: string;
  readonly customerId: string;
}

/** Stripe's job that takes a person out of what it keeps. @see https://docs.stripe.com/api/privacy/redaction-job/object */
interface RedactionJob {
  readonly id: string;
  readonly status: string;
}

/** Redaction is in public preview, and so in no type of the SDK. */
const previewVersion = '2026-10-28.preview';
/** Validation takes seconds, for somebody with many payments minutes. */
const validationMs = 60_000;
/** Stripe redacts a payment 90 days after it at the earliest; asked again each month, the third or fourth time succeeds. @see https://docs.stripe.com/privacy/deletion-requests */
const nextAttemptMs = 30 * 24 * 3_600_000;
/** As long as the rows of links and holds wait for their sweep. */
const eraseEveryMs = 5 * 60_000;
/** Enough for Stripe to answer what was asked last. */
const longestEndMs = 2_000;

/**
 * Erase those that are due.
 *
 * @returns How many are done with.
 * @throws {Problem} `payments-unavailable`: the rest waits for the next call.
 */
export async function eraseDue(desk: Desk, due: readonly Erasure[]): Promise<number> {
  let done = 0;
  for (const erasure of due) {
    try {
      if (await eraseCustomer(desk, erasure)) done += 1;
    } catch (error) {
      const problem = explainTrouble(error);
      if (!(problem instanceof Problem) || problem.code !== 'provider-misconfigured') throw problem;
      // One that Stripe refuses must not keep the others; the operator is told each time.
      desk.log.alarm('Stripe refused an erasure', { causes: describeCauses(problem) });
      await desk.customers.postponeErasure(erasure.choreName, desk.now() + nextAttemptMs);
    }
  }
  return done;
}

async function eraseCustomer(desk: Desk, { choreName, customerId }: Erasure): Promise<boolean> {
  await deleteCustomer(desk, customerId).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  const { id, status } = await openJob(desk, customerId);
  if (status === 'ready') await askJob(desk, `/${id}/run`);
  if (['ready', 'redacting', 'succeeded'].includes(status)) {
    await desk.customers.finishErasure(choreName);
    return true;
  }
  if (status === 'failed') await askJob(desk, `/${id}/cancel`);
  const waitMs = ['created', 'validating'].includes(status) ? validationMs : nextAttemptMs;
  await desk.customers.postponeErasure(choreName, desk.now() + waitMs);
  return false;
}

/** Whoever still has a page to pay on would pay for nobody. */
async function deleteCustomer(desk: Desk, customerId: string): Promise<void> {
  await closeCheckouts(desk, customerId);
  await desk.stripe.customers.del(customerId);
}

/** Under one idempotency key for each customer: within a day this is the same job, and what is answered is how it was made. */
async function openJob(desk: Desk, customerId: string): Promise<RedactionJob> {
  const objects = { customers: [customerId] };
  const { id } = await askJob(desk, '', { objects, validation_behavior: 'fix' }, `redaction:${customerId}`);
  return (await desk.stripe.rawRequest('GET', `/v1/privacy/redaction_jobs/${id}`, undefined, { apiVersion: previewVersion })) as RedactionJob;
}

async function askJob({ stripe }: Desk, path: string, parameters: Readonly<Record<string, unknown>> = {}, idempotencyKey?: string): Promise<RedactionJob> {
  const options = { apiVersion: previewVersion, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
  return (await stripe.rawRequest('POST', `/v1/privacy/redaction_jobs${path}`, parameters, options)) as RedactionJob;
}

/** Erases in the background. */
export interface Erasing extends AsyncDisposable {
  /** Somebody was deleted: do not wait for the next time. */
  soon(): void;
}

/** Erase now and every five minutes; Stripe being down delays nobody and loses nothing. */
export function keepErasing(payments: Pick<Payments, 'eraseCustomers'>, log: Desk['log']): Erasing {
  let running = Promise.resolve();
  let isOver = false;
  const soon = (): void => {
    running = running.then(() => payments.eraseCustomers()).then(() => undefined, tell);
  };
  const tell = (error: unknown): void => {
    const isOutage = error instanceof Problem && error.status === 503;
    if (!isOutage && !isOver) log.alarm('customers not erased', { causes: describeCauses(error) });
  };
  const timer = setInterval(soon, eraseEveryMs);
  timer.unref();
  soon();
  return {
    soon,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      isOver = true;
      // What is cut off here is done by the next process: a drain does not wait for Stripe.
      await Promise.race([running, sleep(longestEndMs, undefined, { ref: false })]);
    },
  };
}

