// Shows who pays for work, in which order it is refused, and that one idempotency key charges once, on two servers of one database.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { greatestRepeats } from '../../src/accounts/credit.ts';
import { admitCustomer, beginRequest, counterSecret, describeSession, giveCredits, openCounter, postWork } from '../accounts-parts/counter.ts';
import type { Counter, Customer } from '../accounts-parts/counter.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-charge-'));
let accounts: Accounts;
let counter: Counter;
/** Another server on the same database. */
let other: Counter;

beforeAll(async () => {
  accounts = await openAccounts({ at: { folder }, secrets: [counterSecret], now: Date.now, freeCreditsPerDay: 1 });
  [counter, other] = [await openCounter(folder), await openCounter(folder)];
});

const standard = async () => new Uint8Array([1, 2, 3]);
afterEach(() => void Object.assign(counter, { make: standard }));

afterAll(async () => {
  await Promise.all([counter, other].map((each) => each[Symbol.asyncDispose]()));
  await accounts.close();
  rmSync(folder, { recursive: true });
});

const available = async ({ owner }: Pick<Customer, 'owner'>): Promise<number> => (await accounts.ledger.balance(owner)).available;
const codeOf = async (answer: Response): Promise<unknown> => (answer.ok ? answer.status : ((await answer.json()) as { readonly code: unknown }).code);
const pay = (at: Counter, { key }: Customer, headers: Readonly<Record<string, string>> = {}, path = '/cutouts') => postWork(at, path, { 'X-API-Key': key, ...headers });
/** What is failed is given back after its answer. */
const settle = ({ owner }: Customer) => expect.poll(async () => (await accounts.ledger.balance(owner)).held).toBe(0);

async function readHead(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString('latin1');
}

/** Leave when the answer has begun; a request before it may not have ended yet. */
async function leaveEarly(customer: Customer, headers: Readonly<Record<string, string>>): Promise<string> {
  for (;;) {
    const socket = await beginRequest(counter.port, '/cutouts', { ...headers, 'X-API-Key': customer.key });
    const head = await readHead(socket);
    socket.destroy();
    if (!head.includes('idempotency-key-running')) return head;
  }
}

describe('a picture that costs a credit', () => {
  it('is charged in the headers of its answer, the free one of the day first', async () => {
    const anna = await admitCustomer(accounts);
    const answer = await pay(counter, anna);
    expect([answer.status, answer.headers.get('x-credits-charged'), answer.headers.get('x-credits-remaining')]).toEqual([200, '1', '0']);
    const refusal = await pay(counter, anna);
    expect([refusal.status, refusal.headers.has('x-credits-charged'), await refusal.json()]).toMatchObject([402, false, { code: 'credits-exhausted', needed: 1, available: 0 }]);
  });

  it('is refused to nobody and to whoever is short before the body is sent', async () => {
    const bert = await admitCustomer(accounts);
    await pay(counter, bert);
    for (const [headers, status] of [[{}, '401'], [{ 'X-API-Key': bert.key }, '402']] as const) {
      const socket = await beginRequest(counter.port, '/cutouts', { ...headers, Expect: '100-continue' }, '');
      expect((await readHead(socket)).slice(9, 12)).toBe(status);
      socket.destroy();
    }
    expect(counter.budget.reservedBytes).toBe(0);
  });

  it('is refused for lack of memory before anything is put aside', async () => {
    const cleo = await admitCustomer(accounts);
    const socket = await beginRequest(counter.port, '/cutouts', { 'X-API-Key': cleo.key, 'Content-Length': '900000', Expect: '100-continue' }, '');
    expect(await readHead(socket)).toContain('"budget-full"');
    socket.destroy();
    expect(await accounts.ledger.balance(cleo.owner)).toEqual({ available: 1, held: 0 });
  });
});

describe('somebody with a session', () => {
  it('pays as with a key, and is told how much is left', async () => {
    const headers = await describeSession(accounts, (await admitCustomer(accounts, 3)).id);
    const read = async () => (await (await fetch(`${counter.url}/session`, { headers })).json()) as unknown;
    expect(await read()).toMatchObject({ signedIn: true, credits: { available: 3 } });
    expect((await postWork(counter, '/cutouts', headers)).headers.get('x-credits-remaining')).toBe('2');
    expect(await read()).toMatchObject({ credits: { available: 2 } });
    expect(await (await fetch(`${counter.url}/session`)).json()).toMatchObject({ signedIn: false, credits: null });
  });

  it('is asked to declare first', async () => {
    const { id } = await accounts.people.signInWithProvenMailbox('nobody.yet@example.test');
    expect(await codeOf(await postWork(counter, '/cutouts', await describeSession(accounts, id)))).toBe('declaration-missing');
  });
});

describe('free work', () => {
  it('is done for anybody, says that it cost nothing, and takes no notice of keys and teams', async () => {
    const answer = await postWork(counter, '/checks', { 'Idempotency-Key': 'k', 'Ephemera-Team': 'none' });
    expect([answer.status, answer.headers.get('x-credits-charged'), answer.headers.has('x-credits-remaining')]).toEqual([200, '0', false]);
  });
});

describe('a team', () => {
  it('pays for its members where they name it, and for its keys', async () => {
    const [dora, emil, fay] = [await admitCustomer(accounts), await admitCustomer(accounts), await admitCustomer(accounts)];
    const team = await accounts.teams.create(dora.id, { name: 'Studio', seats: 3 });
    const owner = { teamId: team.id };
    await giveCredits(accounts, owner, 2);
    await accounts.teams.accept(await accounts.teams.invite(team.id, dora.id, 'member'), emil.id);
    const named = { 'Ephemera-Team': team.id };
    expect((await pay(counter, emil, named)).headers.get('x-credits-remaining')).toBe('1');
    const key = (await accounts.apiKeys.create(dora.id, { name: 't', teamId: team.id })).secret;
    expect((await pay(counter, { ...dora, key })).headers.get('x-credits-remaining')).toBe('0');
    expect(await codeOf(await pay(counter, fay, named))).toBe('not-found');
    expect(await codeOf(await pay(counter, { ...dora, key }, { 'Ephemera-Team': 'another' }))).toBe('not-found');
    const short = await pay(counter, emil, named);
    expect(await short.json()).toMatchObject({ code: 'credits-exhausted', detail: expect.stringContaining('leave `Ephemera-Team` out') as string });
    expect(await Promise.all([dora, emil, fay, { owner }].map(available))).toEqual([1, 1, 1, 0]);
  });
});

describe('an idempotency key', () => {
  const keyed = { 'Idempotency-Key': 'order-1' };

  it('charges once while its work runs, on either server, and after its answer', async () => {
    const gil = await admitCustomer(accounts, 5);
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    counter.make = async () => {
      begun.resolve();
      await go.promise;
      return standard();
    };
    const first = pay(counter, gil, keyed);
    await begun.promise;
    expect(await Promise.all([counter, other].map(async (at) => codeOf(await pay(at, gil, keyed))))).toEqual(['idempotency-key-running', 'idempotency-key-running']);
    go.resolve();
    expect((await first).status).toBe(200);
    await expect.poll(async () => codeOf(await pay(other, gil, keyed))).toBe('idempotency-key-spent');
    expect(await available(gil)).toBe(4);
    expect(await codeOf(await pay(other, gil, { 'Idempotency-Key': 'order-2' })), 'another key').toBe(200);
  });

  it('lets one of many through that come at once', async () => {
    const hal = await admitCustomer(accounts, 5);
    const codes = await Promise.all(Array.from({ length: 8 }, async (_, each) => codeOf(await pay(each % 2 ? counter : other, hal, keyed))));
    expect(codes.filter((code) => code === 200)).toHaveLength(1);
    expect(new Set(codes).difference(new Set([200, 'idempotency-key-running', 'idempotency-key-spent']))).toEqual(new Set());
    expect(await available(hal)).toBe(4);
  });

  it('may be used again after a failure', async () => {
    const ida = await admitCustomer(accounts);
    counter.make = () => Promise.reject(new Error('broken'));
    expect(await codeOf(await pay(counter, ida, keyed))).toBe('internal');
    await settle(ida);
    expect((await pay(other, ida, keyed)).headers.get('x-credits-charged')).toBe('1');
  });

  it('has the picture made again for nothing when its answer was cut off, so many times', async () => {
    const jo = await admitCustomer(accounts);
    // More than the buffers of a loopback connection take.
    counter.make = async () => new Uint8Array(20e6);
    for (let attempt = 0; attempt <= greatestRepeats; attempt += 1) {
      expect(await leaveEarly(jo, keyed)).toContain(`X-Credits-Charged: ${attempt === 0 ? 1 : 0}\r\n`);
    }
    await expect.poll(async () => codeOf(await pay(other, jo, keyed))).toBe('idempotency-key-spent');
    expect((await accounts.ledger.history(jo.owner, { limit: 9 })).map(({ kind }) => kind)).toEqual(['use', 'top-up']);
  });

  it('is of its work and its payer, and is read', async () => {
    const [kim, lea] = [await admitCustomer(accounts, 5), await admitCustomer(accounts, 5)];
    expect((await pay(counter, kim, keyed)).status).toBe(200);
    expect(await codeOf(await pay(counter, kim, keyed, '/headshots'))).toBe('idempotency-key-mismatch');
    expect((await pay(counter, lea, keyed, '/headshots')).status).toBe(200);
    expect(await codeOf(await pay(counter, kim, { 'Idempotency-Key': 'x'.repeat(256) }))).toBe('parameter-invalid');
  });
});
