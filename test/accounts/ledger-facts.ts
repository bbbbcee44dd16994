// Owns facts about credits held, charged and given back, and about idempotency keys, told of either database.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Accounts } from '../../src/accounts/accounts.ts';
import type { HoldOrder, Ledger, PurseOwner } from '../../src/accounts/credit.ts';
import { declaration, makeAddress, openTestAccounts } from './place.ts';
import type { MakePlace, TestAccounts } from './place.ts';

/** Longer than any work of these tests. */
export const lifetimeMs = 60_000;
const dayMs = 24 * 3_600_000;

let references = 0;

/** Somebody with credits that were bought. */
export async function makeOwner({ people, ledger }: Accounts, credits = 10): Promise<{ accountId: string }> {
  const { id: accountId } = await people.signInWithProvenMailbox(makeAddress(), declaration);
  references += 1;
  if (credits > 0) await ledger.post({ owner: { accountId }, kind: 'purchase', reference: `cs:owner${references}`, credits });
  return { accountId };
}

export function describeLedger(makePlace: MakePlace): void {
  let test: TestAccounts;
  let ledger: Ledger;
  let owner: PurseOwner;
  beforeAll(async () => {
    test = await openTestAccounts(makePlace);
    ledger = test.accounts.ledger;
  });
  beforeEach(async () => {
    owner = await makeOwner(test.accounts);
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const order = (credits: number, idempotencyKey?: string): HoldOrder => ({ owner, work: 'headshot', credits, lifetimeMs, idempotencyKey });
  const kinds = async () => (await ledger.history(owner, { limit: 100 })).map(({ kind, credits }) => [kind, credits]);

  describe('a hold', () => {
    it('puts aside, is charged one by one as pictures leave, and gives back the rest', async () => {
      const { id, credits } = await ledger.hold(order(3));
      expect([credits, await ledger.balance(owner)]).toEqual([3, { available: 7, held: 3 }]);
      expect(await ledger.capture(id, 1)).toEqual({ charged: 1, available: 7 });
      expect(await ledger.capture(id, 1)).toEqual({ charged: 1, available: 7 });
      await ledger.close(id, 'delivered');
      await ledger.close(id, 'failed');
      expect(await ledger.balance(owner)).toEqual({ available: 8, held: 0 });
      expect(await kinds()).toEqual([['use', -1], ['use', -1], ['purchase', 10]]);
      expect(await ledger.capture(id, 1)).toEqual({ charged: 0, available: 0 });
    });

    it('charges no more than it holds', async () => {
      const { id } = await ledger.hold(order(2));
      expect(await ledger.capture(id, 5)).toEqual({ charged: 2, available: 8 });
      expect(await ledger.capture(id, 1)).toEqual({ charged: 0, available: 8 });
      await ledger.close(id, 'delivered');
      expect(await ledger.balance(owner)).toEqual({ available: 8, held: 0 });
    });

    it('returns what was charged when nothing left after all, and keeps the charge of what was cut off', async () => {
      const failing = await ledger.hold(order(2));
      await ledger.capture(failing.id, 1);
      await ledger.close(failing.id, 'failed');
      expect([await ledger.balance(owner), await kinds()]).toEqual([{ available: 10, held: 0 }, [['returned', 1], ['use', -1], ['purchase', 10]]]);
      const cut = await ledger.hold(order(2));
      await ledger.capture(cut.id, 1);
      await ledger.close(cut.id, 'cut');
      expect(await ledger.balance(owner)).toEqual({ available: 9, held: 0 });
    });

    it('is refused with what is needed and what is there', async () => {
      await expect(ledger.hold(order(11))).rejects.toMatchObject({ code: 'credits-exhausted', status: 402, members: { needed: 11, available: 10 } });
      expect(await ledger.balance(owner)).toEqual({ available: 10, held: 0 });
      const poor = await makeOwner(test.accounts, 0);
      await expect(ledger.hold({ ...order(1), owner: poor })).rejects.toMatchObject({ code: 'credits-exhausted', members: { needed: 1, available: 0 } });
    });

    it('cannot be had for the same credits by twenty requests at once', async () => {
      const other = await test.openAgain();
      const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => (index % 2 ? ledger : other.ledger).hold(order(1))));
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
      for (const answer of asked) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'credits-exhausted' });
      expect(await ledger.balance(owner)).toEqual({ available: 0, held: 10 });
    });

    it('is released once its time is over: by the next balance, the next hold, or the sweep', async () => {
      for (const look of [() => ledger.balance(owner), () => ledger.hold(order(10)), () => test.accounts.sweep()]) {
        const { id } = await ledger.hold(order(9));
        test.clock.nowMs += lifetimeMs;
        await look();
        expect(await ledger.capture(id, 1)).toMatchObject({ charged: 0 });
        test.clock.nowMs += lifetimeMs;
        expect(await ledger.balance(owner)).toEqual({ available: 10, held: 0 });
      }
    });

    it('goes with its account while work runs, and charges nobody', async () => {
      const { id } = await ledger.hold(order(1));
      await test.accounts.rights.deleteAccount('accountId' in owner ? owner.accountId : '');
      expect(await ledger.capture(id, 1)).toEqual({ charged: 0, available: 0 });
      await ledger.close(id, 'delivered');
      for (const ask of [() => ledger.hold(order(1)), () => ledger.balance(owner), () => ledger.history(owner, { limit: 1 }), () => ledger.purchases(owner)]) await expect(ask()).rejects.toMatchObject({ code: 'not-found' });
    });

    it('takes a team’s credits from the team alone', async () => {
      const { id: teamId } = await test.accounts.teams.create('accountId' in owner ? owner.accountId : '', { name: 'North', seats: 2 });
      await ledger.post({ owner: { teamId }, kind: 'plan', reference: `in:${teamId}`, credits: 5 });
      const { id } = await ledger.hold({ ...order(2), owner: { teamId } });
      await ledger.capture(id, 2);
      await ledger.close(id, 'delivered');
      expect([await ledger.balance({ teamId }), await ledger.balance(owner)]).toEqual([{ available: 3, held: 0 }, { available: 10, held: 0 }]);
      expect(await test.accounts.teams.list('accountId' in owner ? owner.accountId : '')).toMatchObject([{ credits: 3 }]);
    });
  });

  describe('an idempotency key', () => {
    const make = async (outcome: 'delivered' | 'cut' | 'failed', key: string) => {
      const { id, credits } = await ledger.hold(order(2, key));
      const { charged } = await ledger.capture(id, 1);
      await ledger.close(id, outcome);
      return [credits, charged];
    };

    it('is for one piece of work: not again while it runs, nor after its answer, nor for other work', async () => {
      const { id } = await ledger.hold(order(2, 'a'));
      await expect(ledger.hold(order(2, 'a'))).rejects.toMatchObject({ code: 'idempotency-key-running', status: 409 });
      await ledger.capture(id, 2);
      await ledger.close(id, 'delivered');
      await expect(ledger.hold(order(2, 'a'))).rejects.toMatchObject({ code: 'idempotency-key-spent', status: 409 });
      await expect(ledger.hold(order(1, 'a'))).rejects.toMatchObject({ code: 'idempotency-key-mismatch', status: 422 });
      await expect(ledger.hold({ ...order(2, 'a'), work: 'cutout' })).rejects.toMatchObject({ code: 'idempotency-key-mismatch' });
      expect(await ledger.balance(owner)).toEqual({ available: 8, held: 0 });
    });

    it('makes again, uncharged and thrice at most, what was cut off', async () => {
      expect([await make('cut', 'b'), await make('cut', 'b'), await make('failed', 'b'), await make('cut', 'b')]).toEqual([[2, 1], [1, 0], [1, 0], [1, 0]]);
      await expect(ledger.hold(order(2, 'b'))).rejects.toMatchObject({ code: 'idempotency-key-spent' });
      expect(await kinds()).toEqual([['use', -1], ['purchase', 10]]);
    });

    it('charges of a repeat only what was not charged before', async () => {
      await make('cut', 'c');
      const { id } = await ledger.hold(order(2, 'c'));
      expect([await ledger.capture(id, 1), await ledger.capture(id, 1), await ledger.capture(id, 1)].map(({ charged }) => charged)).toEqual([0, 1, 0]);
      await ledger.close(id, 'delivered');
      expect(await ledger.balance(owner)).toEqual({ available: 8, held: 0 });
    });

    it('is as new after a failure, for another owner, and after a day', async () => {
      await make('failed', 'd');
      expect(await make('delivered', 'd')).toEqual([2, 1]);
      const bought = owner;
      owner = await makeOwner(test.accounts);
      expect(await make('delivered', 'd')).toEqual([2, 1]);
      owner = bought;
      test.clock.nowMs += dayMs;
      expect(await make('delivered', 'd')).toEqual([2, 1]);
    });

    it('of work whose process died is free when nothing was charged, and repeatable when something was', async () => {
      await ledger.hold(order(2, 'e'));
      const { id } = await ledger.hold(order(2, 'f'));
      await ledger.capture(id, 1);
      test.clock.nowMs += lifetimeMs;
      expect([await make('delivered', 'e'), await make('delivered', 'f')]).toEqual([[2, 1], [1, 0]]);
    });

    it('is had by one of ten requests at once, by several processes', async () => {
      const other = await test.openAgain();
      const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => (index % 2 ? ledger : other.ledger).hold(order(1, 'g'))));
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const answer of asked) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'idempotency-key-running' });
      expect(await ledger.balance(owner)).toEqual({ available: 9, held: 1 });
    });

    it('is known by an earlier secret, and is a line of plain characters', async () => {
      await make('delivered', 'h');
      const renewed = await test.openAgain(['another secret of the tests, as long as the first', 'a secret of the tests, long enough to be one']);
      await expect(renewed.ledger.hold(order(2, 'h'))).rejects.toMatchObject({ code: 'idempotency-key-spent' });
      for (const key of ['', 'ä', 'a\nb', 'x'.repeat(256)]) await expect(ledger.hold(order(1, key))).rejects.toMatchObject({ code: 'parameter-invalid', members: { field: 'Idempotency-Key' } });
    });
  });

  describe('the free credits', () => {
    it('fill up once each day, with what is held counted, for accounts and not for teams', async () => {
      const generous = (await test.openAgain(undefined, 3)).ledger;
      const person = await makeOwner(test.accounts, 1);
      expect(await generous.balance(person)).toEqual({ available: 3, held: 0 });
      await generous.hold({ ...order(2), owner: person, lifetimeMs: 2 * dayMs });
      expect(await generous.balance(person)).toEqual({ available: 1, held: 2 });
      test.clock.nowMs += dayMs;
      const { id } = await generous.hold({ ...order(1), owner: person });
      await generous.capture(id, 1);
      await generous.close(id, 'delivered');
      test.clock.nowMs += dayMs;
      expect(await generous.balance(person)).toEqual({ available: 3, held: 0 });
      expect((await generous.history(person, { limit: 9 })).map(({ kind, credits, atMs }) => [kind, credits, atMs % dayMs === 0])).toEqual([['top-up', 1, true], ['use', -1, true], ['top-up', 2, true], ['purchase', 1, false]]);
      const { id: teamId } = await test.accounts.teams.create(person.accountId, { name: 'North', seats: 1 });
      expect(await generous.balance({ teamId })).toEqual({ available: 0, held: 0 });
    });
  });
}
