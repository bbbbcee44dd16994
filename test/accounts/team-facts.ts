// Owns facts about teams, told of either database.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TeamRole } from '../../src/accounts/team.ts';
import { declaration, makeAddress, openTestAccounts } from './place.ts';
import type { MakePlace, TestAccounts } from './place.ts';

type Step = { readonly kind: 'join' | 'leave' | 'demote' | 'promote' | 'delete' | 'seats'; readonly who: number; readonly seats: number };

export function describeTeams(makePlace: MakePlace): void {
  describe('teams', () => {
    let test: TestAccounts;
    beforeAll(async () => {
      test = await openTestAccounts(makePlace);
    });
    afterAll(() => test[Symbol.asyncDispose]());

    async function makePerson(): Promise<string> {
      return (await test.accounts.people.signInWithProvenMailbox(makeAddress(), declaration)).id;
    }

    async function join(teamId: string, ownerId: string, accountId: string, role: TeamRole = 'member'): Promise<void> {
      await test.accounts.teams.accept(await test.accounts.teams.invite(teamId, ownerId, role), accountId);
    }

    it('are made by an owner, who gives them name, seats and colour', async () => {
      const { teams } = test.accounts;
      const ownerId = await makePerson();
      const team = await teams.create(ownerId, { name: 'Studio North', seats: 3, backdrop: '#AABBCC' });
      expect(team).toMatchObject({ name: 'Studio North', seats: 3, seatsTaken: 1, backdrop: '#aabbcc', credits: 0, role: 'owner' });
      expect(await teams.change(team.id, ownerId, { name: 'Studio South', backdrop: null })).toMatchObject({ name: 'Studio South', backdrop: undefined, seats: 3 });
      expect(await teams.change(team.id, ownerId, { seats: 5 })).toMatchObject({ name: 'Studio South', seats: 5 });
      await expect(teams.change(team.id, ownerId, { name: 'Studio West', seats: 0 })).rejects.toMatchObject({ code: 'parameter-invalid' });
      expect(await teams.list(ownerId)).toEqual([await teams.find(team.id, ownerId)]);
      expect((await teams.find(team.id, ownerId)).name, 'all of a change or nothing').toBe('Studio South');
      for (const wrong of [{ name: '', seats: 1 }, { name: 'a', seats: 0 }, { name: 'a', seats: 1, backdrop: 'red' }]) {
        await expect(teams.create(ownerId, wrong)).rejects.toMatchObject({ code: 'parameter-invalid' });
      }
    });

    it('are nothing to strangers, and obey owners alone', async () => {
      const { teams } = test.accounts;
      const [ownerId, memberId, strangerId] = [await makePerson(), await makePerson(), await makePerson()];
      const { id } = await teams.create(ownerId, { name: 'Closed', seats: 5 });
      test.clock.nowMs += 1;
      await join(id, ownerId, memberId);
      for (const ask of [() => teams.find(id, strangerId), () => teams.members(id, strangerId), () => teams.invite(id, strangerId, 'member'), () => teams.remove(id, strangerId, memberId)]) {
        await expect(ask()).rejects.toMatchObject({ code: 'not-found' });
      }
      const asks = [
        () => teams.change(id, memberId, { name: 'Mine' }),
        () => teams.invite(id, memberId, 'owner'),
        () => teams.setRole(id, memberId, memberId, 'owner'),
        () => teams.remove(id, memberId, ownerId),
        () => teams.dissolve(id, memberId),
      ];
      for (const ask of asks) {
        await expect(ask()).rejects.toMatchObject({ code: 'owner-required', status: 403 });
      }
      expect((await teams.members(id, memberId)).map(({ role, email }) => ({ role, known: email?.endsWith('@example.test') }))).toEqual([{ role: 'owner', known: true }, { role: 'member', known: true }]);
    });

    it('are joined by an invitation, once, and a full team does not spend it', async () => {
      const { teams } = test.accounts;
      const [ownerId, one, other] = [await makePerson(), await makePerson(), await makePerson()];
      const { id } = await teams.create(ownerId, { name: 'Small', seats: 1 });
      const token = await teams.invite(id, ownerId, 'member');
      expect(await teams.readInvitation(token)).toMatchObject({ teamId: id, teamName: 'Small', role: 'member' });
      await expect(teams.accept(token, one)).rejects.toMatchObject({ code: 'team-full' });
      await teams.setSeats(id, 2);
      expect((await teams.accept(token, one)).seatsTaken).toBe(2);
      expect(await teams.readInvitation(token)).toBeUndefined();
      await expect(teams.accept(token, other)).rejects.toMatchObject({ code: 'link-spent' });
      const unused = await teams.invite(id, ownerId, 'member');
      expect((await teams.accept(unused, one)).role).toBe('member');
      expect(await teams.readInvitation(unused)).toBeDefined();
      await expect(teams.setSeats(id, 1)).rejects.toMatchObject({ code: 'team-full' });
    });

    it('never seat more than they have seats when many come at once, from several processes', async () => {
      const { teams } = test.accounts;
      const second = await test.openAgain();
      const ownerId = await makePerson();
      const people = await Promise.all(Array.from({ length: 6 }, makePerson));
      const { id } = await teams.create(ownerId, { name: 'Rush', seats: 4 });
      const tokens = await Promise.all(people.map(() => teams.invite(id, ownerId, 'member')));
      const results = await Promise.allSettled(people.map((who, index) => (index % 2 ? second.teams : teams).accept(tokens[index] ?? '', who)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect((await teams.find(id, ownerId)).seatsTaken).toBe(4);
    });

    it('keep the last owner until somebody else is one or the team is dissolved', async () => {
      const { teams, rights, apiKeys } = test.accounts;
      const [ownerId, memberId] = [await makePerson(), await makePerson()];
      const { id } = await teams.create(ownerId, { name: 'Ours', seats: 2 });
      await join(id, ownerId, memberId);
      for (const ask of [() => teams.remove(id, ownerId, ownerId), () => teams.setRole(id, ownerId, ownerId, 'member'), () => rights.deleteAccount(ownerId)]) {
        await expect(ask()).rejects.toMatchObject({ code: 'last-owner', members: { teams: [id] } });
      }
      const { secret } = await apiKeys.create(ownerId, { name: 'For the team', teamId: id });
      expect(await apiKeys.identify(secret)).toMatchObject({ teamId: id });
      await teams.setRole(id, ownerId, memberId, 'owner');
      await teams.remove(id, ownerId, ownerId);
      expect(await apiKeys.identify(secret)).toBeUndefined();
      await expect(teams.find(id, ownerId)).rejects.toMatchObject({ code: 'not-found' });
      await teams.dissolve(id, memberId);
      expect(await teams.list(memberId)).toEqual([]);
    });

    it('go with their last person, and with a last owner who says so', async () => {
      const { teams, rights } = test.accounts;
      const [ownerId, memberId] = [await makePerson(), await makePerson()];
      await teams.create(ownerId, { name: 'Alone', seats: 2 });
      const shared = await teams.create(ownerId, { name: 'Shared', seats: 2 });
      await join(shared.id, ownerId, memberId);
      await rights.deleteAccount(ownerId, { dissolveTeams: true });
      expect(await teams.list(memberId)).toEqual([]);
    });

    it('have an owner and no more people than seats, whatever happens in whatever order', async () => {
      const kind = fc.constantFrom('join', 'leave', 'demote', 'promote', 'delete', 'seats');
      const step: fc.Arbitrary<Step> = fc.record({ kind, who: fc.nat({ max: 3 }), seats: fc.integer({ min: 1, max: 4 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
          const people = [await makePerson(), await makePerson(), await makePerson(), await makePerson()];
          const team = await test.accounts.teams.create(people[0] ?? '', { name: 'Any', seats: 3 });
          await Promise.all(people.slice(1, 3).map((who) => join(team.id, people[0] ?? '', who)));
          // Three at a time, so that they meet.
          for (let at = 0; at < steps.length; at += 3) await Promise.allSettled(steps.slice(at, at + 3).map((each) => take(team.id, people, each)));
          await checkTeam(team.id, people);
        }),
        { numRuns: 10 },
      );
    });

    async function take(teamId: string, people: readonly string[], { kind, who, seats }: Step): Promise<void> {
      const { teams, rights } = test.accounts;
      const accountId = people[who] ?? '';
      const ownerId = (await findOwner(teamId, people)) ?? accountId;
      if (kind === 'join') await join(teamId, ownerId, accountId);
      if (kind === 'leave') await teams.remove(teamId, accountId, accountId);
      if (kind === 'demote' || kind === 'promote') await teams.setRole(teamId, ownerId, accountId, kind === 'promote' ? 'owner' : 'member');
      if (kind === 'delete') await rights.deleteAccount(accountId);
      if (kind === 'seats') await teams.setSeats(teamId, seats);
    }

    async function findOwner(teamId: string, people: readonly string[]): Promise<string | undefined> {
      for (const who of people) {
        const team = (await test.accounts.teams.list(who)).find(({ id }) => id === teamId);
        if (team?.role === 'owner') return who;
      }
      return undefined;
    }

    /** Either the team is gone altogether, or somebody owns it and everybody sits. */
    async function checkTeam(teamId: string, people: readonly string[]): Promise<void> {
      const seen = (await Promise.all(people.map((who) => test.accounts.teams.list(who)))).flat().filter(({ id }) => id === teamId);
      if (seen.length > 0) expect(seen.some(({ role }) => role === 'owner')).toBe(true);
      for (const { seats, seatsTaken } of seen) expect(seatsTaken === seen.length && seatsTaken <= seats).toBe(true);
    }
  });
}
