// Shows what attacks on sign-in come to: poisoned hosts, forged requests, redirects elsewhere, planted sessions, passwords set in wait.

import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessionTokens } from '../../../src/accounts/auth/session-token.ts';
import { declared, openFrontDoor, studioSecret } from '../../accounts-parts/front-door.ts';
import type { FrontDoor } from '../../accounts-parts/front-door.ts';
import type { Visitor } from '../../accounts-parts/visitor.ts';

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor();
});

afterAll(() => door[Symbol.asyncDispose]());

const password = 'a horse that is correct and stapled';

async function readEmail(visitor: Visitor): Promise<unknown> {
  const account = (await visitor.get('/v1/account/session')).json?.['account'] as { readonly email?: unknown } | null;
  return account?.email;
}

/** Post with headers that no fetch would send. */
async function postRaw(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<string> {
  const request = httpRequest(new URL(path, door.url), { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: door.url, 'X-Auth-Return-Redirect': '1', ...headers } });
  request.end(JSON.stringify(body));
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const chunks = await answer.toArray();
  return `${JSON.stringify(answer.headers)}${Buffer.concat(chunks as Buffer[]).toString()}`;
}

describe('a poisoned host', () => {
  const poison = { Host: 'evil.test', 'X-Forwarded-Host': 'evil.test', 'X-Forwarded-Proto': 'https', Forwarded: 'host=evil.test' };

  it('is in no mail', async () => {
    await postRaw('/v1/account/sign-in-links', { email: 'nils@example.test' }, poison);
    expect(door.mail.last('nils@example.test').text).toContain(`${door.url}/sign-in#link=`);
    expect(JSON.stringify(door.mail.mails)).not.toContain('evil');
  });

  it('is in no address that a provider sends people back to, and in no redirect', async () => {
    const begun = await postRaw('/auth/signin/google?redirect_uri=https://evil.test/&scope=all', { callbackUrl: '/' }, poison);
    expect(decodeURIComponent(begun)).toContain(`redirect_uri=${door.url}/auth/callback/google`);
    expect(begun + (await postRaw('/auth/signout', {}, poison))).not.toContain('evil');
  });

  it('is refused where a whole address is asked for', async () => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    socket.end('GET http://evil.test/auth/session HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n');
    expect(Buffer.concat((await socket.toArray()) as Buffer[]).toString()).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('a request that another site has the browser send', () => {
  const elsewhere: readonly Readonly<Record<string, string>>[] = [
    { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null' },
    { Origin: '', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];

  it.each(elsewhere)('is refused with %o, whatever it would do', async (headers) => {
    const visitor = await door.admit('olga@example.test');
    await visitor.post('/v1/account/sign-in-links', { email: 'olga@example.test' });
    const { token } = door.mail.last('olga@example.test');
    const acts: readonly [string, unknown][] = [
      ['/auth/signin/google', {}], ['/auth/signout', {}], ['/auth/callback/link', { token }], ['/auth/callback/password', { email: 'a@example.test', password }],
      ['/v1/account/sign-in-links', { email: 'olga@example.test' }], ['/v1/account/registrations', { email: 'olga@example.test', password, ...declared }],
      ['/v1/account/declaration', declared], ['/v1/account/sign-out-everywhere', {}], ['/work', {}],
    ];
    for (const [path, body] of acts) expect([path, (await visitor.post(path, body, headers)).json?.['code']]).toEqual([path, 'origin-refused']);
    expect(await readEmail(visitor)).toBe('olga@example.test');
    expect((await visitor.post('/auth/callback/link', { token })).status).toBe(200);
  });

  it('is refused as a form, which needs no leave of the browser', async () => {
    const form = await door.visit().post('/auth/callback/password', 'email=a%40example.test&password=b', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect([form.status, form.json?.['code']]).toEqual([415, 'media-type-unsupported']);
  });
});

describe('a return to another site', () => {
  it.each(['https://evil.test/', '//evil.test/', '/\\evil.test', 'javascript:alert(1)', 'https:evil.test', 'http://localhost@evil.test/', '\thttps://evil.test', { a: 1 }, ['//evil.test']])('is none: %o', async (callbackUrl) => {
    const visitor = await door.admit('pia@example.test');
    await visitor.post('/v1/account/password', { password, current: password });
    const signedIn = await visitor.post('/auth/callback/password', { email: 'pia@example.test', password, callbackUrl });
    if (signedIn.status === 400) expect(signedIn.json?.['code']).toBe('parameter-invalid');
    else expect(new URL(String(signedIn.json?.['url'])).origin).toBe(door.url);
  });

  it('is none on the way back from a provider', async () => {
    const visitor = door.visit();
    const returned = await visitor.signInBy('oidc', 'quentin', 'https://evil.test/');
    expect(new URL(returned.location ?? '').origin).toBe(door.url);
    const stray = await door.visit().get('/auth/callback/oidc?callbackUrl=https://evil.test/&error=access_denied');
    expect(new URL(stray.location ?? '').origin).toBe(door.url);
  });
});

describe('a session that was planted', () => {
  it('is replaced when somebody signs in, and gets nothing of theirs', async () => {
    const attacker = await door.admit('rob@example.test');
    const planted = attacker.cookies.get(door.url)?.get('ephemera.session') ?? '';
    const victim = door.visit();
    victim.cookies.set(door.url, new Map([['ephemera.session', planted]]));
    await victim.signInBy('google', 'sara');
    expect(victim.cookies.get(door.url)?.get('ephemera.session')).not.toBe(planted);
    expect([await readEmail(victim), await readEmail(attacker)]).toEqual(['sara@example.test', 'rob@example.test']);
    const again = door.visit();
    await again.signInBy('google', 'sara');
    expect(await readEmail(again)).toBe('sara@example.test');
  });

  it('is none when it stands there twice', async () => {
    const attacker = await door.admit('tim@example.test');
    const token = attacker.cookies.get(door.url)?.get('ephemera.session') ?? '';
    const answer = await fetch(`${door.url}/v1/account/session`, { headers: { Cookie: `ephemera.session=${token}; ephemera.session=${token}` } });
    expect(await answer.json()).toEqual({ account: null });
  });

  it('ends a way to a provider that began in another browser', async () => {
    const attacker = door.visit();
    const begun = await attacker.post('/auth/signin/google', {});
    const state = new URL(String(begun.json?.['url'])).searchParams.get('state');
    const stray = await door.visit().get(`/auth/callback/google?code=stolen&state=${state}`);
    expect([stray.status, stray.location]).toEqual([303, `${door.url}/sign-in?error=sign-in-refused`]);
  });
});

describe('a session made elsewhere', () => {
  const open = async (token: string): Promise<unknown> => {
    const visitor = door.visit();
    visitor.cookies.set(door.url, new Map([['ephemera.session', token]]));
    const continued = await visitor.get('/auth/session');
    return [continued.json ?? null, await readEmail(visitor), visitor.cookies.get(door.url)?.has('ephemera.session')];
  };

  it('is nobody’s: sealed with another secret, for another cookie, without a version, or no token', async () => {
    const account = await door.reception.accounts.people.signInWithProvenMailbox('ute@example.test', declared);
    const nobody = [null, undefined, false];
    expect(await open(await createSessionTokens(['another secret of at least 32 characters'], 'ephemera.session').seal(account))).toEqual(nobody);
    expect(await open(await createSessionTokens([studioSecret], 'ephemera.state').seal(account))).toEqual(nobody);
    expect(await open(await encode({ token: { sub: account.id, email: 'ute@example.test' }, secret: studioSecret, salt: 'ephemera.session' }))).toEqual(nobody);
    expect(await open('eyJhbGciOiJub25lIn0.e30.')).toEqual(nobody);
    expect(await open(await door.reception.sessions.seal(account))).toMatchObject([{}, 'ute@example.test', true]);
  });

  it('is good while its secret is in the list, behind another', async () => {
    const account = { id: 'an-id', version: 3 };
    const turned = createSessionTokens(['a new secret, also of 32 characters', studioSecret], 'ephemera.session');
    expect(await turned.open(await door.reception.sessions.seal(account))).toEqual({ accountId: 'an-id', version: 3 });
    expect(await door.reception.sessions.open(await turned.seal(account))).toBeUndefined();
  });
});

describe('a password set in wait for the owner of the mailbox', () => {
  it.each(['link', 'provider', 'proof'] as const)('is gone when the owner comes by %s', async (way) => {
    const login = `victor-${way}`;
    const email = `${login}@example.test`;
    const [attacker, owner] = [door.visit(), door.visit()];
    await attacker.post('/v1/account/registrations', { email, password, name: 'Mallory', ...declared });
    const { token } = door.mail.last(email);
    if (way === 'provider') await owner.signInBy('google', login);
    if (way === 'proof') await owner.post('/auth/callback/prove', { token });
    if (way === 'link') {
      await owner.post('/v1/account/sign-in-links', { email });
      await owner.post('/auth/callback/link', { token: door.mail.last(email).token });
    }
    const { account } = (await owner.get('/v1/account/session')).json as { readonly account: unknown };
    expect(account).toMatchObject({ email, hasPassword: false, standing: 'declaration-missing' });
    expect((account as { readonly name: unknown }).name).not.toBe('Mallory');
    expect((await attacker.post('/auth/callback/password', { email, password })).status).toBe(401);
  });
});

describe('a scanner that opens links in mails', () => {
  it('burns none', async () => {
    const email = 'wanda@example.test';
    await door.visit().post('/v1/account/sign-in-links', { email });
    const { token, text } = door.mail.last(email);
    const link = /http\S+/.exec(text)?.[0] ?? '';
    for (const url of [link, `${door.url}/sign-in?link=${token}`, `${door.url}/auth/callback/link?token=${token}`]) {
      for (const method of ['GET', 'HEAD', 'POST']) expect((await fetch(url, { method })).status).toBeGreaterThanOrEqual(400);
    }
    const visitors = [door.visit(), door.visit(), door.visit()];
    const used = await Promise.all(visitors.map((visitor) => visitor.post('/auth/callback/link', { token })));
    expect(used.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });
});

describe('whoever wants to know who has an account', () => {
  const shown = (got: { readonly status: number; readonly text: string; readonly headers: Headers }): unknown => {
    const body = got.text.replace(/"instance":"[^"]+"/, '');
    const headers = [...got.headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
    return { status: got.status, body, headers };
  };

  it('gets the same answer, and the same number of mails goes out, whether there is one or not', async () => {
    const known = 'xenia@example.test';
    await door.admit(known);
    const acts: readonly [string, Readonly<Record<string, unknown>>][] = [
      ['/v1/account/sign-in-links', {}], ['/v1/account/password-resets', {}], ['/v1/account/registrations', { password, ...declared }], ['/auth/callback/password', { password }],
    ];
    for (const [index, [path, fields]] of acts.entries()) {
      const before = door.mail.mails.length;
      const forKnown = await door.visit().post(path, { ...fields, email: known });
      const between = door.mail.mails.length;
      const forNobody = await door.visit().post(path, { ...fields, email: `nobody-${index}@example.test` });
      expect(shown(forKnown)).toEqual(shown(forNobody));
      expect(between - before).toBe(door.mail.mails.length - between);
    }
  });

  it('gets the same answer for the right password of a mailbox that nobody has proven', async () => {
    const email = 'yara@example.test';
    const visitor = door.visit();
    await visitor.post('/v1/account/registrations', { email, password, ...declared });
    const mails = door.mail.mails.length;
    const right = await visitor.post('/auth/callback/password', { email, password });
    expect(shown(right)).toEqual(shown(await visitor.post('/auth/callback/password', { email: 'zoe@example.test', password })));
    expect(door.mail.mails.length).toBe(mails);
  });
});

describe('guessing', () => {
  it('is slowed down by address, and by account from however many addresses', async () => {
    await using limited = await openFrontDoor({ SIGN_IN_PER_MINUTE: '3' });
    const visitor = limited.visit();
    const attempt = async (email: string, from: string) => (await visitor.post('/auth/callback/password', { email, password }, { 'X-Forwarded-For': from })).status;
    const byAddress = [];
    for (let each = 0; each < 4; each += 1) byAddress.push(await attempt(`target-${each}@example.test`, '192.0.2.1'));
    const byAccount = [];
    for (let each = 0; each < 4; each += 1) byAccount.push(await attempt(each % 2 ? 'target@example.test' : 'Target@EXAMPLE.test', `198.51.100.${each}`));
    expect([byAddress, byAccount]).toEqual([[401, 401, 401, 429], [401, 401, 401, 429]]);
    const refused = await visitor.post('/auth/callback/password', { email: 'target@example.test', password }, { 'X-Forwarded-For': '203.0.113.1' });
    expect(refused.json).toMatchObject({ code: 'rate-limited' });
    expect(refused.headers.get('ratelimit')).toMatch(/account/);
    expect((await visitor.post('/v1/account/sign-in-links', { email: 'target@example.test' }, { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(202);
    expect(limited.log.join('')).not.toMatch(/target|192\.0\.2/);
  });
});
