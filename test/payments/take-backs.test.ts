// Shows what goes back: refunds on request and by the operator, disputes, in any order; never twice, never more than was paid.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PurseOwner } from '../../src/accounts/credit.ts';
import { prices } from '../fake-stripe/fake-stripe.ts';
import { codeOf, openTill } from './till.ts';
import type { Till } from './till.ts';

let till: Till;
beforeAll(async () => void (till = await openTill()));
afterAll(() => till[Symbol.asyncDispose]());
beforeEach(() => {
  till.stripe.delivery = 'at-once';
  till.stripe.fault = undefined;
  till.stripe.forgetEvents();
  till.clock.nowMs = Date.now();
});

const day = 24 * 3_600_000;
const lastPayment = () => till.stripe.shop.last('payment_intent').id;
const refundsOf = (payment: string) => till.stripe.books.list('refund', ({ payment_intent }) => payment_intent === payment).map(({ amount }) => amount);
const purchaseOf = async (owner: PurseOwner) => (await till.accounts.ledger.purchases(owner))[0]!;

async function use(owner: PurseOwner, credits: number): Promise<void> {
  const { id } = await till.accounts.ledger.hold({ owner, work: 'headshot', credits, lifetimeMs: 60_000 });
  await till.accounts.ledger.capture(id, credits);
  await till.accounts.ledger.close(id, 'delivered');
}

describe('a refund on request', () => {
  it('pays back all of it while none is used, once, before and after its own events', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    const { id } = await purchaseOf(anna);
    expect(await till.payments.refund(anna, id)).toEqual({ credits: 10, amountMinor: 900, currency: 'eur' });
    expect([await till.accounts.ledger.balance(anna), refundsOf(lastPayment())]).toEqual([{ available: 0, held: 0 }, [900]]);
    await till.stripe.send({ order: 'reversed', times: 2 });
    expect(await till.history(anna)).toEqual([['purchase', 10], ['refund', -10]]);
    expect(await codeOf(till.payments.refund(anna, id))).toBe('refund-impossible');
  });

  it('pays back the share that is unused, and the last cent with the last credit', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    await use(anna, 3);
    const { id } = await purchaseOf(anna);
    expect(await till.payments.refund(anna, id)).toEqual({ credits: 7, amountMinor: 630, currency: 'eur' });
    await till.accounts.ledger.post({ owner: anna, kind: 'purchase', reference: `cs:${id}`, credits: 3 });
    expect(await till.payments.refund(anna, id)).toEqual({ credits: 3, amountMinor: 270, currency: 'eur' });
    expect(await till.history(anna)).toEqual([['purchase', 10], ['use', -3], ['refund', -7], ['purchase', 3], ['refund', -3]]);
  });

  it('is impossible when all is used, after 14 days, and for what is somebody else’s', async () => {
    const [anna, bert] = [await till.admit(), await till.admit()];
    await till.buy(anna);
    const { id } = await purchaseOf(anna);
    expect([await codeOf(till.payments.refund(bert, id)), await codeOf(till.payments.refund(anna, crypto.randomUUID()))]).toEqual(['not-found', 'not-found']);
    till.clock.nowMs += 14 * day + 60_000;
    expect(await codeOf(till.payments.refund(anna, id))).toBe('refund-impossible');
    till.clock.nowMs = Date.now();
    await use(anna, 10);
    expect(await codeOf(till.payments.refund(anna, id))).toBe('refund-impossible');
    expect(refundsOf(lastPayment())).toEqual([]);
  });

  it('leaves alone what is in work, and does not pay twice when asked twice at once', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    const { id: work } = await till.accounts.ledger.hold({ owner: anna, work: 'headshot', credits: 4, lifetimeMs: 60_000 });
    const { id } = await purchaseOf(anna);
    const other = till.openAgain();
    const outcomes = await Promise.all([codeOf(till.payments.refund(anna, id)), codeOf(other.refund(anna, id)), codeOf(other.refund(anna, id))]);
    expect(outcomes.sort()).toEqual(['none', 'refund-impossible', 'refund-impossible']);
    expect([refundsOf(lastPayment()), await till.accounts.ledger.balance(anna)]).toEqual([[540], { available: 0, held: 4 }]);
    await till.accounts.ledger.close(work, 'failed');
    expect(await till.available(anna)).toBe(4);
  });

  it('loses nothing while Stripe is down', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    till.stripe.fault = 'down';
    const { id } = await purchaseOf(anna);
    expect(await codeOf(till.payments.refund(anna, id))).toBe('payments-unavailable');
    expect(await till.accounts.ledger.balance(anna)).toEqual({ available: 10, held: 0 });
    till.stripe.fault = undefined;
    expect(await till.payments.refund(anna, id)).toMatchObject({ credits: 10 });
  });

  it('whose answer is lost pays once: the credits stay aside until it is known', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    const { id } = await purchaseOf(anna);
    till.stripe.delivery = 'held';
    till.stripe.fault = 'lost';
    expect(await codeOf(till.payments.refund(anna, id))).toBe('payments-unavailable');
    expect([await till.accounts.ledger.balance(anna), refundsOf(lastPayment())]).toEqual([{ available: 0, held: 10 }, [900]]);
    till.stripe.fault = undefined;
    expect(await codeOf(till.payments.refund(anna, id))).toBe('refund-impossible');
    await till.stripe.send({ types: ['refund.created'] });
    till.clock.nowMs += 16 * 60_000;
    expect([await till.accounts.ledger.balance(anna), refundsOf(lastPayment())]).toEqual([{ available: 0, held: 0 }, [900]]);
  });

  it('learns of an earlier one that nobody told of', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    till.stripe.delivery = 'held';
    await till.stripe.shop.refund(lastPayment(), 450);
    const { id } = await purchaseOf(anna);
    expect(await codeOf(till.payments.refund(anna, id))).toBe('refund-impossible');
    expect(await till.available(anna)).toBe(5);
    expect(await till.payments.refund(anna, id)).toEqual({ credits: 5, amountMinor: 450, currency: 'eur' });
    expect(refundsOf(lastPayment())).toEqual([450, 450]);
  });

  it('that the bank does not take gives the credits again, whichever word comes first', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    till.stripe.delivery = 'held';
    await till.payments.refund(anna, (await purchaseOf(anna)).id);
    await till.stripe.shop.failRefund(till.stripe.shop.last('refund').id);
    await till.stripe.send({ order: 'reversed', times: 2 });
    expect(await till.history(anna)).toEqual([['purchase', 10], ['refund', -10], ['refund-failed', 10]]);
  });

  it('of a disputed payment is impossible', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    till.stripe.delivery = 'held';
    await till.stripe.shop.dispute(lastPayment());
    expect(await codeOf(till.payments.refund(anna, (await purchaseOf(anna)).id))).toBe('refund-impossible');
    expect(await till.accounts.ledger.balance(anna)).toEqual({ available: 10, held: 0 });
  });
});

describe('a refund by the operator', () => {
  it('takes the share of the credits that was paid back, below 0 when they are used', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    await use(anna, 8);
    await till.stripe.shop.refund(lastPayment(), 450);
    expect(await till.available(anna)).toBe(-3);
    await till.stripe.shop.refund(lastPayment());
    expect(await till.history(anna)).toEqual([['purchase', 10], ['use', -8], ['refund', -5], ['refund', -5]]);
  });

  it('that is heard of before its purchase takes what the purchase brought', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    await till.buy(anna);
    await till.stripe.shop.refund(lastPayment(), 450);
    expect(await till.stripe.send({ order: 'reversed' })).toEqual([200, 200, 200]);
    expect(await till.history(anna)).toEqual([['purchase', 10], ['refund', -5]]);
  });

  it('of a month of a plan, heard of first, finds its invoice', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    await till.buy(anna, prices.plan);
    await till.stripe.shop.refund(lastPayment());
    await till.stripe.send({ types: ['charge.refunded'] });
    await till.stripe.send({ order: 'reversed', atOnce: true });
    expect(await till.history(anna)).toEqual([['plan', 100], ['refund', -100]]);
  });

  it('of what was sold elsewhere is logged by its id', async () => {
    const elsewhere = till.stripe.books.make('payment_intent', { amount: 100, amount_received: 100, currency: 'eur' });
    elsewhere['latest_charge'] = till.stripe.books.make('charge', { amount: 100, payment_intent: elsewhere.id }).id;
    await till.stripe.shop.refund(elsewhere.id);
    expect(till.log.slice(-2).map(({ status, event }) => [status, event])).toEqual(till.stripe.events.map(({ id }) => [200, id]));
  });
});

describe('a dispute', () => {
  it.each<[string, 'as-happened' | 'reversed', 'won' | 'lost', [string, number][]]>([
    ['that is lost takes the credits', 'as-happened', 'lost', [['purchase', 10], ['dispute', -10]]],
    ['that is won gives them again', 'as-happened', 'won', [['purchase', 10], ['dispute', -10], ['dispute-won', 10]]],
    ['that is won, told backwards, does the same', 'reversed', 'won', [['purchase', 10], ['dispute', -10], ['dispute-won', 10]]],
  ])('%s', async (_name, order, outcome, history) => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    await till.buy(anna);
    const id = await till.stripe.shop.dispute(lastPayment());
    if (order === 'as-happened') await till.stripe.send();
    await till.stripe.shop.closeDispute(id, outcome);
    await till.stripe.send({ order, times: 2 });
    expect(await till.history(anna)).toEqual(history);
  });

  it('takes at once, and an inquiry of the bank nothing', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    const inquiry = await till.stripe.shop.dispute(lastPayment(), 'inquiry');
    await till.stripe.shop.closeDispute(inquiry, 'won');
    expect(await till.available(anna)).toBe(10);
    await till.stripe.shop.dispute(lastPayment());
    expect(await till.available(anna)).toBe(0);
  });
});
