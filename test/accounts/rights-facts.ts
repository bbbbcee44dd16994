// Owns facts about what is held of a person, how they see it and how it goes, told of either database.

import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { tableNames } from '../../src/accounts/store/tables.ts';
import { declaration, makeAddress, openTestAccounts, readRows, testPassword, testSecret } from './place.ts';
import type { MakePlace, Place, TestAccounts } from './place.ts';

/** A person with something in every table. */
interface FullPerson {
  readonly accountId: string;
  readonly email: string;
  readonly secret: string;
  readonly token: string;
  readonly subject: string;
  readonly teamId: string;
}

async function makeFullPerson({ accounts }: TestAccounts): Promise<FullPerson> {
  const { people, links, apiKeys, teams, consents } = accounts;
  const email = makeAddress('zacharias.quillfeather');
  const subject = `subject-of-${email}`;
  const { accountId } = await people.register({ email, password: testPassword, name: 'Zacharias Quillfeather', declaration });
  await people.proveMailbox(await links.issue({ purpose: 'prove-mailbox', accountId, email }), testPassword);
  await people.signInWithProvider({ provider: 'google', subject, provenEmail: email });
  const team = await teams.create(accountId, { name: 'Quillfeather Partners', seats: 2 });
  const { secret } = await apiKeys.create(accountId, { name: 'Quillfeather nightly', teamId: team.id });
  await consents.give(accountId, 'marketing-mail', '2026-10');
  const token = await links.issue({ purpose: 'change-email', accountId, email: `next.${email}` });
  await giveCredits(accounts, accountId);
  return { accountId, email, secret, token, subject, teamId: team.id };
}

/** Ids at a payment provider, and a key of a caller; the same ending for one person. */
function nameAtProvider(accountId: string) {
  const end = accountId.replaceAll('-', '');
  return { session: `cs_live_${end}`, payment: `pi_${end}`, customer: `cus_${end}`, subscription: `sub_${end}`, idempotencyKey: `order of ${end}` };
}

/** Something in every table of credits. */
async function giveCredits({ ledger, customers }: Accounts, accountId: string): Promise<void> {
  const owner = { accountId };
  const { session, payment, customer, subscription, idempotencyKey } = nameAtProvider(accountId);
  await customers.remember(owner, customer);
  await ledger.post({ owner, kind: 'purchase', reference: `cs:${session}`, credits: 10, payment: { paymentId: payment, amountMinor: 1000, currency: 'eur' } });
  await customers.recordPlan(owner, { subscriptionId: subscription, price: 'price_plan', status: 'active', paidUntilMs: Date.UTC(2026, 11, 1), ends: true });
  const { id } = await ledger.hold({ owner, work: 'headshot', credits: 2, lifetimeMs: 60_000, idempotencyKey });
  await ledger.capture(id, 1);
}

/** Texts that must never be on disk. */
function listPlain({ accountId, email, secret, token, subject }: FullPerson): Buffer[] {
  const texts = [email, email.split('@')[0] ?? '', 'Quillfeather', subject, testPassword, secret, secret.slice(-43), token, ...Object.values(nameAtProvider(accountId))];
  return texts.flatMap((text) => [Buffer.from(text), Buffer.from(text.toUpperCase()), Buffer.from(text, 'utf16le')]);
}

/** Every stored value about anybody, by column, from beside the store. */
async function readValues(place: Place): Promise<Map<string, (string | Buffer)[]>> {
  const values = new Map<string, (string | Buffer)[]>();
  for (const table of tableNames) {
    for (const row of await readRows(place, `select * from "${table}"`)) {
      for (const [column, value] of Object.entries(row)) {
        const cell = value instanceof Uint8Array ? Buffer.from(value) : String(value);
        values.set(`${table}.${column}`, [...(values.get(`${table}.${column}`) ?? []), cell]);
      }
    }
  }
  return values;
}

/** What the export says of `giveCredits`. */
function describeCredits(accountId: string, at: string) {
  const { session, payment, customer, subscription } = nameAtProvider(accountId);
  const id = expect.any(String) as string;
  const unpaid = { reference: null, paymentId: null, amountMinor: null, currency: null, ofEntry: null };
  return {
    available: 8,
    held: 1,
    lastFreeDay: null,
    customerId: customer,
    entries: [
      { id, kind: 'purchase', work: null, credits: 10, at, reference: `cs:${session}`, paymentId: payment, amountMinor: 1000, currency: 'eur', ofEntry: null },
      { id, kind: 'use', work: 'headshot', credits: -1, at: at.slice(0, 10), ...unpaid },
    ],
    holds: [{ id, work: 'headshot', credits: 1, captured: 1, covered: 0, ofEntry: null, expiresAt: id }],
    idempotencyKeys: [{ holdId: id, work: 'headshot', credits: 2, charged: 0, state: 'running', repeats: 0, expiresAt: id }],
    plans: [{ subscriptionId: subscription, price: 'price_plan', status: 'active', paidUntil: '2026-12-01T00:00:00.000Z', ends: true }],
  };
}

export function describeRights(makePlace: MakePlace): void {
  describe('what is held', () => {
    let test: TestAccounts;
    beforeAll(async () => {
      test = await openTestAccounts(makePlace);
    });
    afterAll(() => test[Symbol.asyncDispose]());

    it('is told whole: every row about a person is in the export', async () => {
      const { accountId, email, teamId } = await makeFullPerson(test);
      const exported = await test.accounts.rights.exportAccount(accountId);
      const atMs = new Date(test.clock.nowMs).toISOString();
      expect(JSON.parse(JSON.stringify(exported))).toEqual({
        format: 'ephemera-account-1',
        exportedAt: atMs,
        account: { id: accountId, email, emailProvenAt: atMs, name: 'Zacharias Quillfeather', createdAt: atMs, adultDeclaredAt: atMs, hasPassword: true, sessionVersion: 2 },
        providers: [{ provider: 'google', linkedAt: atMs }],
        consents: expect.arrayContaining([
          { purpose: 'terms', textVersion: '2026-11', givenAt: atMs, withdrawnAt: null },
          { purpose: 'marketing-mail', textVersion: '2026-10', givenAt: atMs, withdrawnAt: null },
        ]),
        apiKeys: [{ id: expect.any(String), prefix: expect.stringMatching(/^eph_/), name: 'Quillfeather nightly', teamId, createdAt: atMs }],
        teams: [{ id: teamId, name: 'Quillfeather Partners', role: 'owner', joinedAt: atMs }],
        links: [{ purpose: 'change-email', createdAt: atMs, expiresAt: expect.any(String) }],
        credits: describeCredits(accountId, atMs),
      });
      await expect(test.accounts.rights.exportAccount('nobody')).rejects.toMatchObject({ code: 'not-found', status: 404 });
    });

    it('says nothing in the clear, and nothing that the address alone could be tried against', async () => {
      const person = await makeFullPerson(test);
      const bytes = test.place.readBytes(true);
      for (const plain of listPlain(person)) expect(bytes.includes(plain), plain.toString()).toBe(false);
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) expect(bytes.includes(createHash(algorithm).update(person.email).digest())).toBe(false);
      expect(bytes.includes(Buffer.from(testSecret))).toBe(false);
      // The hash that is there needs the secret.
      const pepper = Buffer.from(hkdfSync('sha256', testSecret, '', 'ephemera accounts: look-up hashes, 1', 32));
      const key = createHmac('sha256', pepper).update(`email\0${person.email}`).digest();
      expect((await readValues(test.place)).get('account.emailKey')?.some((value) => key.equals(value as Buffer))).toBe(true);
    });

    it('holds no consent that was not given, and each until it is withdrawn', async () => {
      const { consents, people } = test.accounts;
      const { id } = await people.signInWithProvenMailbox(makeAddress(), declaration);
      const givenMs = test.clock.nowMs;
      expect(await consents.current(id)).toEqual({ 'marketing-mail': false, 'product-statistics': false });
      await consents.give(id, 'product-statistics', '1');
      test.clock.nowMs += 1000;
      await consents.give(id, 'product-statistics', '1');
      await consents.give(id, 'product-statistics', '2');
      expect(await consents.current(id)).toEqual({ 'marketing-mail': false, 'product-statistics': true });
      test.clock.nowMs += 1000;
      await consents.withdraw(id, 'product-statistics');
      await consents.withdraw(id, 'marketing-mail');
      expect(await consents.current(id)).toEqual({ 'marketing-mail': false, 'product-statistics': false });
      expect((await consents.history(id)).filter(({ purpose }) => purpose !== 'terms')).toEqual([
        { purpose: 'product-statistics', textVersion: '1', givenMs, withdrawnMs: givenMs + 1000 },
        { purpose: 'product-statistics', textVersion: '2', givenMs: givenMs + 1000, withdrawnMs: givenMs + 2000 },
      ]);
      await expect(consents.give(id, 'marketing-mail', 'a version: <b>')).rejects.toMatchObject({ code: 'parameter-invalid' });
      await expect(consents.give('nobody', 'marketing-mail', '1')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('is gone when the account is deleted, and so is its session', async () => {
      const { people, rights, apiKeys, links } = test.accounts;
      const person = await makeFullPerson(test);
      await rights.deleteAccount(person.accountId);
      expect(await people.isCurrent(person.accountId, 2)).toBe(false);
      expect(await apiKeys.identify(person.secret)).toBeUndefined();
      expect(await links.read(person.token, 'change-email')).toBeUndefined();
      expect(await people.signInWithPassword(person.email, testPassword)).toEqual({ outcome: 'refused' });
      expect(await people.findByProvider('google', person.subject)).toBeUndefined();
      await rights.deleteAccount(person.accountId);
      expect((await people.register({ email: person.email, password: testPassword, declaration })).outcome).toBe('created');
    });

    it('leaves no byte of its keys, hashes and sealed texts on disk when it is deleted', async () => {
      for (let count = 0; count < 40; count += 1) await test.accounts.people.signInWithProvenMailbox(makeAddress('crowd'), declaration);
      const before = await readValues(test.place);
      const person = await makeFullPerson(test);
      for (let count = 0; count < 40; count += 1) await test.accounts.people.signInWithProvenMailbox(makeAddress('crowd'), declaration);
      const all = await readValues(test.place);
      // What came with this person: values of columns that are about one person alone.
      const own = [...all].flatMap(([column, cells]) => (/(Key|Sealed|Hash|^account\.id|^team\.id|apiKey\.(id|prefix)|repeat\.key)$/.test(column) ? cells : [])).map((cell) => Buffer.from(cell as string));
      const others = [...before].flatMap(([, cells]) => cells).map(String);
      await test.place.settle();
      const full = test.place.readBytes(false);
      expect(own.every((value) => full.includes(value))).toBe(true);
      await test.accounts.rights.deleteAccount(person.accountId);
      await test.place.settle();
      const left = [...(await readValues(test.place))].flatMap(([, cells]) => cells).map(String);
      const gone = own.filter((value) => value.length >= 12 && !left.includes(String(value)) && !others.includes(String(value)));
      expect(gone.length).toBeGreaterThan(12);
      const bytes = test.place.readBytes(false);
      for (const value of gone) expect(bytes.includes(value), value.toString('hex')).toBe(false);
      expect(bytes.includes(Buffer.from(person.accountId))).toBe(false);
    });

    it('is cleaned from the file later, if somebody reads it just then', async ({ skip }) => {
      const { at } = test.place;
      if (!('folder' in at)) return skip('PostgreSQL lets readers be');
      const { accountId } = await makeFullPerson(test);
      {
        using reader = new DatabaseSync(join(at.folder, 'accounts.db'));
        reader.exec('begin; select * from account');
        await test.accounts.rights.deleteAccount(accountId);
        expect(test.place.readBytes(true).includes(Buffer.from(accountId))).toBe(true);
      }
      await test.accounts.sweep();
      expect(test.place.readBytes(true).includes(Buffer.from(accountId))).toBe(false);
    });

    it('lies in a file that only the service can read', ({ skip }) => {
      const { at } = test.place;
      if (!('folder' in at)) return skip('of PostgreSQL the operator sees to that');
      const modes = ['accounts.db', 'accounts.db-wal', 'accounts.db-shm'].map((name) => statSync(join(at.folder, name)).mode & 0o777);
      expect(modes).toEqual([0o600, 0o600, 0o600]);
      expect(statSync(at.folder).mode & 0o777).toBe(0o700);
    });
  });
}
