// Owns what a person is told of their credits: everything that is held, opened. Refuses the credits of a team, which are not one person's.

import type { PricedWork } from '../credit-prices.ts';
import type { Desk } from './account-rows.ts';
import type { EntryKind, PurseOwner } from './credit.ts';
import type { DataKey } from './data-key.ts';
import { dayMs, writeDate } from './dates.ts';
import { findPurse, sumHeld } from './purses.ts';
import type { EntryTable } from './store/tables.ts';

/** Everything held about credits; dates as ISO 8601 in UTC, of work the day alone. */
export interface CreditExport {
  readonly available: number;
  readonly held: number;
  /** Of the last free credits. */
  readonly lastFreeDay: string | null;
  /** At the payment provider, as the other ids. */
  readonly customerId: string | null;
  /** Oldest first. */
  readonly entries: readonly {
    readonly id: string;
    readonly kind: EntryKind;
    readonly work: PricedWork | null;
    readonly credits: number;
    readonly at: string;
    /** Of what was bought, taken back or given again. */
    readonly reference: string | null;
    readonly paymentId: string | null;
    readonly amountMinor: number | null;
    readonly currency: string | null;
    /** The entry that it takes back. */
    readonly ofEntry: string | null;
  }[];
  /** Put aside now. */
  readonly holds: readonly { readonly id: string; readonly work: PricedWork | null; readonly credits: number; readonly captured: number; readonly covered: number; readonly ofEntry: string | null; readonly expiresAt: string }[];
  /** Of the keys keyed hashes are held. */
  readonly idempotencyKeys: readonly { readonly holdId: string; readonly work: PricedWork; readonly credits: number; readonly charged: number; readonly state: string; readonly repeats: number; readonly expiresAt: string }[];
  readonly plans: readonly { readonly subscriptionId: string; readonly price: string; readonly status: string; readonly paidUntil: string; readonly ends: boolean }[];
}

/** @param key - The owner's. @returns Null for who never had any. */
export async function exportCredits(desk: Desk, owner: PurseOwner, key: DataKey): Promise<CreditExport | null> {
  const purse = await findPurse(desk, owner);
  if (!purse) return null;
  const { rows } = desk;
  const entries = await rows.selectFrom('entry').selectAll().where('purseId', '=', purse.id).orderBy('number').execute();
  const holds = await rows.selectFrom('hold').selectAll().where('purseId', '=', purse.id).orderBy('expiresAt').execute();
  const repeats = await rows.selectFrom('repeat').selectAll().where('purseId', '=', purse.id).orderBy('expiresAt').execute();
  const plans = await rows.selectFrom('plan').selectAll().where('purseId', '=', purse.id).orderBy('paidUntil').execute();
  return {
    available: purse.available,
    held: await sumHeld(desk, purse.id),
    lastFreeDay: purse.freeDay === null ? null : writeDate(purse.freeDay * dayMs).slice(0, 10),
    customerId: key.open('customer', purse.customerSealed) ?? null,
    entries: entries.map((row) => exportEntry(row, key)),
    holds: holds.map(({ id, work, credits, captured, covered, ofEntry, expiresAt }) => ({ id, work, credits, captured, covered, ofEntry, expiresAt: writeDate(expiresAt) })),
    idempotencyKeys: repeats.map(({ holdId, work, credits, charged, state, repeats: times, expiresAt }) => ({ holdId, work, credits, charged, state, repeats: times, expiresAt: writeDate(expiresAt) })),
    plans: plans.map(({ subscriptionSealed, price, status, paidUntil, ends }) => ({ subscriptionId: key.open('subscription', subscriptionSealed), price, status, paidUntil: writeDate(paidUntil), ends: ends === 1 })),
  };
}

function exportEntry({ id, kind, work, credits, at, referenceSealed, paymentSealed, amountMinor, currency, ofEntry }: EntryTable, key: DataKey): CreditExport['entries'][number] {
  const reference = key.open('reference', referenceSealed) ?? null;
  const paymentId = key.open('payment', paymentSealed) ?? null;
  // Of work and free credits the row says no more than the day.
  const date = writeDate(at);
  return { id, kind, work, credits, at: reference === null ? date.slice(0, 10) : date, reference, paymentId, amountMinor, currency, ofEntry };
}
