// Owns the ledger's methods: each opens one transaction around the steps of its neighbours. Refuses slow work inside it.

import type { Balance, Entry, Ledger, PurseOwner } from './credit.ts';
import { renewErasures } from './erasure.ts';
import { captureHold, closeHold, listPursesToSweep, placeHold, releaseExpired, sweepPurse } from './holds.ts';
import type { Desk } from './account-rows.ts';
import type { Office } from './people.ts';
import { giveCreditsAgain, listPurchases, placeRefundHold, postCredits, takeCreditsBack } from './postings.ts';
import { findPurse, isTopUpDue, openPurse, sumHeld, topUp } from './purses.ts';
import type { CreditDesk } from './purses.ts';

/** @param freeCreditsPerDay - 0 for none. @see Ledger */
export function createLedger(office: Office, freeCreditsPerDay: number): Ledger {
  const write = <T>(step: (desk: CreditDesk) => Promise<T>): Promise<T> => office.write((desk) => step({ ...desk, freeCreditsPerDay }));
  const read = <T>(step: (desk: CreditDesk) => Promise<T>): Promise<T> => office.read((desk) => step({ ...desk, freeCreditsPerDay }));
  return {
    balance: async (owner) => (await read((desk) => readBalance(desk, owner))) ?? write((desk) => refreshBalance(desk, owner)),
    history: (owner, page) => read((desk) => listHistory(desk, owner, page)),
    hold: (order) => write((desk) => placeHold(desk, order)),
    capture: (holdId, credits) => write((desk) => captureHold(desk, holdId, credits)),
    close: (holdId, outcome) => write((desk) => closeHold(desk, holdId, outcome)),
    post: (posting) => write((desk) => postCredits(desk, posting)),
    takeBack: (order) => write((desk) => takeCreditsBack(desk, order)),
    giveAgain: (kind, reference, of) => write((desk) => giveCreditsAgain(desk, kind, reference, of)),
    purchases: (owner) => read((desk) => listPurchases(desk, owner)),
    holdForRefund: (owner, purchaseId) => write((desk) => placeRefundHold(desk, owner, purchaseId)),
  };
}

/** @returns Undefined if something is due that needs the lock. */
async function readBalance(desk: CreditDesk, owner: PurseOwner): Promise<Balance | undefined> {
  const purse = (await findPurse(desk, owner)) ?? { id: '', accountId: 'accountId' in owner ? owner.accountId : null, freeDay: null, available: 0 };
  if (isTopUpDue(desk, purse)) return undefined;
  const expired = await desk.rows.selectFrom('hold').select('id').where('purseId', '=', purse.id).where('expiresAt', '<=', desk.nowMs).executeTakeFirst();
  return expired ? undefined : { available: purse.available, held: await sumHeld(desk, purse.id) };
}

async function refreshBalance(desk: CreditDesk, owner: PurseOwner): Promise<Balance> {
  const purse = await openPurse(desk, owner);
  await releaseExpired(desk, purse.id);
  await topUp(desk, purse);
  const { available } = await desk.rows.selectFrom('purse').select('available').where('id', '=', purse.id).executeTakeFirstOrThrow();
  return { available, held: await sumHeld(desk, purse.id) };
}

async function listHistory(desk: Desk, owner: PurseOwner, { limit, before }: { readonly limit: number; readonly before?: string | undefined }): Promise<readonly Entry[]> {
  const purse = await findPurse(desk, owner);
  if (!purse) return [];
  const all = desk.rows.selectFrom('entry').select(['id', 'kind', 'work', 'credits', 'at']).where('purseId', '=', purse.id);
  const older = before === undefined ? all : all.where('number', '<', (eb) => eb.selectFrom('entry as last').select('last.number').where('last.id', '=', before).where('last.purseId', '=', purse.id));
  const rows = await older.orderBy('number', 'desc').limit(limit).execute();
  return rows.map(({ id, kind, work, credits, at }) => ({ id, kind, work: work ?? undefined, credits, atMs: at }));
}

/** Release every expired hold, forget old idempotency keys, renew what waits for the provider. @returns How many holds were released. */
export async function sweepCredits({ read, write }: Office): Promise<number> {
  let holds = 0;
  for (const purseId of await read(listPursesToSweep)) holds += await write((desk) => sweepPurse(desk, purseId));
  // One statement each: a process that starts sweeps, and there are many.
  await read(({ rows, nowMs }) => rows.deleteFrom('repeat').where('expiresAt', '<=', nowMs).execute());
  await read(renewErasures);
  return holds;
}
