// Shows what account routes make of bodies and methods that nobody means well, and that cookies by HTTPS are bound to their host.

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declared, openFrontDoor } from '../../accounts-parts/front-door.ts';
import type { FrontDoor } from '../../accounts-parts/front-door.ts';

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor();
});

afterAll(() => door[Symbol.asyncDispose]());

const paths = ['/auth/callback/password', '/auth/callback/link', '/auth/callback/prove', '/auth/callback/reset', '/v1/account/registrations', '/v1/account/sign-in-links', '/v1/account/password-resets'];

describe('a body', () => {
  it.each([
    ['too large', JSON.stringify({ email: 'a'.repeat(20_000) }), 413, 'body-too-large'],
    ['no JSON', '{"email":', 400, 'body-malformed'],
    ['empty', '', 400, 'parameter-invalid'],
    ['a list', '[{"email":"a@example.test"}]', 400, 'body-malformed'],
    ['a text', '"a@example.test"', 400, 'body-malformed'],
    ['with a number for a text', '{"email":7}', 400, 'parameter-invalid'],
    ['with a list for a text', '{"email":["a@example.test"]}', 400, 'parameter-invalid'],
    ['without what is needed', '{}', 400, 'parameter-invalid'],
  ])('that is %s is refused in words of the problem', async (_name, body, status, code) => {
    for (const path of paths) {
      const got = await door.visit().post(path, body);
      expect([path, got.status, got.json?.['code']]).toEqual([path, status, code]);
      expect(got.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('that is of another type, or packed, is refused', async () => {
    const visitor = door.visit();
    for (const type of ['text/plain', 'multipart/form-data; boundary=a', 'application/x-www-form-urlencoded']) {
      expect((await visitor.post('/auth/callback/password', 'a=b', { 'Content-Type': type })).json?.['code']).toBe('media-type-unsupported');
    }
    expect((await visitor.post('/auth/callback/password', '{}', { 'Content-Type': 'application/json; charset=latin1' })).json?.['code']).toBe('media-type-unsupported');
    const bomb = new Uint8Array(gzipSync(JSON.stringify({ email: 'a'.repeat(1_000_000) })));
    const packed = await fetch(`${door.url}/auth/callback/password`, { method: 'POST', body: bomb, headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', Origin: door.url } });
    expect(packed.status).toBe(413);
  });

  it('with fields that cannot be is refused by the name of the field', async () => {
    const visitor = door.visit();
    const register = async (fields: object) => (await visitor.post('/v1/account/registrations', { email: 'a@example.test', password: 'a password that is long', ...declared, ...fields })).json;
    expect(await register({ email: 'nobody' })).toMatchObject({ code: 'parameter-invalid', field: 'email' });
    expect(await register({ email: 'a@example.test\r\nBcc: b@example.test' })).toMatchObject({ code: 'parameter-invalid', field: 'email' });
    expect(await register({ password: 'short' })).toMatchObject({ code: 'parameter-invalid', field: 'password' });
    expect(await register({ password: 'a'.repeat(1025) })).toMatchObject({ code: 'parameter-invalid', field: 'password' });
    expect(await register({ isAdult: false })).toMatchObject({ code: 'under-age' });
    expect(await register({ termsVersion: '2020-01' })).toMatchObject({ code: 'terms-missing' });
    expect(await register({ isAdult: 'yes' })).toMatchObject({ code: 'parameter-invalid', parameter: 'isAdult' });
    expect(await register({ role: 'owner' })).toMatchObject({ code: 'parameter-unknown', parameter: 'role' });
    expect(door.mail.mails).toEqual([]);
  });

  it('with a token of another purpose opens nothing', async () => {
    const visitor = door.visit();
    await visitor.post('/v1/account/sign-in-links', { email: 'anna@example.test' });
    const { token } = door.mail.last('anna@example.test');
    expect((await visitor.post('/auth/callback/reset', { token, password: 'a password that is long' })).json?.['code']).toBe('link-spent');
    expect((await visitor.post('/auth/callback/prove', { token })).json?.['code']).toBe('link-spent');
    expect((await visitor.post('/auth/callback/link', { token: `${token}x` })).json?.['code']).toBe('link-spent');
    expect((await visitor.post('/auth/callback/link', { token })).status).toBe(200);
  });
});

describe('an address', () => {
  it('takes its own method alone', async () => {
    for (const path of [...paths, '/auth/signout', '/auth/signin/google', '/v1/account/declaration', '/v1/account/sign-out-everywhere']) {
      const got = await door.visit().get(path);
      expect([path, got.status, got.headers.get('allow')]).toEqual([path, 405, 'POST']);
    }
    expect((await door.visit().post('/auth/session', { data: { sub: 'somebody' } })).status).toBe(405);
  });

  it('of Auth.js that this studio has no use for is none', async () => {
    for (const path of ['/auth/signin', '/auth/signout/', '/auth/error', '/auth/verify-request', '/auth/providers', '/auth/csrf', '/auth/callback/credentials', '/auth/webauthn-options', '/auth']) {
      expect([path, (await door.visit().get(path)).status]).toEqual([path, path === '/auth/signout' ? 405 : 404]);
    }
  });
});

describe('cookies by HTTPS', () => {
  it('are bound to their host, unreadable for scripts, and no more than the way needs', async () => {
    await using secure = await openFrontDoor({ PUBLIC_URL: 'https://studio.example' });
    const visitor = secure.visit();
    const here = { Origin: 'https://studio.example' };
    await visitor.post('/v1/account/sign-in-links', { email: 'anna@example.test' }, here);
    const signedIn = await visitor.post('/auth/callback/link', { token: secure.mail.last('anna@example.test').token }, here);
    const begun = await visitor.post('/auth/signin/google', {}, here);
    expect(signedIn.setCookies).toHaveLength(1);
    expect(begun.setCookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual(['__Host-ephemera.nonce', '__Host-ephemera.pkce', '__Host-ephemera.return', '__Host-ephemera.state']);
    for (const cookie of [...signedIn.setCookies, ...begun.setCookies]) expect(cookie).toMatch(/^__Host-ephemera\.\w+=[^;]+;.*Path=\/;.*HttpOnly; Secure; SameSite=Lax$/i);
    for (const cookie of begun.setCookies) expect(cookie).toMatch(/Max-Age=900/i);
    for (const path of ['/auth/session', '/v1/account/session', '/work']) expect((await secure.visit().get(path)).setCookies).toEqual([]);
    expect(secure.mail.last('anna@example.test').text).toContain('https://studio.example/sign-in#link=');
  });
});
