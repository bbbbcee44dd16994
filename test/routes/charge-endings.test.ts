// Shows each way in which a request for a picture can end, and what it cost: the rows of the README's table, one by one.

import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { admitCustomer, beginRequest, counterSecret, describeCredits, openCounter, postWork } from '../accounts-parts/counter.ts';
import type { Counter, Customer } from '../accounts-parts/counter.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { FakeBehaviour } from '../fake-gemini/behaviour.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { drawPlain } from '../plain-pictures.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { startMain } from '../started-studio.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-endings-'));
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const table = /^\| how a request ends [^]*?\n\n/m.exec(readme)?.[0].trim().split('\n').slice(2) ?? [];
const all = table.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')) as [string, string, string]);
/** Packs end in tests of their own. */
const rows = all.filter(([name]) => !name.includes(' of a pack '));

let portrait: Uint8Array<ArrayBuffer>;
let gemini: FakeGemini;
let studio: RunningStudio;
let counter: Counter;
let accounts: Accounts;
/** When every hold has expired. */
let later: Accounts;

beforeAll(async () => {
  portrait = new Uint8Array(await renderFile(drawPortrait()));
  gemini = await startFakeGemini();
  studio = await startStudio({ ...describeCredits(folder), ...describeProvider() });
  counter = await openCounter(folder);
  const open = (afterMs: number) => openAccounts({ at: { folder }, secrets: [counterSecret], now: () => Date.now() + afterMs, freeCreditsPerDay: 1 });
  [accounts, later] = [await open(0), await open(10 * 60_000)];
});

afterAll(async () => {
  await Promise.all([studio, counter, gemini].map((each) => each[Symbol.asyncDispose]()));
  await Promise.all([accounts, later].map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

const describeProvider = () => ({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url, DRAIN_SECONDS: '1' });
const keyOf = ({ key }: Customer) => ({ 'X-API-Key': key });

/** 200, a problem's code, or `none`. */
async function read(sent: Promise<Response>): Promise<string> {
  const answer = await sent;
  return answer.ok ? String(answer.status) : ((await answer.json()) as { readonly code: string }).code;
}

const readSocket = async (socket: Socket) => /"code":"([^"]+)"/.exec(Buffer.concat(await socket.toArray()).toString('latin1'))?.[1] ?? '200';

/** A headshot by the provider, which does as it is told. */
function ask(customer: Customer, fields: Readonly<Record<string, string | File>> = {}, ...behaviours: readonly FakeBehaviour[]): Promise<string> {
  gemini.reset();
  gemini.script(...behaviours);
  return read(postForm(studio, '/v1/headshots', { photo: fileOf(portrait), engine: 'gemini', ...fields }, { headers: keyOf(customer) }));
}

function leave(socket: Socket): string {
  socket.destroy();
  return 'none';
}

/** At the counter, with work that ends as told. */
async function serve(customer: Customer, make: Counter['make'], during: (socket: Socket) => Promise<string> = readSocket): Promise<string> {
  counter.make = make;
  return during(await beginRequest(counter.port, '/cutouts', { ...keyOf(customer), Connection: 'close' }));
}

const untilAborted = (signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const small = async () => new Uint8Array([1]);
/** More than the buffers of a loopback connection take. */
const large = async () => new Uint8Array(20e6);

/** Requests at the counter whose client left. */
const countLeft = () => counter.log.filter(({ status }) => status === 499).length;
/** A machine may have much else to do. */
const patient = { timeout: 20_000 };

/** Somebody else writes for as long as this is open. */
function lockRows(): Disposable {
  const database = new DatabaseSync(join(folder, 'accounts.db'), { timeout: 5000 });
  database.exec('begin immediate');
  return { [Symbol.dispose]: () => database.close() };
}

/** How often the provider is asked before it is given up. */
const often = (behaviour: FakeBehaviour) => Array.from({ length: 4 }, () => behaviour);

const endings: Readonly<Record<string, (customer: Customer) => Promise<string>>> = {
  'the whole picture is sent': (customer) => ask(customer),
  'the connection breaks while the picture is sent': (customer) =>
    serve(customer, large, async (socket) => {
      const left = countLeft();
      await once(socket, 'data');
      socket.destroy();
      await expect.poll(countLeft, patient).toBe(left + 1);
      return 'none';
    }),
  async 'the client leaves before the first byte of the picture'(customer) {
    let lock = undefined as Disposable | undefined;
    const left = countLeft();
    const made = Promise.withResolvers<void>();
    const answer = await serve(customer, async () => ((lock = lockRows()), made.resolve(), small()), async (socket) => made.promise.then(() => leave(socket)));
    // The server knows that the client is gone when it logs so; only then can the picture be charged.
    await expect.poll(countLeft, patient).toBe(left + 1);
    lock?.[Symbol.dispose]();
    await counter.settled();
    // The charge and its end wait for the same lock: whichever comes first, nothing is left of either.
    expect([[], ['returned', 'use']]).toContainEqual((await accounts.ledger.history(customer.owner, { limit: 9 })).map(({ kind }) => kind).filter((kind) => kind === 'use' || kind === 'returned'));
    return answer;
  },
  async 'the client leaves while the picture is made'(customer) {
    const begun = Promise.withResolvers<void>();
    return serve(customer, ({ signal }) => (begun.resolve(), untilAborted(signal)), async (socket) => begun.promise.then(() => leave(socket)));
  },
  async 'the client leaves while it uploads'(customer) {
    const socket = await beginRequest(counter.port, '/cutouts', keyOf(customer), '--b');
    await expect.poll(async () => (await accounts.ledger.balance(customer.owner)).held, patient).toBe(1);
    return leave(socket);
  },
  'the upload is too slow': async (customer) => readSocket(await beginRequest(counter.port, '/cutouts', { ...keyOf(customer), Connection: 'close' }, '--b')),
  'the body is cut short': async (customer) => readSocket((await beginRequest(studio.port, '/v1/cutouts', keyOf(customer), '--b')).end()),
  'the file is no photo': (customer) => ask(customer, { photo: fileOf(new Uint8Array(100).fill(7)) }),
  'the photo cannot be read': (customer) => ask(customer, { photo: fileOf(portrait.slice(0, portrait.length >> 2)) }),
  'a field is refused': (customer) => ask(customer, { engine: 'magic' }),
  'the photo shows no face': async (customer) => ask(customer, { engine: 'local', photo: fileOf(new Uint8Array(await drawPlain(800, 600))) }),
  'the provider fails': (customer) => ask(customer, {}, ...often({ kind: 'status', status: 500 })),
  'the provider refuses, its safety filter included': (customer) => ask(customer, {}, { kind: 'finish', reason: 'IMAGE_SAFETY' }),
  'the work takes too long': (customer) => serve(customer, ({ signal }) => untilAborted(signal)),
  async 'the server has to stop before it is done'(customer) {
    const answered = ask(customer, {}, { kind: 'hang-before-headers' });
    await expect.poll(() => gemini.requests.length, patient).toBe(1);
    await studio.server.drain();
    return answered;
  },
  async 'the process dies'(customer) {
    await using started = await startMain({ ...describeCredits(folder), ...describeProvider(), STANDBY_WORKERS: '2' });
    gemini.reset();
    gemini.script({ kind: 'hang-before-headers' });
    const gone = postForm({ ...studio, url: started.url }, '/v1/headshots', { photo: fileOf(portrait), engine: 'gemini' }, { headers: keyOf(customer) }).then(String, () => 'none');
    await expect.poll(() => gemini.requests.length, patient).toBe(1);
    for (const pid of started.listWorkers()) process.kill(pid, 'SIGKILL');
    return gone;
  },
  'the studio has no memory left': async (customer) => readSocket(await beginRequest(counter.port, '/cutouts', { ...keyOf(customer), 'Content-Length': '900000', Expect: '100-continue', Connection: 'close' }, '')),
  async 'too many requests came'(customer) {
    const { secret } = await accounts.apiKeys.create(customer.id, { name: 'slow', perMinute: 1 });
    await ask({ ...customer, key: secret }, { photo: fileOf(new Uint8Array()) });
    return ask({ ...customer, key: secret });
  },
  'nobody is signed in': () => read(postWork(counter, '/cutouts', {})),
  'the team is not yours': (customer) => read(postWork(counter, '/cutouts', { ...keyOf(customer), 'Ephemera-Team': customer.id })),
  async 'there are too few credits'(customer) {
    const rest = await accounts.ledger.hold({ owner: customer.owner, work: 'cutout', credits: 5, lifetimeMs: 60_000 });
    const answer = await read(postWork(counter, '/cutouts', keyOf(customer)));
    await accounts.ledger.close(rest.id, 'failed');
    return answer;
  },
  async 'the same idempotency key is being worked on'(customer) {
    const order = { owner: customer.owner, work: 'cutout', credits: 1, lifetimeMs: 60_000, idempotencyKey: 'k' } as const;
    const first = await accounts.ledger.hold(order);
    const answer = await read(postWork(counter, '/cutouts', { ...keyOf(customer), 'Idempotency-Key': 'k' }));
    await accounts.ledger.close(first.id, 'failed');
    return answer;
  },
  async 'the same idempotency key was answered'(customer) {
    const order = { owner: customer.owner, work: 'cutout', credits: 1, lifetimeMs: 60_000, idempotencyKey: 'k' } as const;
    // Delivered without a charge, so that only the second request could cost anything.
    await accounts.ledger.close((await accounts.ledger.hold(order)).id, 'delivered');
    return read(postWork(counter, '/cutouts', { ...keyOf(customer), 'Idempotency-Key': 'k' }));
  },
  async 'the same idempotency key was sent with other work'(customer) {
    const order = { owner: customer.owner, work: 'headshot', credits: 1, lifetimeMs: 60_000, idempotencyKey: 'k' } as const;
    await accounts.ledger.close((await accounts.ledger.hold(order)).id, 'delivered');
    return read(postWork(counter, '/cutouts', { ...keyOf(customer), 'Idempotency-Key': 'k' }));
  },
  async 'the accounts are lost before the picture is charged'(customer) {
    let lock = undefined as Disposable | undefined;
    const answer = await serve(customer, async () => ((lock = lockRows()), small()));
    lock?.[Symbol.dispose]();
    return answer;
  },
  async 'the accounts are lost after it'(customer) {
    return serve(customer, large, async (socket) => {
      await once(socket, 'data');
      using _lock = lockRows();
      const answer = await readSocket(socket);
      await expect.poll(() => counter.log.findLast(({ msg }) => msg === 'charge not closed'), patient).toMatchObject({ outcome: 'delivered', reason: 'accounts-unavailable' });
      return answer;
    });
  },
  'a check, or a sheet of a photo that was paid for': (customer) => read(postWork(counter, '/checks', keyOf(customer))),
};

/** Where a hold is left to expire. */
const expiring = ['the process dies', 'the accounts are lost after it', 'the accounts are lost before the picture is charged'];
const last = 'the server has to stop before it is done';

describe('a request ends when', () => {
  it('the table says so, and in no other way', () => expect(Object.keys(endings).sort()).toEqual(rows.map(([name]) => name).sort()));

  it.each(rows.toSorted(([one], [other]) => Number(one === last) - Number(other === last)))('%s: %s, %s', { timeout: 60_000 }, async (name, answer, credits) => {
    const customer = await admitCustomer(accounts, 5);
    const ended = await endings[name]?.(customer);
    const at = expiring.includes(name) ? later : accounts;
    await expect.poll(async () => (await at.ledger.balance(customer.owner)).held, patient).toBe(0);
    const { available } = await at.ledger.balance(customer.owner);
    expect([ended, String(5 - available)]).toEqual([answer, credits]);
  });
});
