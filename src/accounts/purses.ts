// Owns purses: finding and making one, the free credits of the day, the lines of its history. Refuses to count without the lock.

import { randomUUID } from 'node:crypto';
import { Problem } from '../problem.ts';
import type { Desk } from './account-rows.ts';
import { openRow } from './account-rows.ts';
import type { PurseOwner } from './credit.ts';
import type { DataKey } from './data-key.ts';
import { dayMs, startOfDay } from './dates.ts';
import { lockPurse, whose } from './purse-lock.ts';
import type { Purse } from './purse-lock.ts';
import type { EntryTable, PurseTable } from './store/tables.ts';
import { openTeamKey } from './team-rows.ts';

/** A desk that knows how many credits a day are free. */
export interface CreditDesk extends Desk {
  readonly freeCreditsPerDay: number;
}

/** What an entry says besides its place in the purse; what is left out is null. */
export type EntryLine = Pick<EntryTable, 'kind' | 'credits'> & Partial<Omit<EntryTable, 'purseId' | 'number' | 'kind' | 'credits'>>;

/** Find without locking. @returns Undefined for who never had credits. @throws {Problem} `not-found`. */
export async function findPurse(desk: Desk, owner: PurseOwner): Promise<Purse | undefined> {
  const [column, id] = whose(owner);
  const purse = await desk.rows.selectFrom('purse').selectAll().where(column, '=', id).executeTakeFirst();
  if (!purse) await openOwnerKey(desk, owner);
  return purse;
}

/** Lock a purse until the transaction ends; it is made when it is first needed. @throws {Problem} `not-found`. */
export async function openPurse(desk: Desk, owner: PurseOwner): Promise<Purse> {
  const known = await lockPurse(desk, owner);
  if (known) return known;
  await openOwnerKey(desk, owner);
  const [column, ownerId] = whose(owner);
  const row: PurseTable = { id: randomUUID(), accountId: null, teamId: null, [column]: ownerId, available: 0, entries: 0, freeDay: null, customerKey: null, customerSealed: null };
  await desk.rows.insertInto('purse').values(row).onConflict((conflict) => conflict.doNothing()).execute();
  const made = await lockPurse(desk, owner);
  if (!made) throw new Problem('not-found', 'There is no such account or team.');
  return made;
}

/** The key under which an owner's ids at the provider are sealed. @throws {Problem} `not-found`. */
export async function openOwnerKey(desk: Desk, owner: PurseOwner): Promise<DataKey> {
  if ('accountId' in owner) {
    const row = await desk.rows.selectFrom('account').selectAll().where('id', '=', owner.accountId).executeTakeFirst();
    if (!row) throw new Problem('not-found', 'There is no such account.');
    return openRow(desk, row).key;
  }
  const row = await desk.rows.selectFrom('team').select(['id', 'wrappedKey']).where('id', '=', owner.teamId).executeTakeFirst();
  if (!row) throw new Problem('not-found', 'There is no such team.');
  return openTeamKey(desk, row);
}

/**
 * Add a line to a locked purse.
 *
 * @param change - Of what is available: the credits, or 0 where a hold had taken them already.
 * @returns What is available then.
 */
export async function addEntry({ rows, nowMs }: Desk, purseId: string, line: EntryLine, change: number): Promise<number> {
  const { number, available } = await rows
    .updateTable('purse')
    .set((eb) => ({ entries: eb('entries', '+', 1), available: eb('available', '+', change) }))
    .where('id', '=', purseId)
    .returning(['entries as number', 'available'])
    .executeTakeFirstOrThrow();
  await rows.insertInto('entry').values({ id: randomUUID(), at: nowMs, ...line, purseId, number }).execute();
  return available;
}

/** Credits in holds. */
export async function sumHeld({ rows }: Desk, purseId: string): Promise<number> {
  const { held } = await rows.selectFrom('hold').select((eb) => eb.fn.sum<number | null>('credits').as('held')).where('purseId', '=', purseId).executeTakeFirstOrThrow();
  return held ?? 0;
}

/** Whether the free credits of the day have not been looked at yet. Teams get none. */
export function isTopUpDue({ nowMs, freeCreditsPerDay }: CreditDesk, purse: Pick<Purse, 'accountId' | 'freeDay'>): boolean {
  return freeCreditsPerDay > 0 && purse.accountId !== null && (purse.freeDay ?? -1) < Math.floor(nowMs / dayMs);
}

/**
 * Top a locked purse up to the free credits of the day. Who is below 0 gets no more than a day's: a refund of what was used is no
 * way to have more.
 */
export async function topUp(desk: CreditDesk, purse: Purse): Promise<void> {
  if (!isTopUpDue(desk, purse)) return;
  const { rows, nowMs, freeCreditsPerDay } = desk;
  const { available } = await rows.updateTable('purse').set({ freeDay: Math.floor(nowMs / dayMs) }).where('id', '=', purse.id).returning('available').executeTakeFirstOrThrow();
  const credits = Math.min(freeCreditsPerDay, freeCreditsPerDay - available - (await sumHeld(desk, purse.id)));
  if (credits > 0) await addEntry(desk, purse.id, { kind: 'top-up', credits, at: startOfDay(nowMs) }, credits);
}
