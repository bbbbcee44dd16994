// Owns facts about purchases, what is taken back of them and given again, told of either database.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refundableMs } from '../../src/accounts/credit.ts';
import type { Ledger, Posting, PurseOwner } from '../../src/accounts/credit.ts';
import { lifetimeMs, makeOwner } from './ledger-facts.ts';
import { openTestAccounts } from './place.ts';
import type { MakePlace, TestAccounts } from './place.ts';

export function describePurchases(makePlace: MakePlace): void {
  let test: TestAccounts;
  let ledger: Ledger;
  let owner: PurseOwner;
  let paymentId: string;
  let purchased = 0;
  beforeAll(async () => {
    test = await openTestAccounts(makePlace);
    ledger = test.accounts.ledger;
  });
  beforeEach(async () => {
    owner = await makeOwner(test.accounts, 0);
    purchased += 1;
    paymentId = `pi_${purchased}`;
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const posting = (credits = 10): Posting => ({ owner, kind: 'purchase', reference: `cs:${paymentId}`, credits, payment: { paymentId, amountMinor: 1000, currency: 'eur' } });
  const use = async (credits: number) => {
    const { id } = await ledger.hold({ owner, work: 'headshot', credits, lifetimeMs });
    await ledger.capture(id, credits);
    await ledger.close(id, 'delivered');
  };
  const available = async () => (await ledger.balance(owner)).available;
  const takeAll = (reference: string, kind: 'refund' | 'dispute' = 'refund') => ledger.takeBack({ kind, reference, paymentId, amountMinor: 1000 });

  describe('a purchase', () => {
    it('is posted once, whoever tells of it how often at once: thirty times by three processes', async () => {
      const tellers = [test.accounts, await test.openAgain(), await test.openAgain()];
      const told = await Promise.all(Array.from({ length: 30 }, (_, index) => tellers[index % 3]?.ledger.post(posting())));
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await available()).toBe(10);
      expect(await ledger.history(owner, { limit: 99 })).toHaveLength(1);
    });

    it('is listed with what was paid and what was taken back; what nobody paid for is not', async () => {
      await ledger.post(posting());
      await ledger.post({ owner, kind: 'plan', reference: `in:${paymentId}`, credits: 5 });
      await ledger.takeBack({ kind: 'refund', reference: `re:${paymentId}`, paymentId, amountMinor: 250 });
      expect(await ledger.purchases(owner)).toEqual([
        { id: expect.any(String), kind: 'purchase', credits: 10, creditsTakenBack: 3, amountMinor: 1000, currency: 'eur', atMs: test.clock.nowMs },
      ]);
    });

    it('is posted to nobody who is gone', async () => {
      await expect(ledger.post({ ...posting(), owner: { accountId: 'nobody' } })).rejects.toMatchObject({ code: 'not-found' });
      await expect(ledger.post({ ...posting(), owner: { teamId: 'nobody' } })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('stays known when the secret changes and the earlier one leaves the list', async () => {
      const { people, customers } = test.accounts;
      const { email = '' } = (await people.find('accountId' in owner ? owner.accountId : '')) ?? {};
      await ledger.post(posting());
      await takeAll(`re:${paymentId}`);
      await customers.remember(owner, `cus_${paymentId}`);
      const fresh = 'another secret of the tests, as long as the first';
      const both = await test.openAgain([fresh, 'a secret of the tests, long enough to be one']);
      expect([await both.ledger.post(posting()), await both.customers.findOwner(`cus_${paymentId}`)]).toEqual([false, owner]);
      await both.people.signInWithProvenMailbox(email);
      const alone = await test.openAgain([fresh]);
      expect([await alone.ledger.post(posting()), await alone.customers.findOwner(`cus_${paymentId}`)]).toEqual([false, owner]);
      expect(await alone.ledger.takeBack({ kind: 'refund', reference: `re:${paymentId}`, paymentId, amountMinor: 1000 })).toBe('known');
    });
  });

  describe('a take-back', () => {
    it('is applied once, below 0 if the credits were used, and never for more than was bought', async () => {
      await ledger.post(posting());
      await use(8);
      expect(await Promise.all(Array.from({ length: 6 }, () => takeAll(`re:${paymentId}`)))).toEqual(expect.arrayContaining(['done', 'known']));
      expect(await available()).toBe(-8);
      expect(await takeAll(`dp:${paymentId}`, 'dispute')).toBe('done');
      expect(await available()).toBe(-8);
      expect(await ledger.purchases(owner)).toMatchObject([{ creditsTakenBack: 10 }]);
      await expect(ledger.hold({ owner, work: 'headshot', credits: 1, lifetimeMs })).rejects.toMatchObject({ code: 'credits-exhausted', members: { available: -8 } });
    });

    it('waits for its purchase, and is given again once', async () => {
      expect(await takeAll(`dp:${paymentId}`, 'dispute')).toBe('unknown');
      await ledger.post(posting());
      const win = (reference: string) => ledger.giveAgain('dispute-won', reference, `dp:${paymentId}`);
      expect(await win(`won:${paymentId}`)).toBe('unknown');
      expect([await takeAll(`dp:${paymentId}`, 'dispute'), await available()]).toEqual(['done', 0]);
      expect([await win(`won:${paymentId}`), await win(`won:${paymentId}`), await win(`again:${paymentId}`)]).toEqual(['done', 'known', 'known']);
      expect([await available(), (await ledger.purchases(owner))[0]?.creditsTakenBack]).toEqual([10, 0]);
      expect((await ledger.history(owner, { limit: 9 })).map(({ kind, credits }) => [kind, credits])).toEqual([['dispute-won', 10], ['dispute', -10], ['purchase', 10]]);
    });
  });

  describe('a refund', () => {
    const place = async () => ledger.holdForRefund(owner, (await ledger.purchases(owner))[0]?.id ?? '');

    it('puts aside what is unused, and costs that once', async () => {
      await ledger.post(posting());
      await use(4);
      const { hold, purchase } = await place();
      expect([hold.credits, purchase.paymentId, await ledger.balance(owner)]).toEqual([6, paymentId, { available: 0, held: 6 }]);
      await expect(place()).rejects.toMatchObject({ code: 'refund-impossible' });
      const tell = (credits?: number) => ledger.takeBack({ kind: 'refund', reference: `re:${paymentId}`, paymentId, credits, amountMinor: 600 });
      expect([await tell(hold.credits), await tell()]).toEqual(['done', 'known']);
      await ledger.close(hold.id, 'failed');
      expect(await ledger.balance(owner)).toEqual({ available: 0, held: 0 });
      await expect(place()).rejects.toMatchObject({ code: 'refund-impossible', status: 409 });
    });

    it('costs that once too when the process dies before Stripe’s word comes, and nothing if Stripe was never asked', async () => {
      await ledger.post(posting());
      await place();
      test.clock.nowMs += 3_600_000;
      expect(await ledger.balance(owner)).toEqual({ available: 10, held: 0 });
      await place();
      await takeAll(`re:${paymentId}`);
      test.clock.nowMs += 3_600_000;
      await test.accounts.sweep();
      expect(await ledger.balance(owner)).toEqual({ available: 0, held: 0 });
    });

    it('is for 14 days, for one’s own purchases, and for what is left', async () => {
      await ledger.post(posting());
      const [bought] = await ledger.purchases(owner);
      const stranger = await makeOwner(test.accounts);
      await expect(ledger.holdForRefund(stranger, bought?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
      test.clock.nowMs += refundableMs;
      expect((await place()).hold.credits).toBe(10);
      test.clock.nowMs += 1;
      await expect(place()).rejects.toMatchObject({ code: 'refund-impossible' });
    });
  });

  it('the history is told in pages, newest first, without a gap', async () => {
    await ledger.post(posting());
    for (let count = 0; count < 5; count += 1) await use(1);
    const all = await ledger.history(owner, { limit: 99 });
    const first = await ledger.history(owner, { limit: 4 });
    const second = await ledger.history(owner, { limit: 4, before: first[3]?.id });
    expect([...first, ...second]).toEqual(all);
    expect(all.map(({ kind }) => kind)).toEqual([...Array<string>(5).fill('use'), 'purchase']);
    expect(await ledger.history(owner, { limit: 4, before: 'nobody' })).toEqual([]);
  });
}
