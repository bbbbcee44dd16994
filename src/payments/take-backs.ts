// Owns what goes back to the buyer: refunds and disputes as Stripe has them, and a refund on request. Refuses to pay back what was used.

import type { Stripe } from 'stripe';
import type { PaidPurchase, PurseOwner, TakeBack } from '../accounts/credit.ts';
import { Problem } from '../problem.ts';
import { explainTrouble, readTrouble } from './desk.ts';
import type { Desk } from './desk.ts';
import { applyPurchaseOf, idOf, readCredits } from './purchases.ts';
import type { Outcome } from './purchases.ts';

/** What came of a refund on request. */
export interface PaidBack {
  readonly credits: number;
  readonly amountMinor: number;
  readonly currency: string;
}

const overStatuses: readonly string[] = ['failed', 'canceled'];
/** Questions of a bank, for which no money moves. @see https://docs.stripe.com/disputes/how-disputes-work */
const askingStatuses: readonly string[] = ['warning_needs_response', 'warning_under_review', 'warning_closed', 'prevented'];
/** Stripe's words for: nothing is left to be paid back, or a bank decides about it. @see https://docs.stripe.com/error-codes */
const refusedCodes: readonly (string | undefined)[] = ['charge_already_refunded', 'charge_disputed', 'charge_not_refundable'];

/** Apply a refund as it is now. What failed is taken and given again, so that an older word of it finds both done. */
export async function applyRefund(desk: Desk, refund: Stripe.Refund): Promise<Outcome> {
  if (refund.payment_intent === null) return 'ignored';
  const reference = `re:${refund.id}`;
  const taken = await takeBack(desk, { kind: 'refund', reference, paymentId: idOf(refund.payment_intent), credits: readCredits(refund.metadata), amountMinor: refund.amount });
  if (taken === 'unknown-account' || !overStatuses.includes(refund.status ?? '')) return taken;
  return readOutcome(await desk.ledger.giveAgain('refund-failed', `rf:${refund.id}`, reference));
}

/** Apply every refund of a payment. @returns `applied` if any was new. */
export async function applyRefunds(desk: Desk, refunds: readonly Stripe.Refund[]): Promise<Outcome> {
  let outcome: Outcome = 'ignored';
  for (const refund of refunds) {
    const each = await applyRefund(desk, refund);
    if (outcome !== 'applied') outcome = each;
  }
  return outcome;
}

/** Refunds of a payment, newest first. */
export async function listRefunds({ stripe }: Desk, paymentId: string): Promise<readonly Stripe.Refund[]> {
  return (await stripe.refunds.list({ payment_intent: paymentId, limit: 100 })).data;
}

/** Apply a dispute as it is now: the money is gone at once, and comes back when it is won. */
export async function applyDispute(desk: Desk, dispute: Stripe.Dispute): Promise<Outcome> {
  if (dispute.payment_intent === null || askingStatuses.includes(dispute.status)) return 'ignored';
  const reference = `dp:${dispute.id}`;
  const taken = await takeBack(desk, { kind: 'dispute', reference, paymentId: idOf(dispute.payment_intent), amountMinor: dispute.amount });
  if (taken === 'unknown-account' || dispute.status !== 'won') return taken;
  return readOutcome(await desk.ledger.giveAgain('dispute-won', `dw:${dispute.id}`, reference));
}

/** Pay back the unused credits of a purchase. @throws {Problem} `not-found`, `refund-impossible`. */
export async function payBack(desk: Desk, owner: PurseOwner, purchaseId: string): Promise<PaidBack> {
  const { hold, purchase } = await desk.ledger.holdForRefund(owner, purchaseId);
  let isUnsure = false;
  try {
    const refunds = await listRefunds(desk, purchase.paymentId);
    // Word of an earlier one had not come yet: what is left was counted without it.
    if ((await applyRefunds(desk, refunds)) === 'applied') throw refuse('A refund of this purchase has just become known. Look at what is left of it, and try again.');
    const amountMinor = shareAmount(purchase, hold.credits, refunds);
    isUnsure = true;
    const refund = await createRefund(desk, purchase, { amountMinor, credits: hold.credits, number: refunds.length });
    await applyRefund(desk, refund);
    isUnsure = false;
    if (overStatuses.includes(refund.status ?? '')) throw refuse('The bank did not take the refund. The credits stay; ask the operator.');
    return { credits: hold.credits, amountMinor, currency: purchase.currency };
  } catch (error) {
    isUnsure &&= !isRefused(error);
    throw error;
  } finally {
    // Taken back by now, or still the owner's. While it is not known whether Stripe has paid, the hold stays until it ends by itself.
    if (!isUnsure) await desk.ledger.close(hold.id, 'failed').catch(() => undefined);
  }
}

/** Whether Stripe, or this studio, has said no: nothing was paid. */
function isRefused(error: unknown): boolean {
  const explained = explainTrouble(error);
  return explained instanceof Problem && ['refund-impossible', 'provider-misconfigured'].includes(explained.code);
}

/** In the smallest unit. Whoever gives back the last credits gets the last cent. */
function shareAmount({ credits: bought, creditsTakenBack, amountMinor }: PaidPurchase, credits: number, refunds: readonly Stripe.Refund[]): number {
  const paidBack = refunds.filter(({ status }) => !overStatuses.includes(status ?? '')).reduce((sum, { amount }) => sum + amount, 0);
  const left = amountMinor - paidBack;
  const share = credits + creditsTakenBack >= bought ? left : Math.min(left, Math.round((amountMinor * credits) / bought));
  if (share <= 0) throw refuse('All that was paid for this purchase was paid back already.');
  return share;
}

/** Two that ask at once have seen as many refunds, and so have one key: Stripe pays once. So it is when the first answer was lost. */
async function createRefund({ stripe }: Desk, { paymentId }: PaidPurchase, order: { readonly amountMinor: number; readonly credits: number; readonly number: number }): Promise<Stripe.Refund> {
  const { amountMinor: amount, credits, number } = order;
  try {
    const metadata = { credits: String(credits) };
    return await stripe.refunds.create({ payment_intent: paymentId, amount, reason: 'requested_by_customer', metadata }, { idempotencyKey: `refund:${paymentId}:${number}` });
  } catch (error) {
    const { type, code } = readTrouble(error) ?? {};
    if (type === 'StripeIdempotencyError') throw refuse('This purchase is being paid back just now. Look again in a minute.');
    if (refusedCodes.includes(code)) throw refuse('Stripe pays nothing back of this purchase: it was paid back already, or its bank is asking about it.', error);
    throw error;
  }
}

async function takeBack(desk: Desk, order: TakeBack): Promise<Outcome> {
  const first = await desk.ledger.takeBack(order);
  if (first !== 'unknown') return readOutcome(first);
  return (await applyPurchaseOf(desk, order.paymentId)) ? readOutcome(await desk.ledger.takeBack(order)) : 'unknown-account';
}

function readOutcome(result: 'done' | 'known' | 'unknown'): Outcome {
  return ({ done: 'applied', known: 'known', unknown: 'unknown-account' } as const)[result];
}

function refuse(detail: string, error?: unknown): Problem {
  return new Problem('refund-impossible', detail, { cause: error === undefined ? undefined : (explainTrouble(error) as Problem).cause });
}
