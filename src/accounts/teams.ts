// Owns teams: who is in, who may do what, how many seats. Refuses to act without the lock on the team's row.

import { randomUUID } from 'node:crypto';
import { Problem } from '../problem.ts';
import { lockAccount, readName } from './account-rows.ts';
import type { Desk } from './account-rows.ts';
import { renewCredits } from './credit-renewal.ts';
import { createDataKey } from './data-key.ts';
import { eraseTeam, lockTeam } from './deletion.ts';
import { consumeLink, issueLink, readLink } from './links.ts';
import type { StoredLink } from './links.ts';
import type { Office } from './people.ts';
import type { TeamTable } from './store/tables.ts';
import { checkOtherOwner, checkSeats, countSeatsTaken, describeTeam, findMembership, listMembers, openOwnTeam, openTeam, openTeamKey, readBackdrop } from './team-rows.ts';
import type { Invitation, Team, TeamChange, TeamRole, Teams } from './team.ts';

/** @see Teams */
export function createTeams({ store, read, write }: Office): Teams {
  return {
    create: (ownerId, team) => write((desk) => createTeam(desk, ownerId, team)),
    list: (accountId) => read((desk) => listTeams(desk, accountId)),
    find: (teamId, accountId) => read(async (desk) => describeTeam(desk, await openTeam(desk, teamId, accountId))),
    members: (teamId, accountId) => read(async (desk) => listMembers(desk, (await openTeam(desk, teamId, accountId)).row.id)),
    change: (teamId, ownerId, change) => write((desk) => changeTeam(desk, teamId, ownerId, change)),
    setSeats: (teamId, seats) => write((desk) => setSeats(desk, teamId, seats)),
    invite: (teamId, ownerId, role) => write((desk) => invite(desk, teamId, ownerId, role)),
    readInvitation: (token) => read((desk) => readInvitation(desk, token)),
    accept: (token, accountId) => write((desk) => accept(desk, token, accountId)),
    setRole: (teamId, ownerId, accountId, role) => write((desk) => setRole(desk, teamId, ownerId, accountId, role)),
    remove: (teamId, byId, accountId) => write((desk) => removeMember(desk, teamId, byId, accountId)),
    async dissolve(teamId, ownerId) {
      await write(async (desk) => eraseTeam(desk, (await openOwnTeam(desk, teamId, ownerId)).row.id));
      await store.scrub();
    },
  };
}

async function createTeam(desk: Desk, ownerId: string, team: { readonly name: string; readonly seats: number; readonly backdrop?: string | undefined }): Promise<Team> {
  const name = readName('name', team.name, 1);
  checkSeats(team.seats);
  await lockAccount(desk, ownerId);
  const id = randomUUID();
  const key = createDataKey(desk.secrets, `team:${id}`);
  const backdrop = readBackdrop(team.backdrop);
  const row: TeamTable = { id, wrappedKey: key.wrapped, nameSealed: key.seal('name', name), seats: team.seats, backdrop, createdAt: desk.nowMs };
  await desk.rows.insertInto('team').values(row).execute();
  await desk.rows.insertInto('membership').values({ teamId: id, accountId: ownerId, role: 'owner', joinedAt: desk.nowMs }).execute();
  return describeTeam(desk, { row, key, role: 'owner' });
}

async function listTeams(desk: Desk, accountId: string): Promise<readonly Team[]> {
  const rows = await desk.rows
    .selectFrom('membership')
    .innerJoin('team', 'team.id', 'membership.teamId')
    .selectAll('team')
    .select('membership.role')
    .where('membership.accountId', '=', accountId)
    .orderBy('membership.joinedAt')
    .orderBy('team.id')
    .execute();
  const teams = [];
  for (const row of rows) teams.push(await describeTeam(desk, { row, key: openTeamKey(desk, row), role: row.role }));
  return teams;
}

async function changeTeam(desk: Desk, teamId: string, ownerId: string, change: TeamChange): Promise<Team> {
  const { row, key, role } = await openOwnTeam(desk, teamId, ownerId);
  if (!key.isCurrent) await renewCredits(desk, { teamId }, key);
  if (change.seats !== undefined) await setSeats(desk, teamId, change.seats);
  const changed: TeamTable = {
    ...row,
    seats: change.seats ?? row.seats,
    wrappedKey: key.wrapped,
    nameSealed: change.name === undefined ? row.nameSealed : key.seal('name', readName('name', change.name, 1)),
    backdrop: change.backdrop === undefined ? row.backdrop : readBackdrop(change.backdrop),
  };
  const { wrappedKey, nameSealed, backdrop } = changed;
  await desk.rows.updateTable('team').set({ wrappedKey, nameSealed, backdrop }).where('id', '=', teamId).execute();
  return describeTeam(desk, { row: changed, key, role });
}

async function setSeats(desk: Desk, teamId: string, seats: number): Promise<void> {
  checkSeats(seats);
  if (!(await lockTeam(desk.rows, teamId))) throw new Problem('not-found', 'There is no such team.');
  const taken = await countSeatsTaken(desk, teamId);
  if (taken > seats) throw new Problem('team-full', `${taken} seats are taken. Free some before there are only ${seats}.`, { members: { seatsTaken: taken } });
  await desk.rows.updateTable('team').set({ seats }).where('id', '=', teamId).execute();
}

async function invite(desk: Desk, teamId: string, ownerId: string, role: TeamRole): Promise<string> {
  await openOwnTeam(desk, teamId, ownerId);
  return issueLink(desk.rows, { purpose: 'invitation', teamId, role }, desk.nowMs);
}

async function readInvitation(desk: Desk, token: string): Promise<Invitation | undefined> {
  const link = await readLink(desk.rows, token, 'invitation', desk.nowMs);
  const row = link && (await desk.rows.selectFrom('team').selectAll().where('id', '=', link.teamId ?? '').executeTakeFirst());
  return row && { teamId: row.id, teamName: openTeamKey(desk, row).open('name', row.nameSealed), role: roleOf(link), expiresMs: link.expiresMs };
}

function roleOf({ role }: StoredLink): TeamRole {
  return role === 'owner' ? 'owner' : 'member';
}

/** The link is consumed in the same transaction: where no seat is free it is as if it had not been touched. */
async function accept(desk: Desk, token: string, accountId: string): Promise<Team> {
  const found = await readLink(desk.rows, token, 'invitation', desk.nowMs);
  // The lock comes before the link goes: a dissolving team takes its links along, and both would wait for each other.
  if (found?.teamId !== undefined) await lockTeam(desk.rows, found.teamId);
  if (found?.teamId !== undefined && (await findMembership(desk, found.teamId, accountId))) return describeTeam(desk, await openTeam(desk, found.teamId, accountId));
  const link = await consumeLink(desk.rows, token, 'invitation', desk.nowMs);
  const teamId = link.teamId ?? '';
  await lockAccount(desk, accountId);
  await desk.rows.insertInto('membership').values({ teamId, accountId, role: roleOf(link), joinedAt: desk.nowMs }).execute();
  const team = await describeTeam(desk, await openTeam(desk, teamId, accountId));
  if (team.seatsTaken > team.seats) throw new Problem('team-full', 'Every seat of the team is taken. Ask an owner to add one; the invitation stays good.');
  return team;
}

async function setRole(desk: Desk, teamId: string, ownerId: string, accountId: string, role: TeamRole): Promise<void> {
  await openOwnTeam(desk, teamId, ownerId);
  await checkIsMember(desk, teamId, accountId);
  if (role === 'member') await checkOtherOwner(desk, teamId, accountId);
  await desk.rows.updateTable('membership').set({ role }).where('teamId', '=', teamId).where('accountId', '=', accountId).execute();
}

async function removeMember(desk: Desk, teamId: string, byId: string, accountId: string): Promise<void> {
  if (byId === accountId) await lockTeam(desk.rows, teamId);
  else await openOwnTeam(desk, teamId, byId);
  const { role } = await checkIsMember(desk, teamId, accountId);
  if (role === 'owner') await checkOtherOwner(desk, teamId, accountId);
  await desk.rows.deleteFrom('apiKey').where('teamId', '=', teamId).where('accountId', '=', accountId).execute();
  await desk.rows.deleteFrom('membership').where('teamId', '=', teamId).where('accountId', '=', accountId).execute();
}

async function checkIsMember(desk: Desk, teamId: string, accountId: string): Promise<{ readonly role: TeamRole }> {
  const membership = await findMembership(desk, teamId, accountId);
  if (!membership) throw new Problem('not-found', 'There is no such member in this team.');
  return membership;
}
