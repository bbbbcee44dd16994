// Owns holds: credits put aside, charged as results leave, given back otherwise. Refuses to charge what was not held.

import { randomUUID } from 'node:crypto';
import { Problem } from '../problem.ts';
import type { Desk } from './account-rows.ts';
import type { Hold, HoldOrder, HoldOutcome } from './credit.ts';
import { startOfDay } from './dates.ts';
import { lockPurseById, lockPurseOfHold } from './purse-lock.ts';
import { addEntry, openPurse, topUp } from './purses.ts';
import type { CreditDesk } from './purses.ts';
import { admitKey, checkIdempotencyKey, noteAttempt, settleAttempt } from './repeats.ts';
import type { HoldTable } from './store/tables.ts';

/** @see Ledger.hold */
export async function placeHold(desk: CreditDesk, order: HoldOrder): Promise<Hold> {
  checkIdempotencyKey(order.idempotencyKey);
  const purse = await openPurse(desk, order.owner);
  await releaseExpired(desk, purse.id);
  await topUp(desk, purse);
  const admitted = order.idempotencyKey === undefined ? undefined : await admitKey(desk, purse.id, order, order.idempotencyKey);
  const covered = admitted?.before?.charged ?? 0;
  const hold = await insertHold(desk, { purseId: purse.id, work: order.work, credits: order.credits - covered, covered, ofEntry: null, expiresAt: desk.nowMs + order.lifetimeMs });
  if (admitted) await noteAttempt(desk, admitted, { id: hold.id, purseId: purse.id }, order);
  return hold;
}

/** Put credits of a locked purse aside. @throws {Problem} `credits-exhausted`. */
export async function insertHold(desk: Desk, row: Omit<HoldTable, 'id' | 'captured'>): Promise<Hold> {
  // Who repeats what was charged needs nothing, not even a balance that is not below 0.
  if (row.credits > 0) await takeAside(desk, row.purseId, row.credits);
  const id = randomUUID();
  await desk.rows.insertInto('hold').values({ ...row, id, captured: 0 }).execute();
  return { id, credits: row.credits };
}

async function takeAside({ rows }: Desk, purseId: string, needed: number): Promise<void> {
  const taken = await rows
    .updateTable('purse')
    .set((eb) => ({ available: eb('available', '-', needed) }))
    .where('id', '=', purseId)
    .where('available', '>=', needed)
    .returning('id')
    .executeTakeFirst();
  if (taken) return;
  const { available } = await rows.selectFrom('purse').select('available').where('id', '=', purseId).executeTakeFirstOrThrow();
  throw new Problem('credits-exhausted', `This needs ${countCredits(needed)}; there ${available === 1 ? 'is' : 'are'} ${available}.`, { members: { needed, available } });
}

function countCredits(credits: number): string {
  return credits === 1 ? '1 credit' : `${credits} credits`;
}

/** @see Ledger.capture */
export async function captureHold(desk: Desk, holdId: string, credits: number): Promise<{ readonly charged: number; readonly available: number }> {
  const purse = await lockPurseOfHold(desk, holdId);
  const hold = purse && (await desk.rows.selectFrom('hold').selectAll().where('id', '=', holdId).executeTakeFirst());
  if (!hold) return { charged: 0, available: purse?.available ?? 0 };
  const paid = Math.min(credits, hold.covered);
  const charged = Math.min(credits - paid, hold.credits);
  await desk.rows
    .updateTable('hold')
    .set((eb) => ({ credits: eb('credits', '-', charged), captured: eb('captured', '+', charged), covered: eb('covered', '-', paid) }))
    .where('id', '=', holdId)
    .execute();
  if (charged === 0) return { charged, available: purse.available };
  return { charged, available: await addEntry(desk, purse.id, { kind: 'use', work: hold.work, credits: -charged, at: startOfDay(desk.nowMs) }, 0) };
}

/** @see Ledger.close */
export async function closeHold(desk: Desk, holdId: string, outcome: HoldOutcome): Promise<void> {
  if (!(await lockPurseOfHold(desk, holdId))) return;
  const hold = await desk.rows.deleteFrom('hold').where('id', '=', holdId).returningAll().executeTakeFirst();
  if (hold) await endHold(desk, hold, outcome);
}

/** Give back what a hold that was just deleted still has. */
async function endHold(desk: Desk, hold: HoldTable, outcome: HoldOutcome): Promise<void> {
  const returned = outcome === 'failed' ? hold.captured : 0;
  if (returned > 0) await addEntry(desk, hold.purseId, { kind: 'returned', work: hold.work, credits: returned, at: startOfDay(desk.nowMs) }, returned);
  if (hold.credits > 0) await desk.rows.updateTable('purse').set((eb) => ({ available: eb('available', '+', hold.credits) })).where('id', '=', hold.purseId).execute();
  await settleAttempt(desk, hold, outcome);
}

/** Release the expired holds of a locked purse. One that was charged counts as cut off: something may have left. @returns How many. */
export async function releaseExpired(desk: Desk, purseId: string): Promise<number> {
  const expired = await desk.rows.deleteFrom('hold').where('purseId', '=', purseId).where('expiresAt', '<=', desk.nowMs).returningAll().execute();
  for (const hold of expired) await endHold(desk, hold, hold.captured > 0 ? 'cut' : 'failed');
  return expired.length;
}

/** Purses with holds to release. */
export async function listPursesToSweep({ rows, nowMs }: Desk): Promise<readonly string[]> {
  const found = await rows.selectFrom('hold').select('purseId').distinct().where('expiresAt', '<=', nowMs).execute();
  return found.map(({ purseId }) => purseId);
}

/** One purse, one transaction: two sweeps never wait for each other crosswise. @returns How many holds were released. */
export async function sweepPurse(desk: Desk, purseId: string): Promise<number> {
  return (await lockPurseById(desk, purseId)) ? releaseExpired(desk, purseId) : 0;
}
