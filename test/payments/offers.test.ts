// Shows what is for sale: priced by Stripe, asked seldom, without what cannot be sold so; and what is sent to Stripe to sell it.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createOfferMemory } from '../../src/payments/offer-memory.ts';
import { prices } from '../fake-stripe/fake-stripe.ts';
import { codeOf, openTill } from './till.ts';
import type { Till } from './till.ts';

let till: Till;
beforeAll(async () => void (till = await openTill()));
afterAll(() => till[Symbol.asyncDispose]());
beforeEach(() => {
  till.stripe.fault = undefined;
  till.clock.nowMs = Date.now();
});

const asked = (path: RegExp) => till.stripe.requests.filter((request) => path.test(request.path));

describe('offers', () => {
  it('have the prices that Stripe has, asked at most every ten minutes by all processes together', async () => {
    const memory = createOfferMemory(() => till.clock.nowMs);
    const [payments, other] = [till.openAgain({}, memory), till.openAgain({}, memory)];
    const before = asked(/prices/).length;
    const [offers] = await Promise.all([payments.offers(), payments.offers()]);
    expect(offers).toEqual([
      { price: prices.pack, kind: 'pack', credits: 10, amountMinor: 900, currency: 'eur', taxIncluded: true },
      { price: prices.largePack, kind: 'pack', credits: 50, amountMinor: 3900, currency: 'eur', taxIncluded: true },
      { price: prices.plan, kind: 'plan', credits: 100, amountMinor: 5900, currency: 'eur', taxIncluded: true },
      { price: prices.largePlan, kind: 'plan', credits: 300, amountMinor: 14_900, currency: 'eur', taxIncluded: true },
    ]);
    till.clock.nowMs += 9 * 60_000;
    expect(await other.offers()).toEqual(offers);
    expect(asked(/prices/).length - before).toBe(4);
    till.clock.nowMs += 2 * 60_000;
    await payments.offers();
    expect(asked(/prices/).length - before).toBe(8);
  });

  it('leave out what cannot be sold so, and tell the operator', async () => {
    const { books } = till.stripe;
    const wrong = { price_off: { active: false }, price_free: { unit_amount: null }, price_year: { recurring: { interval: 'year', interval_count: 1, usage_type: 'licensed' }, type: 'recurring' } };
    for (const [id, members] of Object.entries(wrong)) books.make('price', { ...books.find('price', prices.pack), id, ...members });
    const payments = till.openAgain({ STRIPE_PACKS: `price_none:1,price_off:1,price_free:1,${prices.plan}:1`, STRIPE_PLANS: `${prices.pack}:1,price_year:1` });
    expect(await payments.offers()).toEqual([]);
    const alarms = till.log.filter(({ msg }) => msg === 'price is not for sale');
    expect(alarms.map(({ price }) => price).sort()).toEqual(['price_none', 'price_off', 'price_free', prices.plan, prices.pack, 'price_year'].sort());
    expect(await codeOf(payments.begin({ owner: await till.admit(), email: undefined }, 'price_off'))).toBe('offer-unknown');
  });

  it('are none of what is not configured', async () => {
    till.stripe.books.make('price', { ...till.stripe.books.find('price', prices.pack), id: 'price_secret', unit_amount: 1 });
    for (const price of ['price_secret', '', 'price_pack ', '__proto__']) expect(await codeOf(till.payments.begin({ owner: await till.admit(), email: undefined }, price))).toBe('offer-unknown');
  });
});

describe('a checkout', () => {
  it('sends Stripe whose it is, and where the browser comes back to', async () => {
    const anna = await till.admit();
    await till.begin(anna);
    const { sent, headers } = asked(/^\/v1\/checkout\/sessions$/).at(-1)!;
    const metadata = { owner: `account:${anna.accountId}`, price: prices.pack, credits: '10' };
    expect(sent).toEqual({
      mode: 'payment', client_reference_id: `account:${anna.accountId}`, customer: till.stripe.shop.last('customer').id, line_items: [{ price: prices.pack, quantity: '1' }], metadata,
      success_url: 'http://localhost:3000/account?purchase={CHECKOUT_SESSION_ID}', cancel_url: 'http://localhost:3000/account?purchase=cancelled', allow_promotion_codes: 'true', locale: 'auto',
      invoice_creation: { enabled: 'true' }, payment_intent_data: { metadata },
    });
    expect([headers['stripe-version'], headers['x-stripe-client-telemetry'], typeof headers['idempotency-key']]).toEqual(['2026-10-28.endive', undefined, 'string']);
    expect(till.stripe.shop.last('customer')['email']).toBe('anna@example.test');
  });

  it('asks for an address and a tax id where Stripe works out the tax', async () => {
    const anna = await till.admit();
    await till.openAgain({ STRIPE_TAX: 'on' }).begin({ owner: anna, email: undefined }, prices.plan);
    expect(asked(/^\/v1\/checkout\/sessions$/).at(-1)!.sent).toMatchObject({ mode: 'subscription', automatic_tax: { enabled: 'true' }, customer_update: { address: 'auto', name: 'auto' }, tax_id_collection: { enabled: 'true' } });
  });

  it('has one customer for each purse, however many are begun at once', async () => {
    const anna = await till.admit();
    const before = till.stripe.books.list('customer', () => true).length;
    const other = till.openAgain();
    await Promise.all([till.payments, other, other, till.payments].map((payments) => payments.begin({ owner: anna, email: 'anna@example.test' }, prices.pack)));
    expect(till.stripe.books.list('customer', ({ deleted }) => !deleted).length - before).toBe(1);
  });

  it.each([['down', 'payments-unavailable'], ['failing', 'payments-unavailable'], ['limited', 'payments-unavailable'], ['lost', 'payments-unavailable'], ['late', 'none']] as const)('ends, when Stripe is %s, as %s, and nothing is lost', async (fault, code) => {
    const anna = await till.admit();
    till.stripe.fault = fault;
    expect(await codeOf(till.openAgain().begin({ owner: anna, email: undefined }, prices.pack))).toBe(code);
    till.stripe.fault = undefined;
    await till.buy(anna);
    expect(await till.history(anna)).toEqual([['purchase', 10]]);
  });

  it('with a wrong key is said to be misconfigured, by class and code and without a word of Stripe', async () => {
    const failure = await till.openAgain({ STRIPE_SECRET_KEY: 'sk_test_wrong' }).offers().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider-misconfigured', cause: { name: 'StripeAuthenticationError', code: 'HTTP_401' } });
    expect(String((failure as Error).cause)).not.toMatch(/sk_test|Invalid/);
  });
});

describe('the stand-in', () => {
  it('refuses what Stripe refuses: unknown parameters, and what does not go together', async () => {
    const call = (path: string, body: string, key = 'sk_test_studio') => fetch(till.stripe.url + path, { method: 'POST', body, headers: { Authorization: `Bearer ${key}`, 'Stripe-Version': '2026-10-28.endive', 'Content-Type': 'application/x-www-form-urlencoded' } });
    const urls = 'success_url=http://a&cancel_url=http://b';
    const rows: [string, number, string | undefined][] = [
      [`mode=payment&${urls}&line_items[0][price]=${prices.pack}&colour=red`, 400, 'parameter_unknown'],
      [`mode=payment&${urls}&line_items[0][price]=${prices.pack}&line_items[0][size]=1`, 400, 'parameter_unknown'],
      [`mode=payment&${urls}&line_items[0][price]=${prices.plan}`, 400, 'parameter_invalid'],
      [`mode=subscription&${urls}&line_items[0][price]=${prices.plan}&invoice_creation[enabled]=true`, 400, 'parameter_invalid'],
      [`mode=payment&${urls}&line_items[0][price]=price_none`, 404, 'resource_missing'],
    ];
    for (const [body, status, code] of rows) {
      const answer = await call('/v1/checkout/sessions', body);
      expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([status, code]);
    }
    expect((await call('/v1/customers', '', 'sk_test_other')).status).toBe(401);
  });

  it('has every variable that payments need', () => {
    const { credits } = readConfig({ AUTH_SECRET: 'x'.repeat(32), PUBLIC_URL: 'http://localhost:1', AUTH_NEXT_COOKIE: 'session', ...till.stripe.environment }, 4e9);
    expect(credits?.payments).toMatchObject({ apiUrl: till.stripe.url, automaticTax: false });
  });
});
