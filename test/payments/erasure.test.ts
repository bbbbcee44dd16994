// Shows how a deleted account or team ends at Stripe: its customer gone, its plan ended, redaction asked for until Stripe does it.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepErasing } from '../../src/payments/erasure.ts';
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

const day = 24 * 3_600_000;
const lastJob = () => till.stripe.shop.last('privacy.redaction_job');
const remove = (accountId: string) => till.accounts.rights.deleteAccount(accountId, { dissolveTeams: true });

/** Somebody with a plan, deleted. @returns Id of the customer. */
async function deleteSubscriber(): Promise<string> {
  const anna = await till.admit();
  await till.buy(anna, prices.plan);
  const customer = String(till.stripe.shop.last('subscription')['customer']);
  await remove(anna.accountId);
  return customer;
}

describe('a deleted account', () => {
  it('leaves no page at Stripe on which it could still be paid for', async () => {
    const anna = await till.admit();
    const session = await till.begin(anna);
    await remove(anna.accountId);
    await till.payments.eraseCustomers();
    expect(till.stripe.books.find('checkout.session', session)['status']).toBe('expired');
    await finish();
  });

  it('loses its customer and its plan at Stripe, and redaction is run when Stripe is ready for it', async () => {
    const customer = await deleteSubscriber();
    expect(await till.payments.eraseCustomers()).toBe(0);
    expect(till.stripe.books.find('customer', customer)['deleted']).toBe(true);
    expect([till.stripe.shop.last('subscription')['status'], lastJob()]).toMatchObject(['canceled', { status: 'validating', objects: { customers: [customer] }, validation_behavior: 'fix' }]);
    expect(await till.payments.eraseCustomers(), 'not asked again at once').toBe(0);
    lastJob()['status'] = 'ready';
    till.clock.nowMs += 61_000;
    expect(await till.payments.eraseCustomers()).toBe(1);
    expect([lastJob()['status'], await till.accounts.customers.listErasures()]).toEqual(['redacting', []]);
  });

  it('is erased later when Stripe is down, and waits for nobody', async () => {
    till.stripe.fault = 'down';
    const customer = await deleteSubscriberLater();
    expect(await codeOf(till.payments.eraseCustomers())).toBe('payments-unavailable');
    expect(till.stripe.books.find('customer', customer)['deleted']).toBeUndefined();
    till.stripe.fault = undefined;
    await till.payments.eraseCustomers();
    expect(till.stripe.books.find('customer', customer)['deleted']).toBe(true);
    await finish();
  });

  it('is asked to be redacted again each month while payments are too young, and then is', async () => {
    const customer = await deleteSubscriber();
    await till.payments.eraseCustomers();
    for (let month = 1; month <= 3; month += 1) {
      Object.assign(lastJob(), { status: 'failed' });
      till.clock.nowMs += 61_000;
      expect([await till.payments.eraseCustomers(), lastJob()['status']]).toEqual([0, 'canceled']);
      till.clock.nowMs += 29 * day;
      expect(await till.accounts.customers.listErasures()).toEqual([]);
      till.clock.nowMs += day;
      till.stripe.forgetAnswers();
      await till.payments.eraseCustomers();
    }
    lastJob()['status'] = 'ready';
    till.clock.nowMs += 61_000;
    expect(await till.payments.eraseCustomers()).toBe(1);
    expect(till.stripe.books.list('privacy.redaction_job', ({ objects }) => (objects as { customers: string[] }).customers[0] === customer)).toHaveLength(4);
  });

  it('whose customer is gone at Stripe already, or whose erasure runs twice at once, is no trouble', async () => {
    const customer = await deleteSubscriber();
    Object.assign(till.stripe.books.find('customer', customer), { deleted: true });
    const other = till.openAgain();
    await Promise.all([till.payments.eraseCustomers(), other.eraseCustomers()]);
    expect(till.stripe.books.list('privacy.redaction_job', ({ objects }) => (objects as { customers: string[] }).customers[0] === customer)).toHaveLength(1);
    await finish();
  });

  it('is not forgotten where redaction is not to be had, and the operator is told by class', async () => {
    const customer = await deleteSubscriber();
    till.stripe.refusesRedaction = true;
    expect(await till.payments.eraseCustomers()).toBe(0);
    expect([till.stripe.books.find('customer', customer)['deleted'], till.log.at(-1)]).toMatchObject([true, { level: 'error', msg: 'Stripe refused an erasure', causes: [expect.stringMatching(/^StripeInvalidRequestError/)] }]);
    till.stripe.refusesRedaction = false;
    till.clock.nowMs += 31 * day;
    await till.payments.eraseCustomers();
    await finish();
    expect(JSON.stringify(till.log)).not.toContain(customer);
  });

  it('leaves what it bought as unknown: a later event finds nobody', async () => {
    const anna = await till.admit();
    till.stripe.delivery = 'held';
    await till.buy(anna);
    await remove(anna.accountId);
    till.stripe.delivery = 'at-once';
    expect((await till.stripe.send()).every((status) => status === 200)).toBe(true);
    expect(till.log.at(-1)).toMatchObject({ status: 200, event: expect.stringMatching(/^evt_/) });
  });
});

describe('erasing in the background', () => {
  it('begins at the start and whenever it is told to, one after the other', async () => {
    let running = 0;
    let calls = 0;
    const eraseCustomers = async (): Promise<number> => {
      calls += 1;
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      throw new TypeError('not for the log');
    };
    const alarms: unknown[] = [];
    const erasing = keepErasing({ eraseCustomers }, { alarm: (name, facts) => void alarms.push([name, facts]) });
    erasing.soon();
    erasing.soon();
    await expect.poll(() => alarms.length).toBe(3);
    await erasing[Symbol.asyncDispose]();
    expect([calls, JSON.stringify(alarms)]).toEqual([3, expect.stringMatching(/customers not erased.*TypeError/)]);
    expect(JSON.stringify(alarms)).not.toContain('not for the log');
  });
});

async function deleteSubscriberLater(): Promise<string> {
  till.stripe.fault = undefined;
  const customer = await deleteSubscriber();
  till.stripe.fault = 'down';
  return customer;
}

/** Let what waits be done, so that the next test begins with nothing. */
async function finish(): Promise<void> {
  for (const job of till.stripe.books.list('privacy.redaction_job', ({ status }) => status === 'validating')) job['status'] = 'ready';
  till.clock.nowMs += 61_000;
  await till.payments.eraseCustomers();
  expect(await till.accounts.customers.listErasures()).toEqual([]);
}
