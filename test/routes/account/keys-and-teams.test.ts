// Shows API keys and teams from outside: made, used, shared, left; and that ids of other people's are no ids at all.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFrontDoor } from '../../accounts-parts/front-door.ts';
import type { FrontDoor } from '../../accounts-parts/front-door.ts';
import type { Got, Visitor } from '../../accounts-parts/visitor.ts';

let door: FrontDoor;
let owner: Visitor;
let stranger: Visitor;

beforeAll(async () => {
  door = await openFrontDoor({ ACCOUNT_LIMIT_PER_MINUTE: '0' });
  owner = await door.admit('owner@example.test');
  stranger = await door.admit('stranger@example.test');
});

afterAll(() => door[Symbol.asyncDispose]());

const codeOf = ({ json }: Got) => json?.['code'];
const idOf = ({ json }: Got, name: string) => (json?.[name] as { readonly id: string }).id;
const work = async (secret: string) => (await fetch(`${door.url}/work`, { headers: { Authorization: `Bearer ${secret}` } })).json() as Promise<Readonly<Record<string, unknown>>>;

async function makeTeam(name = 'Studio'): Promise<string> {
  return idOf(await owner.post('/v1/teams', { name, seats: 3 }), 'team');
}

async function invite(team: string, role = 'member'): Promise<string> {
  const { link } = (await owner.post(`/v1/teams/${team}/invitations`, { role })).json as { readonly link: string };
  return link.slice(link.indexOf('=') + 1);
}

async function readId(visitor: Visitor): Promise<string> {
  return idOf(await visitor.get('/v1/account'), 'account');
}

describe('an API key', () => {
  it('is shown once, works until it is revoked, and is nowhere in the rows', async () => {
    const made = await owner.post('/v1/account/keys', { name: 'Web shop', perMinute: 30 });
    expect(made.status).toBe(201);
    const { secret, key } = made.json as { readonly secret: string; readonly key: { readonly id: string; readonly prefix: string } };
    expect(key).toMatchObject({ name: 'Web shop', perMinute: 30, teamId: null, lastUsedDay: null });
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    expect(await work(secret)).toMatchObject({ caller: { via: 'key', keyId: key.id, perMinute: 30 } });
    const list = await owner.get('/v1/account/keys');
    expect(list.json).toMatchObject({ keys: [{ id: key.id, lastUsedDay: new Date().toISOString().slice(0, 10) }] });
    expect(list.text).not.toContain(secret);
    expect(door.readBytes().includes(secret)).toBe(false);
    expect((await owner.delete(`/v1/account/keys/${key.id}`)).status).toBe(204);
    expect(await work(secret)).toMatchObject({ code: 'key-unknown' });
    expect(codeOf(await owner.delete(`/v1/account/keys/${key.id}`))).toBe('not-found');
  });

  it.each<[string, unknown, number, string]>([
    ['without a name', { name: '' }, 400, 'parameter-invalid'],
    ['with a limit of 0', { name: 'k', perMinute: 0 }, 400, 'parameter-invalid'],
    ['with a limit of a million', { name: 'k', perMinute: 1_000_000 }, 400, 'parameter-invalid'],
    ['with a limit in words', { name: 'k', perMinute: 'many' }, 400, 'parameter-invalid'],
    ['for a team with an id that is none', { name: 'k', teamId: 'a\u0000b' }, 400, 'parameter-invalid'],
    ['for a team that is none', { name: 'k', teamId: randomUUID() }, 404, 'not-found'],
    ['that brings its own secret', { name: 'k', secret: 'eph_mine' }, 400, 'parameter-unknown'],
  ])('is not made %s', async (_name, body, status, code) => {
    const got = await owner.post('/v1/account/keys', body);
    expect([got.status, codeOf(got)]).toEqual([status, code]);
  });

  it('of somebody else is none', async () => {
    const id = idOf(await owner.post('/v1/account/keys', { name: 'mine' }), 'key');
    expect((await stranger.delete(`/v1/account/keys/${id}`)).status).toBe(404);
    expect((await stranger.delete(`/v1/account/keys/${encodeURIComponent("' or '1'='1")}`)).status).toBe(404);
    expect((await stranger.delete('/v1/account/keys/%ff')).status).toBe(404);
    expect((await stranger.get('/v1/account/keys')).json).toEqual({ keys: [] });
    expect((await owner.delete(`/v1/account/keys/${id}`)).status).toBe(204);
  });

  it('is one of 25 at most', async () => {
    const many = await door.admit('many@example.test');
    for (let each = 0; each < 25; each += 1) await many.post('/v1/account/keys', { name: `k${each}` });
    const got = await many.post('/v1/account/keys', { name: 'one more' });
    expect([got.status, codeOf(got)]).toEqual([409, 'keys-too-many']);
  });
});

describe('a team', () => {
  it('has a name, seats, and a colour of its brand, which an owner changes', async () => {
    const made = await owner.post('/v1/teams', { name: 'North', backdrop: '#AABBCC' });
    expect([made.status, made.json]).toMatchObject([201, { team: { name: 'North', seats: 10, seatsTaken: 1, backdrop: '#aabbcc', credits: 0, role: 'owner' } }]);
    const path = `/v1/teams/${idOf(made, 'team')}`;
    expect((await owner.patch(path, { name: 'South', seats: 2, backdrop: null })).json).toMatchObject({ team: { name: 'South', seats: 2, backdrop: null } });
    expect((await owner.get(path)).json).toMatchObject({ team: { name: 'South', seats: 2 } });
    for (const wrong of [{ backdrop: 'red' }, { seats: 1.5 }, { seats: 20_000 }, { name: '' }, { name: 'West', seats: 0 }]) expect(codeOf(await owner.patch(path, wrong))).toBe('parameter-invalid');
    expect((await owner.get(path)).json, 'all of a change or nothing').toMatchObject({ team: { name: 'South', seats: 2 } });
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.get(path)).status).toBe(404);
  });

  it('is joined by a link that works once and says what it is for before it is used', async () => {
    const team = await makeTeam('Link');
    const token = await invite(team);
    const member = await door.admit('member@example.test');
    const read = await member.post('/v1/invitations/read', { token });
    expect([read.json, read.headers.get('cache-control')]).toMatchObject([{ teamName: 'Link', role: 'member' }, 'no-store']);
    expect((await member.post('/v1/invitations/accept', { token })).json).toMatchObject({ team: { id: team, role: 'member', seatsTaken: 2 } });
    expect(codeOf(await stranger.post('/v1/invitations/accept', { token }))).toBe('link-spent');
    expect(codeOf(await stranger.post('/v1/invitations/read', { token }))).toBe('link-spent');
    expect(codeOf(await stranger.post('/v1/invitations/accept', { token: 'x'.repeat(5000) }))).toBe('link-spent');
    expect((await member.get(`/v1/teams/${team}/members`)).json).toMatchObject({ members: [{ email: 'owner@example.test', role: 'owner', isYou: false }, { email: 'member@example.test', role: 'member', isYou: true }] });
    expect(door.log.join('')).not.toContain(token);
  });

  it('takes no more than it has seats', async () => {
    const team = await makeTeam('Small');
    await owner.patch(`/v1/teams/${team}`, { seats: 1 });
    const token = await invite(team);
    const got = await stranger.post('/v1/invitations/accept', { token });
    expect([got.status, codeOf(got)]).toEqual([409, 'team-full']);
    await owner.patch(`/v1/teams/${team}`, { seats: 2 });
    expect((await stranger.post('/v1/invitations/accept', { token })).status).toBe(200);
    expect(codeOf(await owner.patch(`/v1/teams/${team}`, { seats: 1 }))).toBe('team-full');
    await stranger.delete(`/v1/teams/${team}/members/${await readId(stranger)}`);
  });

  it('is nothing to strangers, by whatever id', async () => {
    const team = await makeTeam('Closed');
    const ownerId = await readId(owner);
    for (const id of [team, randomUUID(), 'all', '%00', '..%2f..']) {
      const path = `/v1/teams/${id}`;
      const answers = [
        await stranger.get(path), await stranger.patch(path, { name: 'Mine' }), await stranger.delete(path), await stranger.get(`${path}/members`),
        await stranger.post(`${path}/invitations`, {}), await stranger.delete(`${path}/members/${ownerId}`), await stranger.patch(`${path}/members/${ownerId}`, { role: 'member' }),
      ];
      expect(answers.map(codeOf)).toEqual(answers.map(() => 'not-found'));
    }
    expect(codeOf(await stranger.post('/v1/account/keys', { name: 'k', teamId: team }))).toBe('not-found');
  });

  it('makes nobody an owner but by an owner, and always has one', async () => {
    const team = await makeTeam('Roles');
    const path = `/v1/teams/${team}`;
    const member = await door.admit('climber@example.test');
    await member.post('/v1/invitations/accept', { token: await invite(team) });
    const [memberId, ownerId] = [await readId(member), await readId(owner)];
    const attempts = [
      await member.patch(`${path}/members/${memberId}`, { role: 'owner' }), await member.delete(`${path}/members/${ownerId}`), await member.patch(path, { seats: 100 }),
      await member.post(`${path}/invitations`, { role: 'owner' }), await member.delete(path),
    ];
    expect(attempts.map((got) => [got.status, codeOf(got)])).toEqual(attempts.map(() => [403, 'owner-required']));
    expect(codeOf(await owner.patch(`${path}/members/${memberId}`, { role: 'god' }))).toBe('parameter-invalid');
    expect(codeOf(await owner.patch(`${path}/members/${ownerId}`, { role: 'member' }))).toBe('last-owner');
    expect(codeOf(await owner.delete(`${path}/members/${ownerId}`))).toBe('last-owner');
    expect((await owner.patch(`${path}/members/${memberId}`, { role: 'owner' })).status).toBe(204);
    expect((await member.delete(`${path}/members/${ownerId}`)).status).toBe(204);
    expect((await owner.get(path)).status).toBe(404);
  });

  it('takes the keys for it along when somebody leaves', async () => {
    const team = await makeTeam('Keys');
    const member = await door.admit('leaver@example.test');
    await member.post('/v1/invitations/accept', { token: await invite(team) });
    const { secret } = (await member.post('/v1/account/keys', { name: 'k', teamId: team })).json as { readonly secret: string };
    expect(await work(secret)).toMatchObject({ caller: { teamId: team, role: 'member' } });
    expect((await owner.delete(`/v1/teams/${team}/members/${await readId(member)}`)).status).toBe(204);
    expect(await work(secret)).toMatchObject({ code: 'key-unknown' });
  });
});
