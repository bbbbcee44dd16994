// Owns facts about customers and plans at the payment provider, and how they end, told of either database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customers, Plan } from '../../src/accounts/credit.ts';
import { makeOwner } from './ledger-facts.ts';
import { openTestAccounts } from './place.ts';
import type { MakePlace, TestAccounts } from './place.ts';

export function describeCustomers(makePlace: MakePlace): void {
  describe('a customer', () => {
    let test: TestAccounts;
    let customers: Customers;
    beforeAll(async () => {
      test = await openTestAccounts(makePlace);
      customers = test.accounts.customers;
    });
    afterAll(() => test[Symbol.asyncDispose]());

    const plan = (subscriptionId: string, change: Partial<Plan> = {}): Plan => ({ subscriptionId, price: 'price_1', status: 'active', paidUntilMs: test.clock.nowMs, ends: false, ...change });

    it('is the first that was remembered, whoever comes at once, of an account or a team', async () => {
      const owner = await makeOwner(test.accounts, 0);
      const { id: teamId } = await test.accounts.teams.create(owner.accountId, { name: 'North', seats: 1 });
      expect([await customers.find(owner), await customers.findOwner('cus_1')]).toEqual([undefined, undefined]);
      const kept = new Set(await Promise.all([1, 2, 3, 4].map((end) => customers.remember(owner, `cus_${end}`))));
      expect([...kept]).toEqual([await customers.find(owner)]);
      expect(await customers.remember({ teamId }, 'cus_team')).toBe('cus_team');
      expect(await customers.findOwner([...kept][0] ?? '')).toEqual(owner);
      expect(await customers.findOwner('cus_team')).toEqual({ teamId });
      for (const nobody of [{ accountId: 'nobody' }, { teamId: 'nobody' }]) await expect(customers.remember(nobody, 'cus_5')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('has the plan that runs, or else the last one, and none that has ended comes back', async () => {
      const owner = await makeOwner(test.accounts, 0);
      expect(await customers.plan(owner)).toBeUndefined();
      await customers.recordPlan(owner, plan('sub_old', { status: 'canceled', paidUntilMs: test.clock.nowMs + 9 }));
      await customers.recordPlan(owner, plan('sub_new'));
      await customers.recordPlan(owner, plan('sub_new', { ends: true, paidUntilMs: test.clock.nowMs + 5 }));
      expect(await customers.plan(owner)).toEqual(plan('sub_new', { ends: true, paidUntilMs: test.clock.nowMs + 5 }));
      await customers.recordPlan(owner, plan('sub_new', { status: 'canceled' }));
      await customers.recordPlan(owner, plan('sub_new'));
      expect(await customers.plan(owner)).toMatchObject({ subscriptionId: 'sub_old', status: 'canceled' });
    });

    it('leaves a note for the payment provider, and nothing else, until it is done', async () => {
      const owner = await makeOwner(test.accounts);
      const { id: teamId } = await test.accounts.teams.create(owner.accountId, { name: 'North', seats: 1 });
      await customers.remember(owner, 'cus_of_account');
      await customers.remember({ teamId }, 'cus_of_team');
      await test.accounts.rights.deleteAccount(owner.accountId);
      const due = await customers.listErasures();
      expect(due.map(({ customerId }) => customerId).sort()).toEqual(['cus_of_account', 'cus_of_team']);
      for (const { choreName } of due) expect(choreName).toMatch(/^erase-customer:[0-9a-f-]{36}$/);
      expect(await customers.findOwner('cus_of_account')).toBeUndefined();
      for (const { choreName } of due) await customers.finishErasure(choreName);
      await customers.finishErasure('scrub:nothing');
      expect(await customers.listErasures()).toEqual([]);
      await test.accounts.sweep();
      await test.place.settle();
      const bytes = test.place.readBytes(false);
      for (const gone of [owner.accountId, teamId, 'cus_of_account', 'cus_of_team', ...due.map(({ choreName }) => choreName)]) expect(bytes.includes(gone), gone).toBe(false);
    });

    it('that comes while its account goes is erased too, or is refused', async () => {
      const other = await test.openAgain();
      for (let round = 0; round < 3; round += 1) {
        const owner = await makeOwner(test.accounts, 0);
        const [came] = await Promise.allSettled([other.customers.remember(owner, `cus_late_${round}`), test.accounts.rights.deleteAccount(owner.accountId)]);
        const due = (await customers.listErasures()).map(({ customerId }) => customerId);
        expect(due.includes(`cus_late_${round}`)).toBe(came.status === 'fulfilled');
        if (came.status === 'rejected') expect(came.reason).toMatchObject({ code: 'not-found' });
      }
      for (const { choreName } of await customers.listErasures()) await customers.finishErasure(choreName);
    });

    it('to be erased waits for its day, and for secrets that change', async () => {
      const owner = await makeOwner(test.accounts, 0);
      await customers.remember(owner, 'cus_patient');
      await test.accounts.rights.deleteAccount(owner.accountId);
      const [erasure] = await customers.listErasures();
      await customers.postponeErasure(erasure?.choreName ?? '', test.clock.nowMs + 1000);
      expect(await customers.listErasures()).toEqual([]);
      test.clock.nowMs += 1000;
      const fresh = 'another secret of the tests, as long as the first';
      await (await test.openAgain([fresh, 'a secret of the tests, long enough to be one'])).sweep();
      expect(await (await test.openAgain([fresh])).customers.listErasures()).toEqual([{ choreName: erasure?.choreName, customerId: 'cus_patient' }]);
    });
  });
}
