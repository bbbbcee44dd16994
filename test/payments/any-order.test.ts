// Shows that credits come out the same for any order, any number and any overlap of Stripe's events, and for processes that return meanwhile.

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PurseOwner } from '../../src/accounts/credit.ts';
import type { Thing } from '../fake-stripe/books.ts';
import { prices, webhookSecret } from '../fake-stripe/fake-stripe.ts';
import { signBody } from '../fake-stripe/events.ts';
import { openTill } from './till.ts';
import type { Till } from './till.ts';

/** A second each; more on asking: `ORDERS=100`. */
const usualRounds = 6;
const rounds = Number(process.env['ORDERS'] ?? usualRounds);

let till: Till;
beforeAll(async () => void (till = await openTill()));
afterAll(() => till[Symbol.asyncDispose]());

/** What everything in `live` leaves, whatever the order. */
const expected = [['purchase', 10], ['purchase', 50], ['plan', 100], ['plan', 100], ['refund', -5], ['refund-failed', 5], ['dispute', -50], ['dispute-won', 50], ['dispute', -100]];
const sorted = (entries: readonly (readonly [string, number] | (string | number)[])[]) => entries.map(String).sort();

/** Two packs, two months of a plan; a refund that fails, a dispute that is won, one that is lost. @returns The events, and the checkouts. */
async function live(anna: PurseOwner): Promise<{ readonly events: readonly Thing[]; readonly sessions: readonly string[] }> {
  till.stripe.forgetEvents();
  const { shop } = till.stripe;
  const sessions = [await till.buy(anna)];
  const small = shop.last('payment_intent').id;
  sessions.push(await till.buy(anna, prices.largePack));
  const large = shop.last('payment_intent').id;
  sessions.push(await till.buy(anna, prices.plan));
  const month = shop.last('payment_intent').id;
  await shop.renew(shop.last('subscription').id);
  await shop.failRefund(await shop.refund(small, 450));
  await shop.closeDispute(await shop.dispute(large), 'won');
  await shop.closeDispute(await shop.dispute(month), 'lost');
  return { events: [...till.stripe.events], sessions };
}

it('credits are the same after any order of events, each sent up to three times, several at once', { timeout: 20_000 * rounds }, async () => {
  till.stripe.delivery = 'held';
  const other = till.openAgain();
  const orders = fc.record({ seed: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), times: fc.integer({ min: 1, max: 3 }), atOnce: fc.integer({ min: 1, max: 6 }) });
  let deliveries = 0;
  await fc.assert(
    fc.asyncProperty(orders, async ({ seed, times, atOnce }) => {
      const anna = await till.admit();
      const { events, sessions } = await live(anna);
      const queue = Array.from({ length: times }, () => events).flat().map((event, index) => ({ event, rank: seed[index % 60]! * 31 + index * 17 })).sort((a, b) => (a.rank % 101) - (b.rank % 101));
      while (queue.length > 0) {
        const wave = queue.splice(0, atOnce).map(({ event }, index) => {
          deliveries += 1;
          const body = JSON.stringify(event);
          return (index % 2 === 0 ? till.payments : other).receive(Buffer.from(body), signBody(body, webhookSecret));
        });
        await Promise.all([...wave, ...(queue.length % 7 === 0 ? sessions.map((session) => other.reconcile(anna, session)) : [])]);
      }
      expect(sorted(await till.history(anna))).toEqual(sorted(expected));
      expect(await till.accounts.ledger.balance(anna)).toEqual({ available: 160, held: 0 });
    }),
    { numRuns: rounds },
  );
  expect(deliveries).toBeGreaterThan(90);
  if (rounds > usualRounds) process.stdout.write(`${deliveries} deliveries\n`);
});
