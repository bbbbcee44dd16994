// Shows the life of a plan: begun, renewed, changed, unpaid, ended; each month's credits once, in whatever order Stripe tells.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prices } from '../fake-stripe/fake-stripe.ts';
import { codeOf, openTill } from './till.ts';
import type { Till } from './till.ts';

let till: Till;
beforeAll(async () => void (till = await openTill()));
afterAll(() => till[Symbol.asyncDispose]());
beforeEach(() => {
  till.stripe.delivery = 'at-once';
  till.stripe.forgetEvents();
});

const lastPlan = () => till.stripe.shop.last('subscription').id;

describe('a plan', () => {
  it('brings its credits each month, and they add up', async () => {
    const anna = await till.admit();
    await till.buy(anna, prices.plan);
    expect(await till.accounts.customers.plan(anna)).toMatchObject({ subscriptionId: lastPlan(), price: prices.plan, status: 'active', ends: false });
    await till.stripe.shop.renew(lastPlan());
    await till.stripe.send({ times: 2, order: 'reversed', atOnce: true });
    expect(await till.history(anna)).toEqual([['plan', 100], ['plan', 100]]);
    expect(await till.accounts.ledger.purchases(anna)).toMatchObject([{ kind: 'plan', amountMinor: 5900 }, { kind: 'plan', amountMinor: 5900 }]);
  });

  it('is there when its buyer comes back, if no event ever comes', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    const session = await till.buy(anna, prices.plan);
    expect(await till.payments.reconcile(anna, session)).toEqual({ state: 'paid', credits: 100 });
    expect([await till.available(anna), await till.accounts.customers.plan(anna)]).toMatchObject([100, { status: 'active' }]);
    await till.stripe.send({ order: 'reversed' });
    expect(await till.history(anna)).toEqual([['plan', 100]]);
  });

  it('is one: a second is refused while it runs, and taken after it', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    const left = await till.begin(anna, prices.plan);
    await till.buy(anna, prices.plan);
    expect(till.stripe.books.find('checkout.session', left)['status'], 'a checkout left open').toBe('expired');
    expect(await codeOf(till.payments.begin({ owner: anna, email: undefined }, prices.largePlan))).toBe('plan-running');
    await till.stripe.shop.cancel(lastPlan(), 'now');
    expect(await codeOf(till.payments.begin({ owner: anna, email: undefined }, prices.largePlan))).toBe('none');
  });

  it('that is to end says so, ends, and stays ended whatever is told later', async () => {
    const anna = await till.admit();
    await till.buy(anna, prices.plan);
    await till.stripe.shop.cancel(lastPlan(), 'later');
    expect(await till.accounts.customers.plan(anna)).toMatchObject({ status: 'active', ends: true });
    await till.stripe.shop.cancel(lastPlan(), 'now');
    await till.stripe.send({ order: 'reversed' });
    expect(await till.accounts.customers.plan(anna)).toMatchObject({ status: 'canceled' });
    expect(await till.history(anna)).toEqual([['plan', 100]]);
  });

  it('that is not paid is overdue, brings nothing, and runs on when it is paid', async () => {
    const anna = await till.admit();
    await till.buy(anna, prices.plan);
    await till.stripe.shop.overdue(lastPlan());
    expect([await till.available(anna), await till.accounts.customers.plan(anna)]).toMatchObject([100, { status: 'past_due' }]);
    await till.stripe.shop.renew(lastPlan());
    expect([await till.available(anna), await till.accounts.customers.plan(anna)]).toMatchObject([200, { status: 'active' }]);
  });

  it('that is changed within a month brings the share that was paid for, and takes none for a smaller one', async () => {
    const anna = await till.admit();
    await till.buy(anna, prices.plan);
    await till.stripe.shop.change(lastPlan(), prices.largePlan, 0.5);
    expect([await till.available(anna), await till.accounts.customers.plan(anna)]).toMatchObject([200, { price: prices.largePlan }]);
    await till.stripe.shop.change(lastPlan(), prices.plan, 0.5);
    expect(await till.available(anna)).toBe(200);
    await till.stripe.shop.renew(lastPlan());
    expect(await till.history(anna)).toEqual([['plan', 100], ['plan', 100], ['plan', 100]]);
  });

  it('that is no longer offered goes on as it was promised', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    const session = await till.buy(anna, prices.plan);
    const later = till.openAgain({ STRIPE_PLANS: '' });
    expect(await later.reconcile(anna, session)).toEqual({ state: 'paid', credits: 100 });
    expect([await till.available(anna), await till.accounts.customers.plan(anna)]).toMatchObject([100, { price: prices.plan }]);
  });

  it('of a customer whom the operator gave it by hand is theirs', async () => {
    const anna = await till.admit();
    await till.buy(anna, prices.plan);
    const subscription = till.stripe.books.find('subscription', lastPlan());
    subscription['metadata'] = {};
    await till.stripe.shop.renew(subscription.id);
    expect(await till.available(anna)).toBe(200);
  });

  it('of somebody else’s shop is left alone', async () => {
    const anna = await till.admit();
    await till.buy(anna, prices.plan);
    const subscription = till.stripe.books.find('subscription', lastPlan());
    Object.assign(subscription, { metadata: {}, customer: till.stripe.books.make('customer', {}).id });
    await till.stripe.shop.renew(subscription.id);
    expect(await till.available(anna)).toBe(100);
    expect(till.log.at(-1)).toMatchObject({ status: 200, event: till.stripe.events.at(-1)!.id });
  });
});

describe('the portal', () => {
  it('is open to who has bought', async () => {
    const [anna, bert] = [await till.admit(), await till.admit()];
    await till.buy(anna);
    expect((await till.payments.openPortal(anna)).url).toMatch(new RegExp(`^${till.stripe.url}/portal/bps_`));
    expect(till.stripe.requests.at(-1)?.sent).toMatchObject({ return_url: 'http://localhost:3000/account' });
    expect(await codeOf(till.payments.openPortal(bert))).toBe('not-found');
  });
});
