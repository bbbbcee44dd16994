// Owns facts about persons and sign-in, told of either database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { declaration, makeAddress, openTestAccounts, testPassword, testSecret } from './place.ts';
import type { MakePlace, TestAccounts } from './place.ts';

const otherPassword = 'twelve green bottles on a wall';

/** Register and prove, as an honest person does. */
async function enrol({ people, links }: Accounts, email = makeAddress()): Promise<{ readonly id: string; readonly email: string }> {
  const { accountId } = await people.register({ email, password: testPassword, name: 'Anna', declaration });
  await people.proveMailbox(await links.issue({ purpose: 'prove-mailbox', accountId, email }), testPassword);
  return { id: accountId, email };
}

export function describePeople(makePlace: MakePlace): void {
  describe('people', () => {
    let test: TestAccounts;
    let accounts: Accounts;
    beforeAll(async () => {
      test = await openTestAccounts(makePlace);
      accounts = test.accounts;
    });
    afterAll(() => test[Symbol.asyncDispose]());

    it('register, prove the mailbox and only then sign in with their password', async () => {
      const email = makeAddress();
      const { accountId, outcome } = await accounts.people.register({ email: ` ${email.toUpperCase()} `, password: testPassword, name: ' Anna  Lee ', declaration });
      expect(outcome).toBe('created');
      expect(await accounts.people.signInWithPassword(email, testPassword)).toEqual({ outcome: 'mailbox-unproven', accountId, email });
      const token = await accounts.links.issue({ purpose: 'prove-mailbox', accountId, email });
      const { account, passwordKept } = await accounts.people.proveMailbox(token, testPassword);
      expect({ passwordKept, ...account }).toMatchObject({ passwordKept: true, standing: 'active', email, name: 'Anna Lee', hasPassword: true, providers: [], version: 2 });
      expect(await accounts.people.signInWithPassword(email, testPassword)).toEqual({ outcome: 'signed-in', account });
      expect(await accounts.people.signInWithPassword(email, otherPassword)).toEqual({ outcome: 'refused' });
      expect(await accounts.people.signInWithPassword(makeAddress(), testPassword)).toEqual({ outcome: 'refused' });
      expect(await accounts.people.signInWithPassword('no address', testPassword)).toEqual({ outcome: 'refused' });
    });

    it('keep what they have when somebody registers their address again', async () => {
      const { id, email } = await enrol(accounts);
      expect(await accounts.people.register({ email, password: otherPassword, declaration })).toEqual({ outcome: 'exists', accountId: id, email });
      expect(await accounts.people.signInWithPassword(email, otherPassword)).toEqual({ outcome: 'refused' });
      expect(await accounts.people.isCurrent(id, 2)).toBe(true);
    });

    it.each(['sign-in link', 'provider', 'prove-mailbox link', 'reset'] as const)('who own a mailbox lose nothing to a stranger who registered it first (%s)', async (way) => {
      const email = makeAddress('victim');
      const { accountId, outcome } = await accounts.people.register({ email, password: otherPassword, name: 'Stranger', declaration });
      expect(outcome).toBe('created');
      await proveBy(way, accountId, email);
      expect(await accounts.people.signInWithPassword(email, otherPassword)).toEqual({ outcome: 'refused' });
      expect(await accounts.people.isCurrent(accountId, 1)).toBe(false);
      const account = await accounts.people.find(accountId);
      expect(account).toMatchObject({ name: undefined, hasPassword: way === 'reset', standing: 'declaration-missing' });
      expect(await accounts.consents.history(accountId)).toEqual([]);
    });

    async function proveBy(way: string, accountId: string, email: string): Promise<void> {
      if (way === 'sign-in link') await accounts.people.signInWithLink(await accounts.links.issue({ purpose: 'sign-in', email }));
      if (way === 'provider') await accounts.people.signInWithProvider({ provider: 'google', subject: email, provenEmail: email });
      if (way === 'prove-mailbox link') await accounts.people.proveMailbox(await accounts.links.issue({ purpose: 'prove-mailbox', accountId, email }), 'not what was set before');
      if (way === 'reset') await accounts.people.resetPassword(await accounts.links.issue({ purpose: 'reset-password', accountId, email }), testPassword);
    }

    it('who register twice before proving have the later password', async () => {
      const email = makeAddress();
      await accounts.people.register({ email, password: otherPassword, declaration });
      expect((await accounts.people.register({ email, password: testPassword, declaration })).outcome).toBe('renewed');
      expect((await accounts.people.signInWithPassword(email, otherPassword)).outcome).toBe('refused');
      expect((await accounts.people.signInWithPassword(email, testPassword)).outcome).toBe('mailbox-unproven');
    });

    it('who register or sign in at the same moment get one account', async () => {
      const email = makeAddress();
      const second = await test.openAgain();
      const all = await Promise.all([accounts, second, accounts, second].map(({ people }, index) =>
        index % 2 === 0 ? people.signInWithProvenMailbox(email) : people.signInWithProvider({ provider: 'oidc', subject: email, provenEmail: email })));
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    });

    it('are the same person to a provider whatever address it gives, and another to another provider', async () => {
      const email = makeAddress();
      const first = await accounts.people.signInWithProvider({ provider: 'google', subject: `s-${email}`, provenEmail: email, name: 'Anna' }, declaration);
      expect(first).toMatchObject({ standing: 'active', email, name: 'Anna', providers: ['google'], hasPassword: false });
      expect((await accounts.people.signInWithProvider({ provider: 'google', subject: `s-${email}`, provenEmail: makeAddress() })).id).toBe(first.id);
      const other = await accounts.people.signInWithProvider({ provider: 'oidc', subject: `s-${email}` });
      expect(other).toMatchObject({ email: undefined, standing: 'declaration-missing' });
      expect(other.id).not.toBe(first.id);
      expect((await accounts.people.signInWithProvider({ provider: 'oidc', subject: `t-${email}`, provenEmail: email })).providers).toEqual(['google', 'oidc']);
      expect((await accounts.people.findByProvider('oidc', `t-${email}`))?.id).toBe(first.id);
    });

    it('under 18 get no account, and leave none', async () => {
      const email = makeAddress();
      const minor = { isAdult: false, termsVersion: '2026-11' };
      await expect(accounts.people.register({ email, password: testPassword, declaration: minor })).rejects.toMatchObject({ code: 'under-age' });
      await expect(accounts.people.signInWithProvenMailbox(email, minor)).rejects.toMatchObject({ code: 'under-age' });
      expect(await accounts.people.findByEmail(email)).toBeUndefined();
      const { id } = await accounts.people.signInWithProvenMailbox(email);
      await expect(accounts.people.declare(id, { isAdult: true, termsVersion: '' })).rejects.toMatchObject({ code: 'terms-missing' });
      await expect(accounts.people.declare(id, minor)).rejects.toMatchObject({ code: 'under-age' });
      expect(await accounts.people.find(id)).toBeUndefined();
    });

    it('declare once what they did not declare at the door', async () => {
      const { id, standing } = await accounts.people.signInWithProvenMailbox(makeAddress());
      expect(standing).toBe('declaration-missing');
      expect((await accounts.people.declare(id, declaration)).standing).toBe('active');
      await accounts.people.declare(id, declaration);
      expect(await accounts.consents.history(id)).toMatchObject([{ purpose: 'terms', textVersion: '2026-11' }]);
    });

    it('change their password only by the one they have, and every session ends', async () => {
      const { id, email } = await enrol(accounts);
      await expect(accounts.people.setPassword(id, otherPassword, 'not the password I have')).rejects.toMatchObject({ code: 'password-wrong' });
      await expect(accounts.people.setPassword(id, otherPassword)).rejects.toMatchObject({ code: 'password-wrong' });
      const { version } = await accounts.people.setPassword(id, otherPassword, testPassword);
      expect([await accounts.people.isCurrent(id, 2), await accounts.people.isCurrent(id, version)]).toEqual([false, true]);
      expect((await accounts.people.signInWithPassword(email, otherPassword)).outcome).toBe('signed-in');
    });

    it('reset a forgotten password once, and other open links end with it', async () => {
      const { id: accountId, email } = await enrol(accounts);
      const [first, second] = [await accounts.links.issue({ purpose: 'reset-password', accountId, email }), await accounts.links.issue({ purpose: 'reset-password', accountId, email })];
      await accounts.people.resetPassword(first, otherPassword);
      await expect(accounts.people.resetPassword(second, testPassword)).rejects.toMatchObject({ code: 'link-spent' });
      expect((await accounts.people.signInWithPassword(email, otherPassword)).outcome).toBe('signed-in');
    });

    it('sign out everywhere', async () => {
      const { id } = await enrol(accounts);
      expect(await accounts.people.isCurrent(id, 2)).toBe(true);
      expect(await accounts.people.signOutEverywhere(id)).toBe(3);
      expect([await accounts.people.isCurrent(id, 2), await accounts.people.isCurrent(id, 3)]).toEqual([false, true]);
    });

    it('correct their name, and their address by opening the new mailbox', async () => {
      const { id: accountId, email } = await enrol(accounts);
      expect((await accounts.people.changeName(accountId, 'Änne\u0308')).name).toBe('Änn\u00eb');
      await expect(accounts.people.changeName(accountId, 'two\u0000lines')).rejects.toMatchObject({ code: 'parameter-invalid' });
      expect((await accounts.people.changeName(accountId, '')).name).toBeUndefined();
      const next = makeAddress();
      const changed = await accounts.people.changeEmail(await accounts.links.issue({ purpose: 'change-email', accountId, email: next }));
      expect(changed).toMatchObject({ email: next, version: 3 });
      expect((await accounts.people.signInWithPassword(email, testPassword)).outcome).toBe('refused');
      expect((await accounts.people.signInWithPassword(next, testPassword)).outcome).toBe('signed-in');
    });

    it('cannot take an address that somebody proved, but one that nobody did', async () => {
      const [one, other] = [await enrol(accounts), await enrol(accounts)];
      const taken = await accounts.links.issue({ purpose: 'change-email', accountId: one.id, email: other.email });
      await expect(accounts.people.changeEmail(taken)).rejects.toMatchObject({ code: 'email-taken' });
      const email = makeAddress();
      const squatter = await accounts.people.register({ email, password: otherPassword, declaration });
      expect((await accounts.people.changeEmail(await accounts.links.issue({ purpose: 'change-email', accountId: one.id, email }))).email).toBe(email);
      expect(await accounts.people.find(squatter.accountId)).toBeUndefined();
    });

    it('are found after the secret was turned, and need the old one no more once they came by', async () => {
      const { id, email } = await enrol(accounts);
      await accounts.people.signInWithProvider({ provider: 'google', subject: email, provenEmail: email });
      const next = 'the next secret of the tests, as long as the first';
      const turning = await test.openAgain([next, testSecret]);
      expect((await turning.people.findByEmail(email))?.id).toBe(id);
      await turning.people.signInWithProvider({ provider: 'google', subject: email });
      const turned = await test.openAgain([next]);
      expect(await turned.people.findByProvider('google', email)).toMatchObject({ id, email, name: 'Anna' });
      expect((await turned.people.signInWithPassword(email, testPassword)).outcome).toBe('signed-in');
      await expect(test.openAgain(['too short'])).rejects.toThrow(/32 characters/);
    });
  });
}
