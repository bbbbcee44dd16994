// Shows that each event of Stripe is applied exactly once, in whatever order and however often it comes, and that Stripe is believed and nobody else.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prices, webhookSecret } from '../fake-stripe/fake-stripe.ts';
import { signBody } from '../fake-stripe/events.ts';
import { codeOf, openTill } from './till.ts';
import type { Till } from './till.ts';

let till: Till;
beforeAll(async () => void (till = await openTill()));
afterAll(() => till[Symbol.asyncDispose]());
beforeEach(() => {
  till.stripe.delivery = 'at-once';
  till.stripe.fault = undefined;
  till.stripe.forgetEvents();
});

const post = (body: string, headers: Readonly<Record<string, string>> = {}) => fetch(till.webhookUrl, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

describe('a purchase', () => {
  it('brings its credits with the event, once for however many events there are', async () => {
    const anna = await till.admit();
    await till.buy(anna);
    expect(await till.available(anna)).toBe(10);
    expect(await till.stripe.send({ times: 3 })).toEqual([200, 200, 200]);
    expect(await till.stripe.send({ times: 10, atOnce: true })).toEqual(Array(10).fill(200));
    expect(await till.history(anna)).toEqual([['purchase', 10]]);
  });

  it('is asked of Stripe when its buyer comes back, before the event, after it, and when it never comes', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    const first = await till.buy(anna);
    expect(await till.payments.reconcile(anna, first)).toEqual({ state: 'paid', credits: 10 });
    expect(await till.available(anna)).toBe(10);
    await till.stripe.send();
    till.stripe.delivery = 'at-once';
    const second = await till.buy(anna, prices.largePack);
    expect(await till.payments.reconcile(anna, second)).toEqual({ state: 'paid', credits: 50 });
    expect(await till.history(anna)).toEqual([['purchase', 10], ['purchase', 50]]);
  });

  it('is posted once when event and return come in the same moment, at two processes', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    const session = await till.buy(anna);
    const other = till.openAgain();
    await Promise.all([till.stripe.send({ times: 5, atOnce: true }), till.payments.reconcile(anna, session), other.reconcile(anna, session), other.reconcile(anna, session)]);
    expect(await till.history(anna)).toEqual([['purchase', 10]]);
  });

  it('waits for a bank that takes its time, and ends without credits if the bank does not pay', async () => {
    const [anna, bert] = [await till.admit(), await till.admit()];
    const [good, bad] = [await till.begin(anna), await till.begin(bert)];
    await till.stripe.shop.pay(good, 'bank');
    await till.stripe.shop.pay(bad, 'bank');
    expect(await till.payments.reconcile(anna, good)).toEqual({ state: 'pending', credits: 10 });
    expect([await till.available(anna), await till.available(bert)]).toEqual([0, 0]);
    await till.stripe.shop.settle(good, 'paid');
    await till.stripe.shop.settle(bad, 'failed');
    expect([await till.available(anna), await till.available(bert)]).toEqual([10, 0]);
    expect(await till.payments.reconcile(bert, bad)).toEqual({ state: 'expired', credits: 10 });
  });

  it('that a promotion code pays brings credits, and nothing to pay back', async () => {
    const anna = await till.admit();
    await till.stripe.shop.pay(await till.begin(anna), 'free');
    expect([await till.available(anna), await till.accounts.ledger.purchases(anna)]).toEqual([10, []]);
  });

  it('that is not paid brings none: open, left alone, run out', async () => {
    const anna = await till.admit();
    const session = await till.begin(anna);
    expect(await till.payments.reconcile(anna, session)).toEqual({ state: 'open', credits: 10 });
    await till.stripe.shop.expire(session);
    expect(await till.payments.reconcile(anna, session)).toEqual({ state: 'expired', credits: 10 });
    expect(await till.history(anna)).toEqual([]);
  });

  it('keeps the credits that were promised when the offer changes before the bank pays', async () => {
    const anna = await till.admit();
    const session = await till.begin(anna);
    await till.stripe.shop.pay(session);
    const dearer = till.openAgain({ STRIPE_PACKS: `${prices.pack}:5` });
    expect(await dearer.reconcile(anna, session)).toEqual({ state: 'paid', credits: 10 });
    expect(await till.available(anna)).toBe(10);
  });

  it('of somebody else is none, whatever is sent for its id', async () => {
    const [anna, bert] = [await till.admit(), await till.admit()];
    const session = await till.buy(anna);
    for (const id of [session, 'cs_test_none', 'cs_test_a/../b', 'sub_1', '', '../customers', `cs_test_${'a'.repeat(300)}`]) {
      expect(await codeOf(till.payments.reconcile(bert, id))).toBe('not-found');
    }
    expect(await till.available(bert)).toBe(0);
  });
});

describe('an event', () => {
  it('that is unsigned, tampered with, signed by another or too old is refused', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    await till.buy(anna);
    const body = JSON.stringify(till.stripe.events.at(-1));
    const now = signBody(body, webhookSecret);
    const refused = [
      await post(body), await post(body, { 'Stripe-Signature': '' }), await post(body, { 'Stripe-Signature': 't=1,v1=abc' }), await post(`${body} `, { 'Stripe-Signature': now }),
      await post(body, { 'Stripe-Signature': signBody(body, 'whsec_another') }), await post(body, { 'Stripe-Signature': signBody(body, webhookSecret, till.clock.nowMs - 301_000) }),
      await post('', { 'Stripe-Signature': signBody('x', webhookSecret) }), await post('no json', { 'Stripe-Signature': signBody('no json', webhookSecret) }),
    ];
    for (const answer of refused) expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'webhook-refused']);
    expect(await till.available(anna)).toBe(0);
    expect((await post(body, { 'Stripe-Signature': signBody(body, webhookSecret, till.clock.nowMs - 290_000) })).status).toBe(200);
    expect(await till.available(anna)).toBe(10);
  });

  it('larger than any of Stripe is not read', async () => {
    const body = 'x'.repeat(1_000_001);
    const answer = await post(body, { 'Stripe-Signature': signBody(body, webhookSecret) });
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'body-too-large' }]);
  });

  it('is only a hint: what it says of the object is not believed', async () => {
    const anna = await till.admit();
    const session = await till.begin(anna);
    const lie = { ...till.stripe.shop.last('checkout.session'), status: 'complete', payment_status: 'paid' };
    const body = JSON.stringify({ id: 'evt_lie', object: 'event', type: 'checkout.session.completed', data: { object: { ...lie, metadata: { credits: '9999' } } } });
    const answer = await post(body, { 'Stripe-Signature': signBody(body, webhookSecret) });
    expect([answer.status, await answer.json()]).toEqual([200, { outcome: 'ignored' }]);
    expect([session, await till.available(anna)]).toEqual([lie.id, 0]);
  });

  it('for an account that is not here is answered 200, and its id is all that the log says', async () => {
    const gone = { accountId: crypto.randomUUID() };
    const anna = await till.admit();
    const session = await till.begin(anna);
    Object.assign(till.stripe.books.find('checkout.session', session), { client_reference_id: `account:${gone.accountId}` });
    await till.stripe.shop.pay(session);
    const line = till.log.at(-1);
    expect(line).toMatchObject({ route: '/v1/stripe/webhook', status: 200, event: till.stripe.events.at(-1)!.id });
    expect(JSON.stringify(line)).not.toMatch(new RegExp(`${gone.accountId}|cus_|cs_test_`));
  });

  it('of another shop at the same Stripe account is left alone', async () => {
    const anna = await till.admit();
    for (const reference of [null, 'order-17', `account:${anna.accountId}' or '1'='1`]) {
      const session = await till.begin(anna);
      Object.assign(till.stripe.books.find('checkout.session', session), { client_reference_id: reference });
      await till.stripe.shop.pay(session);
    }
    expect(till.stripe.deliveries.slice(-3).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await till.history(anna)).toEqual([]);
  });

  it('about which Stripe cannot be asked just now is to be sent again', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    await till.buy(anna);
    till.stripe.fault = 'down';
    expect(await till.stripe.send()).toEqual([503]);
    till.stripe.fault = 'failing';
    expect(await till.stripe.send()).toEqual([503]);
    till.stripe.fault = undefined;
    expect([await till.available(anna), await till.stripe.send(), await till.available(anna)]).toEqual([0, [200], 10]);
  });

  it('of a kind that is not used is ignored', async () => {
    const body = JSON.stringify({ id: 'evt_other', object: 'event', type: 'product.created', data: { object: { id: 'prod_1' } } });
    expect(await (await post(body, { 'Stripe-Signature': signBody(body, webhookSecret) })).json()).toEqual({ outcome: 'ignored' });
  });
});
