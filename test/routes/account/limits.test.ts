// Shows how often an account may be asked about, by whom it is counted, and that no count knows anybody tomorrow.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRateCounter } from '../../../src/retention/rate-counter.ts';
import type { RateCounter } from '../../../src/retention/rate-counter.ts';
import { limitPictures } from '../../../src/routes/rate-limit.ts';
import { openFrontDoor } from '../../accounts-parts/front-door.ts';

afterEach(() => void vi.useRealTimers());

const secret = 'a secret that two servers of the tests share';

/** By what a server of this secret knows a client today. */
async function readHash(ownSecret?: string): Promise<string> {
  const clients: string[] = [];
  const { salt } = createRateCounter(ownSecret);
  const counter: RateCounter = { salt, count: (client) => ({ requests: clients.push(client), resetMs: Date.now() + 1000 }) };
  await using server = express().use([...limitPictures({ perAddress: 5, perAccount: 5 }, counter)]).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(clients).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  return clients[0] ?? '';
}

describe('counts', () => {
  it('know nobody from one day to the next, and the same client on every server of one secret', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21, 23, 59) });
    const today = await readHash(secret);
    expect([(await readHash(secret)) === today, (await readHash('another secret, as long as the first one is')) === today, (await readHash()) === (await readHash())]).toEqual([true, false, false]);
    vi.setSystemTime(Date.UTC(2026, 10, 22, 0, 1));
    expect((await readHash(secret)) === today).toBe(false);
  });
});

describe('requests about an account', () => {
  it('are limited by account, from wherever it is signed in, and of no other account', async () => {
    await using door = await openFrontDoor({ ACCOUNT_LIMIT_PER_MINUTE: '3' });
    const [anna, elsewhere, bo] = [await door.admit('anna@example.test'), await door.admit('anna@example.test'), await door.admit('bo@example.test')];
    const got = [await anna.get('/v1/account'), await elsewhere.get('/v1/teams'), await anna.patch('/v1/account', { name: 'Anna' }), await elsewhere.get('/v1/account')];
    expect(got.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(got[0]?.headers.get('ratelimit')).toMatch(/^"account-requests"; r=2; t=\d+$/);
    expect(got[3]?.json).toMatchObject({ code: 'rate-limited', status: 429 });
    expect(Number(got[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await bo.get('/v1/account')).status).toBe(200);
    expect((await anna.get('/v1/session')).json, 'the page can always say who is signed in').toMatchObject({ signedIn: true });
  });

  it('that send a mail or try a token are limited as sign-in is', async () => {
    await using strict = await openFrontDoor({ SIGN_IN_PER_MINUTE: '2' });
    const got = [];
    for (let each = 0; each < 3; each += 1) got.push(await strict.visit().post('/v1/invitations/read', { token: `guess-${each}` }));
    expect(got.map(({ json }) => json?.['code'])).toEqual(['link-spent', 'link-spent', 'rate-limited']);
    expect((await strict.visit().post('/v1/account/email', { email: 'a@example.test' })).status).toBe(429);
  });
});
