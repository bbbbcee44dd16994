// Shows what a person does with their own account: see it, correct it, take it along, end it; and that nobody else can.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerSessionState } from '../../../src/routes/account/session-state.ts';
import { openFrontDoor } from '../../accounts-parts/front-door.ts';
import type { FrontDoor } from '../../accounts-parts/front-door.ts';
import type { Got, Visitor } from '../../accounts-parts/visitor.ts';

let door: FrontDoor;

beforeAll(async () => {
  door = await openFrontDoor({ ACCOUNT_LIMIT_PER_MINUTE: '0' });
});

afterAll(() => door[Symbol.asyncDispose]());

const accountOf = ({ json }: Got) => json?.['account'] as Readonly<Record<string, unknown>> | null;
const codeOf = ({ json }: Got) => json?.['code'];

describe('an account', () => {
  it('is seen and corrected by its person; no answer of it is kept by anybody', async () => {
    const anna = await door.admit('anna@example.test');
    const seen = await anna.get('/v1/account');
    expect(accountOf(seen)).toMatchObject({ email: 'anna@example.test', name: null, standing: 'active', hasPassword: false, providers: [] });
    expect(seen.headers.get('cache-control')).toBe('no-store');
    expect(accountOf(await anna.patch('/v1/account', { name: '  Anna  Ångström ' }))).toMatchObject({ name: 'Anna Ångström' });
    expect(accountOf(await anna.patch('/v1/account', { name: '' }))).toMatchObject({ name: null });
  });

  it.each<[string, unknown, number, string]>([
    ['no name', {}, 400, 'parameter-invalid'],
    ['a number', { name: 7 }, 400, 'parameter-invalid'],
    ['two lines of control characters', { name: 'a\u0000b' }, 400, 'parameter-invalid'],
    ['101 letters', { name: 'a'.repeat(101) }, 400, 'parameter-invalid'],
    ['another field', { name: 'a', role: 'owner' }, 400, 'parameter-unknown'],
    ['a list', [], 400, 'body-malformed'],
    ['half of JSON', '{"name":', 400, 'body-malformed'],
    ['20 kB', { name: 'a'.repeat(20_000) }, 413, 'body-too-large'],
  ])('is not corrected to %s', async (_name, body, status, code) => {
    const anna = await door.admit('anna@example.test');
    const got = await anna.patch('/v1/account', body);
    expect([got.status, codeOf(got)]).toEqual([status, code]);
    expect(got.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is told as JSON in a file, whole, and without what could sign anybody in', async () => {
    const bo = await door.admit('bo@example.test');
    await bo.patch('/v1/account', { name: 'Bo' });
    const { secret } = (await bo.post('/v1/account/keys', { name: 'Shop' })).json as { secret: string };
    await bo.post('/v1/teams', { name: 'North' });
    await bo.put('/v1/account/consents/marketing-mail', { textVersion: '2026-11' });
    const got = await bo.get('/v1/account/export');
    expect(got.headers.get('content-disposition')).toBe('attachment; filename=ephemera-account.json');
    expect(got.json).toMatchObject({
      format: 'ephemera-account-1',
      account: { email: 'bo@example.test', name: 'Bo' },
      apiKeys: [{ name: 'Shop' }],
      teams: [{ name: 'North', role: 'owner' }],
      consents: [{ purpose: 'terms' }, { purpose: 'marketing-mail', textVersion: '2026-11', withdrawnAt: null }],
    });
    expect(got.text).not.toContain(secret);
  });
});

describe('consents', () => {
  it('are off until given, and as easily withdrawn; the record stays', async () => {
    const cleo = await door.admit('cleo@example.test');
    const held = async () => (await cleo.get('/v1/account/consents')).json;
    expect(await held()).toMatchObject({ consents: { 'marketing-mail': false, 'product-statistics': false } });
    expect((await cleo.put('/v1/account/consents/product-statistics', { textVersion: '2026-11' })).json).toEqual({ purpose: 'product-statistics', given: true });
    expect((await cleo.get('/v1/account/consents/product-statistics')).json).toEqual({ purpose: 'product-statistics', given: true });
    expect((await cleo.delete('/v1/account/consents/product-statistics')).json).toEqual({ purpose: 'product-statistics', given: false });
    expect(await held()).toMatchObject({ consents: { 'product-statistics': false }, records: [{ purpose: 'terms' }, { purpose: 'product-statistics', withdrawnAt: expect.any(String) }] });
    expect(codeOf(await cleo.put('/v1/account/consents/everything', { textVersion: '2026-11' }))).toBe('not-found');
    expect(codeOf(await cleo.put('/v1/account/consents/terms', { textVersion: '2026-11' }))).toBe('not-found');
    expect(codeOf(await cleo.put('/v1/account/consents/marketing-mail', { textVersion: 'a b' }))).toBe('parameter-invalid');
  });
});

describe('another address', () => {
  it('is proven in its mailbox by the person who asked for it, and ends every other session', async () => {
    const dora = await door.admit('dora@example.test');
    const elsewhere = await door.admit('dora@example.test');
    expect((await dora.post('/v1/account/email', { email: 'Dora@New.Example.test' })).status).toBe(202);
    const { token, text } = door.mail.last('dora@new.example.test');
    expect(text).toContain(`${door.url}/sign-in#email=`);
    expect(accountOf(await dora.get('/v1/account'))).toMatchObject({ email: 'dora@example.test' });
    expect(accountOf(await dora.post('/v1/account/email/proof', { token }))).toMatchObject({ email: 'dora@new.example.test' });
    expect(door.mail.last('dora@example.test').subject).toContain('Your address was changed');
    expect((await dora.get('/v1/account')).status).toBe(200);
    expect((await elsewhere.get('/v1/account')).status).toBe(401);
    expect(codeOf(await dora.post('/v1/account/email/proof', { token }))).toBe('link-spent');
  });

  it('is not joined to the account of whoever sent somebody such a link', async () => {
    const eve = await door.admit('eve@example.test');
    const victim = await door.admit('victim@example.test');
    await eve.post('/v1/account/email', { email: 'victims.other@example.test' });
    const { token } = door.mail.last('victims.other@example.test');
    expect(codeOf(await victim.post('/v1/account/email/proof', { token }))).toBe('link-spent');
    expect(codeOf(await door.visit().post('/v1/account/email/proof', { token }))).toBe('sign-in-required');
    expect(accountOf(await eve.get('/v1/account'))).toMatchObject({ email: 'eve@example.test' });
  });

  it('that has an account is asked for with the same answer, and refused only to its own mailbox', async () => {
    const fay = await door.admit('fay@example.test');
    await door.admit('taken@example.test');
    const [free, taken] = [await fay.post('/v1/account/email', { email: 'free@example.test' }), await fay.post('/v1/account/email', { email: 'taken@example.test' })];
    expect([taken.status, taken.text]).toEqual([free.status, free.text]);
    expect(codeOf(await fay.post('/v1/account/email/proof', { token: door.mail.last('taken@example.test').token }))).toBe('email-taken');
    expect(codeOf(await fay.post('/v1/account/email', { email: 'no address' }))).toBe('parameter-invalid');
  });
});

describe('an end', () => {
  it('is immediate: the session is dead, the cookie gone, the browser told to forget, and nothing is in the rows', async () => {
    const gil = await door.admit('gil@example.test');
    const stolen = new Map(gil.cookies.get(door.url));
    expect(codeOf(await gil.delete('/v1/account', { confirm: 'yes' }))).toBe('parameter-invalid');
    const got = await gil.delete('/v1/account', { confirm: 'GIL@example.test' });
    expect(got.status).toBe(204);
    expect(got.headers.get('clear-site-data')).toBe('"cache", "cookies", "storage"');
    expect(gil.cookies.get(door.url)?.size).toBe(0);
    for (const [name, value] of stolen) gil.cookies.get(door.url)?.set(name, value);
    expect((await gil.get('/v1/account')).status).toBe(401);
    expect((await gil.get('/v1/session')).json).toMatchObject({ signedIn: false, standing: null, account: null });
    expect(door.readBytes().includes('gil@example.test')).toBe(false);
  });

  it('of the last owner waits until the team is passed on, or goes with it', async () => {
    const [hal, ida] = [await door.admit('hal@example.test'), await door.admit('ida@example.test')];
    const team = (await hal.post('/v1/teams', { name: 'South' })).json?.['team'] as { id: string };
    const { link } = (await hal.post(`/v1/teams/${team.id}/invitations`, {})).json as { link: string };
    await ida.post('/v1/invitations/accept', { token: link.split('=')[1] });
    expect((await hal.delete('/v1/account', { confirm: 'delete' })).json).toMatchObject({ code: 'last-owner', teams: [team.id] });
    expect((await hal.delete('/v1/account', { confirm: 'delete', dissolveTeams: true })).status).toBe(204);
    expect((await ida.get('/v1/teams')).json).toEqual({ teams: [] });
  });
});

describe('whose session it is', () => {
  it('is said to everybody, with the ways to sign in', async () => {
    const offer = (await door.visit().get('/v1/session')).json;
    expect(offer).toMatchObject({ accounts: 'on', signedIn: false, standing: null, account: null, isRequired: false, termsVersion: '2026-11' });
    expect(offer?.['ways']).toContainEqual({ id: 'google', name: 'Google', kind: 'provider' });
    const jo = await door.admit('jo@example.test');
    expect((await jo.get('/v1/session')).json).toMatchObject({ signedIn: true, standing: 'active', account: { email: 'jo@example.test' } });
  });
});

describe('where accounts are off', () => {
  it('nobody is signed in, and it is said', async () => {
    await using server = express().get('/v1/session', answerSessionState(undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/session`);
    expect([answer.status, await answer.json()]).toEqual([200, { accounts: 'off', ways: [], signedIn: false, standing: null, account: null, credits: null }]);
  });
});

describe('what only the person may do', () => {
  const actions: [string, (visitor: Visitor, headers: Readonly<Record<string, string>>) => Promise<Got>][] = [
    ['delete the account', (visitor, headers) => visitor.delete('/v1/account', { confirm: 'delete' }, headers)],
    ['change the address', (visitor, headers) => visitor.post('/v1/account/email', { email: 'kim2@example.test' }, headers)],
    ['make a key', (visitor, headers) => visitor.post('/v1/account/keys', { name: 'k' }, headers)],
    ['make a team', (visitor, headers) => visitor.post('/v1/teams', { name: 't' }, headers)],
    ['accept an invitation', (visitor, headers) => visitor.post('/v1/invitations/accept', { token: 't' }, headers)],
    ['withdraw a consent', (visitor, headers) => visitor.delete('/v1/account/consents/marketing-mail', undefined, headers)],
    ['sign out everywhere', (visitor, headers) => visitor.post('/v1/account/sign-out-everywhere', {}, headers)],
  ];

  it.each(actions)('%s: no API key, no other site, no form', async (_name, act) => {
    const kim = await door.admit('kim@example.test');
    const { secret } = (await kim.post('/v1/account/keys', { name: 'Key' })).json as { secret: string };
    expect(codeOf(await act(door.visit(), { Authorization: `Bearer ${secret}` }))).toBe('sign-in-required');
    expect(codeOf(await act(door.visit(), { 'X-API-Key': secret }))).toBe('sign-in-required');
    expect(codeOf(await act(kim, { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' }))).toBe('origin-refused');
    expect(codeOf(await act(kim, { Origin: 'null', 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'text/plain' }))).toBe('origin-refused');
    expect((await kim.get('/v1/account')).status).toBe(200);
    await kim.delete('/v1/account', { confirm: 'delete' });
  });

  it('is sent as JSON and by the methods that there are', async () => {
    const lee = await door.admit('lee@example.test');
    expect(codeOf(await lee.post('/v1/account/keys', 'name=k', { 'Content-Type': 'application/x-www-form-urlencoded' }))).toBe('media-type-unsupported');
    const wrong = await lee.put('/v1/account', {});
    expect([wrong.status, codeOf(wrong), wrong.headers.get('allow')]).toEqual([405, 'method-not-allowed', 'GET, PATCH, DELETE']);
  });

  it('asks whoever has not declared age and terms to do so, and still shows and deletes what is held', async () => {
    const mia = door.visit();
    await mia.post('/v1/account/sign-in-links', { email: 'mia@example.test' });
    await mia.post('/auth/callback/link', { token: door.mail.last('mia@example.test').token });
    expect(codeOf(await mia.post('/v1/account/keys', { name: 'k' }))).toBe('declaration-missing');
    expect((await mia.get('/v1/account/export')).status).toBe(200);
    expect((await mia.delete('/v1/account', { confirm: 'delete' })).status).toBe(204);
  });
});
