// Shows every way in and out: password, link by mail, two kinds of provider, a company's site, and what a session is.

import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyCookie, declared, openFrontDoor, studioSecret } from '../../accounts-parts/front-door.ts';
import type { FrontDoor } from '../../accounts-parts/front-door.ts';
import type { Visitor } from '../../accounts-parts/visitor.ts';

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor();
});

afterAll(() => door[Symbol.asyncDispose]());

const password = 'a horse that is correct and stapled';

/** Who a visitor is, as the page asks. */
async function whoIs(visitor: Visitor): Promise<Readonly<Record<string, unknown>> | null> {
  return (await visitor.get('/v1/account/session')).json?.['account'] as Readonly<Record<string, unknown>> | null;
}

describe('a password', () => {
  it('is of no use before its mailbox is proven, and of use after', async () => {
    const email = 'anna@example.test';
    const visitor = door.visit();
    const registered = await visitor.post('/v1/account/registrations', { email, password, name: 'Anna', ...declared });
    expect([registered.status, registered.json]).toEqual([202, { sent: true }]);
    const refused = await visitor.post('/auth/callback/password', { email, password });
    expect([refused.status, refused.json?.['code']]).toEqual([401, 'sign-in-refused']);
    const { token, text } = door.mail.last(email);
    expect(text).toContain(`${door.url}/sign-in#prove=${token}`);
    expect((await visitor.post('/auth/callback/prove', { token, password })).status).toBe(200);
    expect(await whoIs(visitor)).toMatchObject({ email, name: 'Anna', standing: 'active', hasPassword: true });
    const other = door.visit();
    const signedIn = await other.post('/auth/callback/password', { email: ' Anna@Example.test ', password, callbackUrl: '/somewhere' });
    expect(signedIn.json).toEqual({ url: `${door.url}/somewhere` });
    expect(await whoIs(other)).toMatchObject({ email });
    expect((await other.post('/auth/callback/password', { email, password: `${password}!` })).json?.['code']).toBe('sign-in-refused');
  });

  it('is set anew by a link, which ends every session', async () => {
    const email = 'bert@example.test';
    const visitor = await door.admit(email);
    await visitor.post('/v1/account/password-resets', { email });
    const other = door.visit();
    const reset = await other.post('/auth/callback/reset', { token: door.mail.last(email).token, password });
    expect(reset.status).toBe(200);
    expect([await whoIs(visitor), await whoIs(other)]).toMatchObject([null, { email, hasPassword: true }]);
    expect((await other.post('/auth/callback/reset', { token: door.mail.last(email).token, password })).json?.['code']).toBe('link-spent');
  });

  it('is changed by whoever knows it: other sessions end, this one goes on', async () => {
    const email = 'carl@example.test';
    const visitor = await door.admit(email);
    expect((await visitor.post('/v1/account/password', { password })).status).toBe(200);
    const other = door.visit();
    await other.post('/auth/callback/password', { email, password });
    expect((await other.post('/v1/account/password', { password: `${password}!`, current: 'not the one that it is' })).json?.['code']).toBe('password-wrong');
    expect((await other.post('/v1/account/password', { password: `${password}!`, current: password })).status).toBe(200);
    expect([await whoIs(visitor), await whoIs(other)]).toMatchObject([null, { email }]);
  });
});

describe('a link by mail', () => {
  it('makes an account that declares age and terms before it does anything', async () => {
    const email = 'dora@example.test';
    const visitor = door.visit();
    expect((await visitor.post('/v1/account/sign-in-links', { email })).json).toEqual({ sent: true });
    await visitor.post('/auth/callback/link', { token: door.mail.last(email).token });
    expect(await whoIs(visitor)).toMatchObject({ email, standing: 'declaration-missing' });
    expect((await visitor.post('/v1/account/password', { password })).json?.['code']).toBe('declaration-missing');
    const old = await visitor.post('/v1/account/declaration', { isAdult: true, termsVersion: '2020-01' });
    expect(old.json).toMatchObject({ code: 'terms-missing', termsVersion: '2026-11' });
    expect((await visitor.post('/v1/account/declaration', declared)).json?.['account']).toMatchObject({ standing: 'active' });
  });

  it('leaves nothing of whoever says to be under 18', async () => {
    const email = 'emil@example.test';
    const visitor = door.visit();
    await visitor.post('/v1/account/sign-in-links', { email });
    await visitor.post('/auth/callback/link', { token: door.mail.last(email).token });
    const refused = await visitor.post('/v1/account/declaration', { ...declared, isAdult: false });
    expect([refused.status, refused.json?.['code']]).toEqual([403, 'under-age']);
    expect(await door.reception.accounts.people.findByEmail(email)).toBeUndefined();
    expect(visitor.cookies.get(door.url)?.size).toBe(0);
  });
});

describe('a provider', () => {
  it.each(['google', 'oidc'] as const)('signs the same person in to the same account, by %s', async (issuer) => {
    const login = `fay-${issuer}`;
    const first = door.visit();
    const returned = await first.signInBy(issuer, login, '/receipt');
    expect([returned.status, returned.location]).toEqual([302, `${door.url}/receipt`]);
    expect(await whoIs(first)).toMatchObject({ email: `${login}@example.test`, name: `Name of ${login}`, providers: [issuer], standing: 'declaration-missing' });
    const second = door.visit();
    await second.signInBy(issuer, login);
    expect((await whoIs(second))?.['id']).toBe((await whoIs(first))?.['id']);
    expect([...(first.cookies.get(door.url)?.keys() ?? [])]).toEqual(['ephemera.session']);
  });

  it('joins the account of a mailbox that it vouches for, and of no other', async () => {
    const visitor = await door.admit('gina@example.test');
    const other = door.visit();
    await other.signInBy('oidc', 'gina');
    expect((await whoIs(other))?.['id']).toBe((await whoIs(visitor))?.['id']);
    await door.admit('unproven-gina@example.test');
    const stranger = door.visit();
    await stranger.signInBy('oidc', 'unproven-gina');
    expect(await whoIs(stranger)).toMatchObject({ email: null, providers: ['oidc'] });
  });

  it('leaves no token, name or address in the rows, the cookie or the log', async () => {
    const visitor = door.visit();
    await visitor.signInBy('google', 'canary-hanna');
    const token = visitor.cookies.get(door.url)?.get('ephemera.session') ?? '';
    const claims = await door.reception.sessions.open(token);
    expect(Object.keys(claims ?? {})).toEqual(['accountId', 'version']);
    expect(token.length).toBeLessThan(500);
    expect(door.readBytes().includes('hanna')).toBe(false);
    expect(door.log.join('')).not.toContain('hanna');
  });
});

describe('the session of a company’s site', () => {
  const signIn = async (token: string, cookie = companyCookie) => {
    const visitor = door.visit();
    visitor.cookies.set(door.url, new Map([[cookie, token]]));
    const answer = await visitor.post('/auth/callback/next-auth', {});
    visitor.cookies.get(door.url)?.delete(cookie);
    return { visitor, answer };
  };

  it('signs in whoever next-auth 5 has signed in there', async () => {
    const token = { sub: 'company-user-5', name: 'Ida Five', email: 'ida.five@example.test' };
    const { visitor } = await signIn(await encode({ token, secret: studioSecret, salt: companyCookie }));
    expect(await whoIs(visitor)).toMatchObject({ email: 'ida.five@example.test', name: 'Ida Five', providers: ['next-auth'] });
  });

  it('signs in whoever next-auth 4 has signed in there', async () => {
    // Made by `encode` of next-auth 4.24.11 with this secret, good for sixty years.
    const token =
      'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..lc9VWszdZ3RSbhcy.reK9njCoSSWzBnIxrp9X_vqEqMBaCRbtB708cM3DQAMSwi_goTRtxQ9LC404CCkwm-FiRYmRJx38Olp5CuyIa5X5S1AnjMV3f39lMAx7JvlHZUqJC5JfATg4mTMiwH5n-wBNZLttusV0bUNLW6JFcxhNq59EhBy5GWFbnA9ta-B8LFs7TkC_bUDYJbGt83l-vLqqaa_asmzsTuc.qqxbCrMAGtZTIQaavQYxSQ';
    const { visitor } = await signIn(token);
    expect(await whoIs(visitor)).toMatchObject({ email: 'vera.four@example.test', name: 'Vera Four', providers: ['next-auth'] });
  });

  it('is refused with another secret, of another cookie, or too old', async () => {
    const token = { sub: 'company-user-6', email: 'jon@example.test' };
    const wrong = [
      await encode({ token, secret: 'another secret of at least 32 characters', salt: companyCookie }),
      await encode({ token, secret: studioSecret, salt: 'another-cookie' }),
      await encode({ token, secret: studioSecret, salt: companyCookie, maxAge: -60 }),
      await door.reception.sessions.seal({ id: randomUUID(), version: 1 }),
      'not-a-token',
    ];
    for (const each of wrong) expect((await signIn(each)).answer.json?.['code']).toBe('sign-in-refused');
  });
});

describe('a session', () => {
  it('is one cookie that no script reads, and continues with each visit', async () => {
    const visitor = await door.admit('kim@example.test');
    const continued = await visitor.get('/auth/session');
    expect(continued.json).toMatchObject({ user: { id: (await whoIs(visitor))?.['id'] } });
    expect(continued.setCookies).toEqual([expect.stringMatching(/^ephemera\.session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/i)]);
    expect(continued.headers.get('cache-control')).toContain('no-store');
  });

  it('ends in this browser at sign-out, and in all of them with sign-out everywhere', async () => {
    const email = 'lars@example.test';
    const [first, second] = [await door.admit(email), await door.admit(email)];
    await second.post('/auth/signout', {});
    expect([await whoIs(first), await whoIs(second)]).toMatchObject([{ email }, null]);
    const third = await door.admit(email);
    expect((await first.post('/v1/account/sign-out-everywhere', {})).status).toBe(204);
    expect([await whoIs(first), await whoIs(third)]).toEqual([null, null]);
    expect((await third.get('/auth/session')).json).toBeNull();
    expect((await third.post('/v1/account/declaration', declared)).json?.['code']).toBe('sign-in-required');
  });

  it('is dead at once when its account is deleted', async () => {
    const visitor = await door.admit('mona@example.test');
    const id = String((await whoIs(visitor))?.['id']);
    await door.reception.accounts.rights.deleteAccount(id);
    expect(await whoIs(visitor)).toBeNull();
    expect((await visitor.get('/work')).json).toEqual({ caller: null });
  });
});
