// Owns what payments do to credits: purchases, what is taken back of them and given again. Refuses to apply a reference twice.

import { Problem } from '../problem.ts';
import type { Desk } from './account-rows.ts';
import { refundableMs } from './credit.ts';
import type { Hold, PaidPurchase, Posting, Purchase, PurseOwner, TakeBack } from './credit.ts';
import type { DataKey } from './data-key.ts';
import { insertHold, releaseExpired } from './holds.ts';
import { lockPurseById, ownerOf } from './purse-lock.ts';
import type { Purse } from './purse-lock.ts';
import { addEntry, findPurse, openOwnerKey, openPurse } from './purses.ts';
import type { EntryLine } from './purses.ts';
import type { EntryTable } from './store/tables.ts';

type Row = Readonly<EntryTable>;

/** Stripe answers within seconds; its own libraries give up after 80 s and try thrice. */
const refundLifetimeMs = 15 * 60_000;

/** @see Ledger.post */
export async function postCredits(desk: Desk, { owner, kind, reference, credits, payment }: Posting): Promise<boolean> {
  const purse = await openPurse(desk, owner);
  if (await findByReference(desk, reference)) return false;
  const key = await openOwnerKey(desk, owner);
  const paid: Partial<EntryTable> = payment
    ? { paymentKey: desk.secrets.lookUpKeys('payment', payment.paymentId)[0], paymentSealed: key.seal('payment', payment.paymentId), amountMinor: payment.amountMinor, currency: payment.currency }
    : {};
  await addEntry(desk, purse.id, { kind, credits, ...referTo(desk, key, reference), ...paid }, credits);
  return true;
}

/** @see Ledger.takeBack */
export async function takeCreditsBack(desk: Desk, { kind, reference, paymentId, credits, amountMinor }: TakeBack): Promise<'done' | 'known' | 'unknown'> {
  const purchase = await findByPayment(desk, paymentId);
  const purse = purchase && (await lockPurseById(desk, purchase.purseId));
  if (!purse) return 'unknown';
  if (await findByReference(desk, reference)) return 'known';
  const left = purchase.credits - (await sumTakenBack(desk, [purchase.id])).of(purchase.id);
  const taken = Math.max(0, Math.min(left, credits ?? shareOf(purchase, amountMinor)));
  const line: EntryLine = { kind, credits: -taken, amountMinor, currency: purchase.currency, ofEntry: purchase.id };
  await postReferring(desk, purse, reference, line);
  return 'done';
}

function shareOf({ credits, amountMinor }: Row, backMinor: number): number {
  return amountMinor ? Math.round((credits * backMinor) / amountMinor) : 0;
}

/** @see Ledger.giveAgain */
export async function giveCreditsAgain(desk: Desk, kind: 'refund-failed' | 'dispute-won', reference: string, of: string): Promise<'done' | 'known' | 'unknown'> {
  const took = await findByReference(desk, of);
  const purse = took && (await lockPurseById(desk, took.purseId));
  if (!purse || (took.kind !== 'refund' && took.kind !== 'dispute')) return 'unknown';
  const given = await desk.rows.selectFrom('entry').select('id').where('ofEntry', '=', took.id).executeTakeFirst();
  if (given || (await findByReference(desk, reference))) return 'known';
  await postReferring(desk, purse, reference, { kind, credits: -took.credits, amountMinor: took.amountMinor, currency: took.currency, ofEntry: took.id });
  return 'done';
}

async function postReferring(desk: Desk, purse: Purse, reference: string, line: EntryLine): Promise<void> {
  const key = await openOwnerKey(desk, ownerOf(purse));
  await addEntry(desk, purse.id, { ...line, ...referTo(desk, key, reference) }, line.credits);
}

function referTo({ secrets }: Desk, key: DataKey, reference: string): Pick<EntryTable, 'referenceKey' | 'referenceSealed'> {
  return { referenceKey: secrets.lookUpKeys('reference', reference)[0], referenceSealed: key.seal('reference', reference) };
}

function findByReference({ rows, secrets }: Desk, reference: string): Promise<Row | undefined> {
  return rows.selectFrom('entry').selectAll().where('referenceKey', 'in', [...secrets.lookUpKeys('reference', reference)]).executeTakeFirst();
}

function findByPayment({ rows, secrets }: Desk, paymentId: string): Promise<Row | undefined> {
  return rows.selectFrom('entry').selectAll().where('paymentKey', 'in', [...secrets.lookUpKeys('payment', paymentId)]).orderBy('number').executeTakeFirst();
}

/** What was taken back of purchases, less what was given again. */
async function sumTakenBack({ rows }: Desk, purchaseIds: readonly string[]): Promise<{ of(purchaseId: string): number }> {
  const took = purchaseIds.length === 0 ? [] : await rows.selectFrom('entry').select(['id', 'ofEntry', 'credits']).where('ofEntry', 'in', purchaseIds).execute();
  const takes = took.map(({ id }) => id);
  const gave = takes.length === 0 ? [] : await rows.selectFrom('entry').select(['ofEntry', 'credits']).where('ofEntry', 'in', takes).execute();
  const netOf = ({ id, credits }: Pick<Row, 'id' | 'credits'>): number => gave.filter(({ ofEntry }) => ofEntry === id).reduce((sum, given) => sum + given.credits, credits);
  // Never −0.
  return { of: (purchaseId) => took.filter(({ ofEntry }) => ofEntry === purchaseId).reduce((sum, take) => sum - netOf(take), 0) };
}

/** @see Ledger.purchases */
export async function listPurchases(desk: Desk, owner: PurseOwner): Promise<readonly Purchase[]> {
  const purse = await findPurse(desk, owner);
  if (!purse) return [];
  const rows = await desk.rows
    .selectFrom('entry')
    .selectAll()
    .where('purseId', '=', purse.id)
    .where('kind', 'in', ['purchase', 'plan'])
    .where('paymentKey', 'is not', null)
    .orderBy('number', 'desc')
    .execute();
  const takenBack = await sumTakenBack(desk, rows.map(({ id }) => id));
  return rows.map((row) => describePurchase(row, takenBack.of(row.id)));
}

function describePurchase({ id, kind, credits, amountMinor, currency, at }: Row, creditsTakenBack: number): Purchase {
  return { id, kind: kind === 'plan' ? 'plan' : 'purchase', credits, creditsTakenBack, amountMinor: amountMinor ?? 0, currency: currency ?? '', atMs: at };
}

/** @see Ledger.holdForRefund */
export async function placeRefundHold(desk: Desk, owner: PurseOwner, purchaseId: string): Promise<{ readonly hold: Hold; readonly purchase: PaidPurchase }> {
  const { id: purseId } = await openPurse(desk, owner);
  await releaseExpired(desk, purseId);
  const row = await desk.rows.selectFrom('entry').selectAll().where('id', '=', purchaseId).where('purseId', '=', purseId).where('paymentKey', 'is not', null).executeTakeFirst();
  if (!row?.paymentSealed) throw new Problem('not-found', 'There is no such purchase.');
  if (desk.nowMs > row.at + refundableMs) throw new Problem('refund-impossible', `A purchase can be paid back for ${refundableMs / (24 * 3_600_000)} days. Ask the operator.`);
  const takenBack = (await sumTakenBack(desk, [row.id])).of(row.id);
  const credits = await countRefundable(desk, row, takenBack);
  const hold = await insertHold(desk, { purseId, work: null, credits, covered: 0, ofEntry: row.id, expiresAt: desk.nowMs + refundLifetimeMs });
  const paymentId = (await openOwnerKey(desk, owner)).open('payment', row.paymentSealed);
  return { hold, purchase: { ...describePurchase(row, takenBack), paymentId } };
}

/** @throws {Problem} `refund-impossible`. */
async function countRefundable({ rows }: Desk, { id, purseId, credits }: Row, takenBack: number): Promise<number> {
  const running = await rows.selectFrom('hold').select('id').where('purseId', '=', purseId).where('ofEntry', '=', id).executeTakeFirst();
  if (running) throw new Problem('refund-impossible', 'This purchase is being paid back at this moment. Look again in a quarter of an hour.');
  const { available } = await rows.selectFrom('purse').select('available').where('id', '=', purseId).executeTakeFirstOrThrow();
  const refundable = Math.min(credits - takenBack, available);
  if (refundable > 0) return refundable;
  throw new Problem('refund-impossible', 'Every credit of this purchase was used or paid back already.');
}
