// Owns the rows of one team: finding it for a member, opening it, counting its seats. Refuses to show a team to strangers.

import { Problem } from '../problem.ts';
import { openRow } from './account-rows.ts';
import type { Desk } from './account-rows.ts';
import { openDataKey } from './data-key.ts';
import type { DataKey } from './data-key.ts';
import { lockTeam } from './deletion.ts';
import { greatestSeats } from './team.ts';
import type { Member, Team, TeamRole } from './team.ts';
import type { TeamTable } from './store/tables.ts';

/** A team as an account is in it. */
export interface OpenTeam {
  readonly row: Readonly<TeamTable>;
  readonly key: DataKey;
  readonly role: TeamRole;
}

/** @throws {Problem} `not-found` for who is no member. */
export async function openTeam(desk: Desk, teamId: string, accountId: string): Promise<OpenTeam> {
  const row = await desk.rows.selectFrom('team').selectAll().where('id', '=', teamId).executeTakeFirst();
  const membership = row && (await findMembership(desk, teamId, accountId));
  if (!row || !membership) throw new Problem('not-found', 'There is no such team.');
  return { row, key: openTeamKey(desk, row), role: membership.role };
}

/** Lock the team and make sure that who asks owns it. @throws {Problem} `not-found`, `owner-required`. */
export async function openOwnTeam(desk: Desk, teamId: string, ownerId: string): Promise<OpenTeam> {
  await lockTeam(desk.rows, teamId);
  const team = await openTeam(desk, teamId, ownerId);
  if (team.role !== 'owner') throw new Problem('owner-required', 'Only an owner of the team may do this.');
  return team;
}

/** The key of a team's row. */
export function openTeamKey({ secrets }: Desk, row: Pick<TeamTable, 'id' | 'wrappedKey'>): DataKey {
  return openDataKey(secrets, `team:${row.id}`, row.wrappedKey);
}

/** Someone's place in a team. */
export function findMembership({ rows }: Desk, teamId: string, accountId: string): Promise<{ role: TeamRole } | undefined> {
  return rows.selectFrom('membership').select('role').where('teamId', '=', teamId).where('accountId', '=', accountId).executeTakeFirst();
}

/** Exact while the team is locked. */
export async function countSeatsTaken({ rows }: Desk, teamId: string): Promise<number> {
  const { taken } = await rows.selectFrom('membership').select((eb) => eb.fn.countAll<number>().as('taken')).where('teamId', '=', teamId).executeTakeFirstOrThrow();
  return taken;
}

/** @throws {Problem} `last-owner` if nobody else owns the locked team. */
export async function checkOtherOwner({ rows }: Desk, teamId: string, accountId: string): Promise<void> {
  const other = await rows.selectFrom('membership').select('role').where('teamId', '=', teamId).where('role', '=', 'owner').where('accountId', '!=', accountId).executeTakeFirst();
  if (!other) throw new Problem('last-owner', 'A team needs an owner. Make somebody else one first, or dissolve the team.', { members: { teams: [teamId] } });
}

/** A team as a member sees it. */
export async function describeTeam(desk: Desk, { row, key, role }: OpenTeam): Promise<Team> {
  const purse = await desk.rows.selectFrom('purse').select('available').where('teamId', '=', row.id).executeTakeFirst();
  return {
    id: row.id,
    name: key.open('name', row.nameSealed),
    seats: row.seats,
    seatsTaken: await countSeatsTaken(desk, row.id),
    backdrop: row.backdrop ?? undefined,
    credits: purse?.available ?? 0,
    role,
    createdMs: row.createdAt,
  };
}

/** Everybody in a team, each opened by their own key. */
export async function listMembers(desk: Desk, teamId: string): Promise<readonly Member[]> {
  const rows = await desk.rows
    .selectFrom('membership')
    .innerJoin('account', 'account.id', 'membership.accountId')
    .selectAll('account')
    .select(['membership.role', 'membership.joinedAt'])
    .where('membership.teamId', '=', teamId)
    .orderBy('membership.joinedAt')
    .orderBy('account.id')
    .execute();
  return rows.map((row) => {
    const { key } = openRow(desk, row);
    return { accountId: row.id, name: key.open('name', row.nameSealed), email: key.open('email', row.emailSealed), role: row.role, joinedMs: row.joinedAt };
  });
}

/** @throws {Problem} `parameter-invalid`. */
export function checkSeats(seats: number): void {
  if (Number.isInteger(seats) && seats >= 1 && seats <= greatestSeats) return;
  throw new Problem('parameter-invalid', `seats takes a whole number from 1 to ${greatestSeats}.`, { members: { field: 'seats' } });
}

/** @returns Null for none. @throws {Problem} `parameter-invalid`. */
export function readBackdrop(backdrop: string | null | undefined): string | null {
  if (backdrop === null || backdrop === undefined) return null;
  if (/^#[0-9a-f]{6}$/i.test(backdrop)) return backdrop.toLowerCase();
  throw new Problem('parameter-invalid', 'backdrop takes a colour as #rrggbb.', { members: { field: 'backdrop' } });
}
