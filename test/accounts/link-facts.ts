// Owns facts about links by mail and API keys, told of either database.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkLifetimesMs } from '../../src/accounts/link.ts';
import { declaration, makeAddress, openTestAccounts } from './place.ts';
import type { MakePlace, TestAccounts } from './place.ts';

export function describeLinks(makePlace: MakePlace): void {
  describe('links', () => {
    let test: TestAccounts;
    beforeAll(async () => {
      test = await openTestAccounts(makePlace);
    });
    afterAll(() => test[Symbol.asyncDispose]());

    it('work once, however many come at the same moment and from wherever', async () => {
      const { links } = test.accounts;
      const second = await test.openAgain();
      await fc.assert(
        fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }), async (sides) => {
          const token = await links.issue({ purpose: 'sign-in', email: 'anna@example.test' });
          const results = await Promise.allSettled(sides.map((isSecond) => (isSecond ? second.links : links).consume(token, 'sign-in')));
          expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'link-spent', status: 410 });
        }),
        { numRuns: 15 },
      );
    });

    it('are looked at without being spent, and say where they were sent', async () => {
      const { links } = test.accounts;
      const token = await links.issue({ purpose: 'sign-in', email: 'Anna@Example.test' });
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await links.read(token, 'sign-in')).toMatchObject({ purpose: 'sign-in', email: 'anna@example.test', accountId: undefined });
      expect(await links.read(token, 'reset-password')).toBeUndefined();
      await expect(links.consume(token, 'reset-password')).rejects.toMatchObject({ code: 'link-spent' });
      expect((await links.consume(token, 'sign-in')).email).toBe('anna@example.test');
      expect(await links.read(token, 'sign-in')).toBeUndefined();
    });

    it('take a token made elsewhere', async () => {
      const token = 'x'.repeat(64);
      expect(await test.accounts.links.issue({ purpose: 'sign-in', email: 'anna@example.test', token })).toBe(token);
      expect((await test.accounts.links.consume(token, 'sign-in')).email).toBe('anna@example.test');
      await expect(test.accounts.links.issue({ purpose: 'sign-in', email: 'a@b\r\nBcc: c@d.test' })).rejects.toMatchObject({ code: 'parameter-invalid' });
      await expect(test.accounts.links.issue({ purpose: 'reset-password', accountId: 'gone', email: 'anna@example.test' })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('end with their time, and are swept with what was never finished', async () => {
      const { accounts, clock } = test;
      const email = makeAddress();
      const { accountId } = await accounts.people.register({ email, password: 'correct horse battery staple', declaration });
      const { id } = await accounts.people.signInWithProvenMailbox(makeAddress());
      const kept = await accounts.people.signInWithProvider({ provider: 'oidc', subject: email }, declaration);
      const token = await accounts.links.issue({ purpose: 'prove-mailbox', accountId, email });
      clock.nowMs += linkLifetimesMs['prove-mailbox'];
      await expect(accounts.people.proveMailbox(token)).rejects.toMatchObject({ code: 'link-spent' });
      expect(await accounts.sweep()).toEqual({ links: 1, accounts: 0, holds: 0 });
      clock.nowMs += 7 * 24 * 3_600_000;
      expect(await accounts.sweep()).toEqual({ links: 0, accounts: 2, holds: 0 });
      expect([await accounts.people.find(accountId), await accounts.people.find(id)]).toEqual([undefined, undefined]);
      expect(await accounts.people.find(kept.id)).toMatchObject({ standing: 'active' });
    });
  });

  describe('API keys', () => {
    let test: TestAccounts;
    let ownerId: string;
    beforeAll(async () => {
      test = await openTestAccounts(makePlace);
      ownerId = (await test.accounts.people.signInWithProvenMailbox(makeAddress(), declaration)).id;
    });
    afterAll(() => test[Symbol.asyncDispose]());

    it('speak for their owner until they are revoked', async () => {
      const { apiKeys } = test.accounts;
      const { secret, key } = await apiKeys.create(ownerId, { name: 'Web shop', perMinute: 60 });
      expect(secret).toMatch(/^eph_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}$/);
      expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
      expect(await apiKeys.list(ownerId)).toEqual([key]);
      expect(await apiKeys.identify(secret)).toEqual({ keyId: key.id, accountId: ownerId, teamId: undefined, perMinute: 60 });
      for (const wrong of ['', key.prefix, `${secret}x`, secret.slice(0, -1), 'x'.repeat(1e6)]) expect(await apiKeys.identify(wrong)).toBeUndefined();
      await expect(apiKeys.revoke((await test.accounts.people.signInWithProvenMailbox(makeAddress(), declaration)).id, key.id)).rejects.toMatchObject({ code: 'not-found' });
      await apiKeys.revoke(ownerId, key.id);
      expect(await apiKeys.identify(secret)).toBeUndefined();
      await expect(apiKeys.revoke(ownerId, key.id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('remember the day of their last use, and no hour', async () => {
      const { accounts, clock } = test;
      const { secret, key } = await accounts.apiKeys.create(ownerId, { name: 'Nightly' });
      expect(key.lastUsedDay).toBeUndefined();
      await accounts.apiKeys.identify(secret);
      expect((await accounts.apiKeys.list(ownerId))[0]?.lastUsedDay).toBe('2026-11-21');
      clock.nowMs += 20 * 3_600_000;
      await accounts.apiKeys.identify(secret);
      expect((await accounts.apiKeys.list(ownerId))[0]?.lastUsedDay).toBe('2026-11-22');
    });

    it('say nothing for an account that is not active', async () => {
      const { people, apiKeys } = test.accounts;
      const { id } = await people.signInWithProvenMailbox(makeAddress());
      const { secret } = await apiKeys.create(id, { name: 'Early' });
      expect(await apiKeys.identify(secret)).toBeUndefined();
      await people.declare(id, declaration);
      expect(await apiKeys.identify(secret)).toMatchObject({ accountId: id });
    });

    it('have a name and a limit that make sense, and are not too many', async () => {
      const { apiKeys, people } = test.accounts;
      const { id } = await people.signInWithProvenMailbox(makeAddress(), declaration);
      for (const request of [{ name: '' }, { name: 'x'.repeat(101) }, { name: 'a', perMinute: 0 }, { name: 'a', perMinute: 1.5 }, { name: 'a', perMinute: 1e9 }]) {
        await expect(apiKeys.create(id, request)).rejects.toMatchObject({ code: 'parameter-invalid' });
      }
      await expect(apiKeys.create(id, { name: 'a', teamId: 'no team' })).rejects.toMatchObject({ code: 'not-found' });
      const results = await Promise.allSettled(Array.from({ length: 27 }, (_, index) => apiKeys.create(id, { name: `Key ${index}` })));
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['keys-too-many', 'keys-too-many']);
    });
  });
}
