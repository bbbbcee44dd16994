// Shows credits and payments from outside, on a real studio with its rows and Stripe's stand-in: who sees what, who buys for whom, what is refused.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { createSessionTokens } from '../../src/accounts/auth/session-token.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startServer } from '../../src/processes/single.ts';
import type { StudioServer } from '../../src/processes/single.ts';
import { findFreePort } from '../accounts-parts/free-port.ts';
import { declaration } from '../accounts/place.ts';
import { visit } from '../accounts-parts/visitor.ts';
import type { Got, Visitor } from '../accounts-parts/visitor.ts';
import { prices, startFakeStripe } from '../fake-stripe/fake-stripe.ts';
import type { FakeStripe } from '../fake-stripe/fake-stripe.ts';
import { blind } from '../start-studio.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-credits-'));
const log: string[] = [];
const studioSecret = 'a secret of the studio that sells credits';
let url: string;
let stripe: FakeStripe;
let server: StudioServer;
let accounts: Accounts;

/** Start a studio on the same rows. */
function open(environment: Readonly<Record<string, string>>): Promise<StudioServer> {
  const settings = { AUTH_SECRET: studioSecret, AUTH_NEXT_COOKIE: 'session', DATA_FOLDER: folder, DRAIN_SECONDS: '5', ...environment };
  return startServer(readConfig(settings, 4e9), createLog('debug', { write: (line) => void log.push(line) }), { vision: blind });
}

beforeAll(async () => {
  stripe = await startFakeStripe();
  const port = await findFreePort();
  url = `http://localhost:${port}`;
  server = await open({ PORT: String(port), PUBLIC_URL: url, FREE_CREDITS_PER_DAY: '2', SIGN_IN_PER_MINUTE: '9', ...stripe.environment });
  accounts = await openAccounts({ at: { folder }, secrets: [studioSecret], now: Date.now, freeCreditsPerDay: 2 });
  stripe.webhookUrl = `${url}/v1/stripe/webhook`;
});

afterAll(async () => {
  await accounts?.close();
  await server?.drain();
  await stripe?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  stripe.fault = undefined;
  stripe.delivery = 'at-once';
  stripe.forgetEvents();
});

/** Somebody signed in. */
async function admit(email: string): Promise<Visitor & { readonly id: string }> {
  const account = await accounts.people.signInWithProvenMailbox(email, declaration);
  const visitor = visit(url);
  visitor.cookies.set(url, new Map([['ephemera.session', await createSessionTokens([studioSecret], 'ephemera.session').seal(account)]]));
  return Object.assign(visitor, { id: account.id });
}

const codeOf = ({ json }: Got) => json?.['code'];
const availableTo = async (visitor: Visitor, team = '') => (await visitor.get(`/v1/account/credits${team && `?team=${team}`}`)).json?.['available'];
const lastSession = () => stripe.shop.last('checkout.session').id;

async function buy(visitor: Visitor, order: object): Promise<string> {
  expect((await visitor.post('/v1/account/purchases', order)).status).toBe(201);
  await stripe.shop.pay(lastSession());
  return lastSession();
}

describe('what work costs', () => {
  it('is told to everybody, with what can be bought', async () => {
    const got = await visit(url).get('/v1/credits');
    expect(got.json).toMatchObject({ inForce: true, prices: { headshot: 1, check: 0 }, freePerDay: 2, offers: [{ price: prices.pack, kind: 'pack', credits: 10, amountMinor: 900, currency: 'eur' }, {}, {}, {}] });
  });

  it('is told without offers while Stripe is down, and with none where nothing can be bought or all is free', async () => {
    stripe.fault = 'down';
    const others = [
      await open({ PORT: '0', PUBLIC_URL: url, ...stripe.environment }), await open({ PORT: '0', PUBLIC_URL: url, FREE_CREDITS_PER_DAY: '1' }), await open({ PORT: '0', PUBLIC_URL: url }),
    ];
    const answers = [];
    for (const other of others) answers.push((await visit(other.url).get('/v1/credits')).json);
    expect([answers[0]?.['offers'], answers[0]?.['inForce'], answers[1]?.['offers'], answers[2]]).toEqual([undefined, true, [], { inForce: false }]);
    expect(log.find((line) => line.includes('/v1/credits') && line.includes('payments-unavailable'))).toContain('StripeConnectionError');
    expect((await visit(others[1]!.url).post('/v1/stripe/webhook', {})).status).toBe(404);
    expect((await visit(others[2]!.url).get('/v1/account/credits')).status).toBe(404);
    for (const other of others) await other.drain();
  });
});

describe('somebody signed in', () => {
  it('sees credits, buys, comes back, and has them paid back', async () => {
    const anna = await admit('anna@example.test');
    expect((await anna.get('/v1/account/credits')).json).toEqual({ available: 2, held: 0, plan: null, purchases: [] });
    stripe.delivery = 'held';
    const session = await buy(anna, { price: prices.pack });
    expect((await anna.get(`/v1/account/purchases/${session}`)).json).toEqual({ state: 'paid', credits: 10 });
    await stripe.send({ times: 2, atOnce: true });
    const { json } = await anna.get('/v1/account/credits');
    expect(json).toMatchObject({ available: 12, purchases: [{ kind: 'purchase', credits: 10, creditsTakenBack: 0, amountMinor: 900, currency: 'eur', at: expect.stringMatching(/^\d{4}-.*Z$/) }] });
    const [{ id }] = json?.['purchases'] as [{ id: string }];
    expect((await anna.post('/v1/account/refunds', { purchase: id })).json).toEqual({ credits: 10, amountMinor: 900, currency: 'eur' });
    expect(codeOf(await anna.post('/v1/account/refunds', { purchase: id }))).toBe('refund-impossible');
    const first = await anna.get('/v1/account/credits/history?limit=2');
    const [refund, purchase] = first.json?.['entries'] as { id: string }[];
    expect([refund, purchase]).toMatchObject([{ kind: 'refund', credits: -10, work: null }, { kind: 'purchase', credits: 10 }]);
    expect((await anna.get(`/v1/account/credits/history?before=${purchase!.id}`)).json).toMatchObject({ entries: [{ kind: 'top-up', credits: 2 }] });
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  it('has a plan and a way to its invoices', async () => {
    const bert = await admit('bert@example.test');
    expect(codeOf(await bert.post('/v1/account/portal', {}))).toBe('not-found');
    await buy(bert, { price: prices.plan });
    expect((await bert.get('/v1/account/credits')).json).toMatchObject({ available: 100, plan: { price: prices.plan, status: 'active', ends: false, paidUntil: expect.stringMatching(/Z$/) } });
    expect(codeOf(await bert.post('/v1/account/purchases', { price: prices.largePlan }))).toBe('plan-running');
    expect((await bert.post('/v1/account/portal', {})).json).toEqual({ url: expect.stringContaining(`${stripe.url}/portal/`) });
  });

  it('is told 503 while Stripe is down, and loses nothing', async () => {
    const carl = await admit('carl@example.test');
    stripe.fault = 'down';
    const refused = await carl.post('/v1/account/purchases', { price: prices.pack });
    expect([refused.status, codeOf(refused), refused.headers.get('retry-after')]).toEqual([503, 'payments-unavailable', '10']);
    stripe.fault = undefined;
    const session = await buy(carl, { price: prices.pack });
    stripe.fault = 'down';
    expect((await carl.get(`/v1/account/purchases/${session}`)).status).toBe(503);
    expect(await availableTo(carl)).toBe(10);
  });

  it('cannot look at or take what is somebody else’s', async () => {
    const [dora, emil] = [await admit('dora@example.test'), await admit('emil@example.test')];
    const session = await buy(dora, { price: prices.pack });
    const [{ id }] = (await dora.get('/v1/account/credits')).json?.['purchases'] as [{ id: string }];
    for (const path of [session, 'cs_test_none', '%2e%2e%2fcustomers', '%00']) expect(codeOf(await emil.get(`/v1/account/purchases/${path}`))).toBe('not-found');
    expect(codeOf(await emil.post('/v1/account/refunds', { purchase: id }))).toBe('not-found');
    const { json } = await dora.get('/v1/account/credits/history');
    const [{ id: entry }] = json?.['entries'] as [{ id: string }];
    expect((await emil.get(`/v1/account/credits/history?before=${entry}`)).json).toEqual({ entries: [] });
  });

  it.each<[string, string, unknown, number, string]>([
    ['a price that is not sold', '/v1/account/purchases', { price: 'price_other' }, 404, 'offer-unknown'],
    ['a price that is none', '/v1/account/purchases', { price: 7 }, 400, 'parameter-invalid'],
    ['a purchase by a price of its own', '/v1/account/purchases', { price: prices.pack, amount: 1 }, 400, 'parameter-unknown'],
    ['a purchase for a team that is none', '/v1/account/purchases', { price: prices.pack, team: 'mine' }, 400, 'parameter-invalid'],
    ['a purchase for a team of others', '/v1/account/purchases', { price: prices.pack, team: crypto.randomUUID() }, 404, 'not-found'],
    ['a refund of no purchase', '/v1/account/refunds', { purchase: "' or '1'='1" }, 400, 'parameter-invalid'],
    ['a refund of a purchase that is none', '/v1/account/refunds', { purchase: crypto.randomUUID() }, 404, 'not-found'],
    ['a portal with a place to return to', '/v1/account/portal', { return_url: 'https://evil.test' }, 400, 'parameter-unknown'],
  ])('is refused %s', async (_name, path, body, status, code) => {
    const got = await (await admit('frida@example.test')).post(path, body);
    expect([got.status, codeOf(got)]).toEqual([status, code]);
  });
});

describe('a team', () => {
  it('has credits that its owners buy, its members see, and strangers do not', async () => {
    const [owner, member, stranger] = [await admit('owner@example.test'), await admit('member@example.test'), await admit('stranger@example.test')];
    const { id: team } = (await owner.post('/v1/teams', { name: 'North' })).json?.['team'] as { id: string };
    await accounts.teams.accept(await accounts.teams.invite(team, owner.id, 'member'), member.id);
    const session = await buy(owner, { price: prices.pack, team });
    expect(stripe.books.find('checkout.session', session)['success_url']).toBe(`${url}/account?team=${team}&purchase={CHECKOUT_SESSION_ID}`);
    expect((await owner.get(`/v1/account/purchases/${session}?team=${team}`)).json).toEqual({ state: 'paid', credits: 10 });
    expect(codeOf(await owner.get(`/v1/account/purchases/${session}`)), 'not the owner’s own').toBe('not-found');
    expect([await availableTo(owner, team), await availableTo(member, team), await availableTo(owner), await availableTo(member)]).toEqual([10, 10, 2, 2]);
    const [{ id }] = (await member.get(`/v1/account/credits?team=${team}`)).json?.['purchases'] as [{ id: string }];
    const byMember = [
      await member.post('/v1/account/purchases', { price: prices.pack, team }), await member.post('/v1/account/refunds', { purchase: id, team }),
      await member.post('/v1/account/portal', { team }), await member.get(`/v1/account/purchases/${session}?team=${team}`),
    ];
    expect(byMember.map(codeOf)).toEqual(Array(4).fill('owner-required'));
    expect((await member.get(`/v1/account/credits/history?team=${team}`)).json).toMatchObject({ entries: [{ kind: 'purchase', credits: 10 }] });
    expect([codeOf(await stranger.get(`/v1/account/credits?team=${team}`)), codeOf(await stranger.post('/v1/account/portal', { team }))]).toEqual(['not-found', 'not-found']);
    expect(codeOf(await owner.post('/v1/account/refunds', { purchase: id })), 'not without its team').toBe('not-found');
    expect((await owner.post('/v1/account/refunds', { purchase: id, team })).json).toMatchObject({ credits: 10 });
  });

  it('that is dissolved, like an account that is deleted, is erased at Stripe without anybody waiting', async () => {
    const owner = await admit('gone@example.test');
    const { id: team } = (await owner.post('/v1/teams', { name: 'South' })).json?.['team'] as { id: string };
    await buy(owner, { price: prices.plan, team });
    const customer = String(stripe.shop.last('subscription')['customer']);
    expect((await owner.delete(`/v1/teams/${team}`)).status).toBe(204);
    await expect.poll(() => stripe.books.find('customer', customer)['deleted']).toBe(true);
    await buy(owner, { price: prices.pack });
    const own = String(stripe.books.find('checkout.session', lastSession())['customer']);
    expect((await owner.delete('/v1/account', { confirm: 'delete' })).status).toBe(204);
    await expect.poll(() => stripe.books.find('customer', own)['deleted']).toBe(true);
    expect(readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes('gone@example.test'))).toBe(false);
  });
});

describe('these routes', () => {
  it('need a session of the studio’s own page: an API key, another site and nobody get nothing', async () => {
    const greta = await admit('greta@example.test');
    const { secret } = await accounts.apiKeys.create(greta.id, { name: 'k' });
    const paths = ['/v1/account/purchases', '/v1/account/refunds', '/v1/account/portal'];
    for (const path of paths) {
      expect(codeOf(await visit(url).post(path, {}, { Authorization: `Bearer ${secret}` }))).toBe('sign-in-required');
      expect(codeOf(await greta.post(path, {}, { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' }))).toBe('origin-refused');
    }
    for (const path of ['/v1/account/credits', '/v1/account/credits/history', '/v1/account/purchases/cs_test_1']) expect(codeOf(await visit(url).get(path))).toBe('sign-in-required');
    expect((await greta.get('/v1/account/purchases')).headers.get('allow')).toBe('POST');
  });

  it('count what asks Stripe by account, and never Stripe’s own events', async () => {
    const hasty = await admit('hasty@example.test');
    const statuses = new Set<number>();
    for (let each = 0; each < 10; each += 1) statuses.add((await hasty.get('/v1/account/purchases/none')).status);
    expect([...statuses]).toEqual([404, 429]);
    stripe.delivery = 'held';
    await (await admit('iris@example.test')).post('/v1/account/purchases', { price: prices.pack });
    await stripe.shop.pay(lastSession());
    expect(new Set(await stripe.send({ times: 15, atOnce: true }))).toEqual(new Set([200]));
  });

  it('write nothing of a payment into the log', () => {
    expect(log.join('')).not.toMatch(/cs_test|cus_|pi_|sub_|in_[0-9a-f]|re_[0-9a-f]|example\.test|sk_test|whsec/);
  });
});
