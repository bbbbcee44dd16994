// Shows who is known by session or API key, what happens to keys that are none, and what a lost database costs whom.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, startPostgres } from '../../accounts/postgres-server.ts';
import { declared, openFrontDoor } from '../../accounts-parts/front-door.ts';
import type { FrontDoor } from '../../accounts-parts/front-door.ts';

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor();
});

afterAll(() => door[Symbol.asyncDispose]());

async function makeKey({ reception }: FrontDoor, email: string): Promise<{ readonly accountId: string; readonly secret: string; readonly keyId: string }> {
  const account = await reception.accounts.people.signInWithProvenMailbox(email, declared);
  const { secret, key } = await reception.accounts.apiKeys.create(account.id, { name: 'a key', perMinute: 7 });
  return { accountId: account.id, secret, keyId: key.id };
}

async function work(headers: Readonly<Record<string, string>>, { url } = door): Promise<[number, Readonly<Record<string, unknown>>]> {
  const answer = await fetch(`${url}/work`, { method: 'POST', headers });
  return [answer.status, (await answer.json()) as Record<string, unknown>];
}

describe('an API key', () => {
  it('says whose it is, in either header', async () => {
    const { accountId, secret, keyId } = await makeKey(door, 'anna@example.test');
    const caller = { accountId, via: 'key', keyId, perMinute: 7 };
    for (const headers of [{ Authorization: `Bearer ${secret}` }, { Authorization: `bearer ${secret}` }, { 'X-API-Key': secret }, { Authorization: `Bearer ${secret}`, 'X-API-Key': secret }]) {
      expect(await work(headers as Record<string, string>)).toEqual([200, { caller }]);
    }
  });

  it('of a team says what its maker is in it', async () => {
    const { accounts } = door.reception;
    const { accountId } = await makeKey(door, 'bert@example.test');
    const team = await accounts.teams.create(accountId, { name: 'Team', seats: 2 });
    const { secret } = await accounts.apiKeys.create(accountId, { name: 'team key', teamId: team.id });
    expect(await work({ 'X-API-Key': secret })).toMatchObject([200, { caller: { accountId, teamId: team.id, role: 'owner' } }]);
  });

  it('that is not known, revoked, or one of two is refused, whoever else may pass', async () => {
    const { accountId, secret, keyId } = await makeKey(door, 'carl@example.test');
    const other = await makeKey(door, 'dora@example.test');
    const refused = [401, expect.objectContaining({ code: 'key-unknown' })];
    expect(await work({ 'X-API-Key': `${secret}x` })).toEqual(refused);
    expect(await work({ Authorization: `Bearer ${secret}`, 'X-API-Key': other.secret })).toEqual(refused);
    await door.reception.accounts.apiKeys.revoke(accountId, keyId);
    expect(await work({ 'X-API-Key': secret })).toEqual(refused);
    const answer = await fetch(`${door.url}/work`, { headers: { 'X-API-Key': secret } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(door.log.join('')).not.toContain(secret.slice(0, 12));
  });

  it('is not looked for in what a proxy asked of a browser, and opens no account page', async () => {
    const { secret } = await makeKey(door, 'emil@example.test');
    expect(await work({ Authorization: 'Basic YTpi' })).toEqual([200, { caller: null }]);
    const answer = await fetch(`${door.url}/v1/account/sign-out-everywhere`, { method: 'POST', headers: { Authorization: `Bearer ${secret}` } });
    expect(answer.status).toBe(401);
  });
});

describe('a session', () => {
  it('says whose it is, once age and terms are declared', async () => {
    const visitor = await door.admit('fay@example.test');
    expect((await visitor.post('/work', {})).json).toMatchObject({ caller: { via: 'session' } });
    const undeclared = door.visit();
    await undeclared.signInBy('google', 'gina');
    expect((await undeclared.post('/work', {})).json).toEqual({ caller: null });
  });
});

describe('where sign-in is required', () => {
  it('nobody passes without session or key, nor before age and terms are declared', async () => {
    await using strict = await openFrontDoor({ SIGN_IN: 'required' });
    expect(await work({}, strict)).toMatchObject([401, { code: 'sign-in-required' }]);
    const undeclared = strict.visit();
    await undeclared.signInBy('google', 'hanna');
    expect((await undeclared.post('/work', {})).json).toMatchObject({ code: 'declaration-missing' });
    expect((await (await strict.admit('ida@example.test')).post('/work', {})).status).toBe(200);
    expect((await work({ 'X-API-Key': (await makeKey(strict, 'jon@example.test')).secret }, strict))[0]).toBe(200);
  });
});

const bin = findPostgres();

describe.skipIf(bin === undefined)('a database that is lost', () => {
  it('is the problem of those who need it, signs nobody out, and is used again when it is back', async () => {
    await using server = await startPostgres(bin ?? '');
    await using lost = await openFrontDoor({ DATABASE_URL: await server.makeDatabase() });
    const visitor = await lost.admit('kim@example.test');
    const { secret } = await makeKey(lost, 'lars@example.test');
    await server.stop();
    const unavailable = { code: 'accounts-unavailable' };
    const password = { email: 'kim@example.test', password: 'a password that is long' };
    for (const got of [await visitor.get('/v1/account/session'), await visitor.get('/auth/session'), await visitor.post('/auth/callback/password', password), await visitor.post('/v1/account/sign-in-links', { email: 'kim@example.test' })]) {
      expect([got.status, got.json]).toEqual([503, expect.objectContaining(unavailable)]);
      expect([got.headers.get('retry-after'), got.setCookies]).toEqual(['5', []]);
    }
    const returned = await lost.visit().signInBy('google', 'mona');
    expect(returned.location).toBe(`${lost.url}/sign-in?error=accounts-unavailable`);
    expect(await work({ 'X-API-Key': secret }, lost)).toMatchObject([503, unavailable]);
    expect(await work({}, lost)).toEqual([200, { caller: null }]);
    expect((await visitor.post('/work', {})).json).toEqual({ caller: null });
    await server.start();
    expect((await visitor.post('/work', {})).json).toMatchObject({ caller: { via: 'session' } });
    expect((await work({ 'X-API-Key': secret }, lost))[0]).toBe(200);
  });
});

describe('a mail server that is gone', () => {
  it('is said as a problem, to whomever in the same way', async () => {
    await using silent = await openFrontDoor({ SMTP_URL: 'smtp://127.0.0.1:9' });
    await silent.reception.accounts.people.signInWithProvenMailbox('nils@example.test', declared);
    for (const email of ['nils@example.test', 'olga@example.test']) {
      const got = await silent.visit().post('/v1/account/password-resets', { email });
      expect([got.status, got.json?.['code'], got.headers.get('retry-after')]).toEqual([503, 'mail-unavailable', '60']);
    }
    expect(silent.log.join('')).not.toMatch(/nils|olga/);
  });
});

describe('a provider that is gone', () => {
  it('is said as a problem', async () => {
    await using alone = await openFrontDoor({ AUTH_GOOGLE_ISSUER: 'http://127.0.0.1:9' });
    const begun = await alone.visit().post('/auth/signin/google', {});
    expect([begun.status, begun.json?.['code']]).toEqual([502, 'sign-in-provider-failed']);
  });
});
