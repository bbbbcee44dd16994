// Owns idempotency keys: which work they stand for and how it ended. Refuses to keep a key, or a result that it could answer with.

import { Problem } from '../problem.ts';
import type { Desk } from './account-rows.ts';
import { greatestRepeats, idempotencyLifetimeMs } from './credit.ts';
import type { HoldOrder, HoldOutcome } from './credit.ts';
import type { HoldTable, RepeatTable } from './store/tables.ts';

/** As Stripe's. @see https://docs.stripe.com/api/idempotent_requests */
const greatestKeyLength = 255;

/** A key that may be used now. */
export interface AdmittedKey {
  /** Hash by the secret that signs now. */
  readonly key: Buffer;
  /** The attempt before, which was cut off. */
  readonly before: Readonly<RepeatTable> | undefined;
}

/** @throws {Problem} `parameter-invalid`. */
export function checkIdempotencyKey(key: string | undefined): void {
  if (key === undefined || (/^[\x20-\x7e]+$/.test(key) && key.length <= greatestKeyLength)) return;
  throw new Problem('parameter-invalid', `Idempotency-Key takes 1 to ${greatestKeyLength} printable ASCII characters.`, { members: { field: 'Idempotency-Key' } });
}

/**
 * Ask whether a key may be used; its purse is locked and has no expired holds.
 *
 * @throws {Problem} `idempotency-key-running`, `idempotency-key-spent`, `idempotency-key-mismatch`.
 */
export async function admitKey({ rows, secrets, nowMs }: Desk, purseId: string, { work, credits }: HoldOrder, idempotencyKey: string): Promise<AdmittedKey> {
  const keys = secrets.lookUpKeys('idempotency-key', `${purseId}\0${idempotencyKey}`);
  await rows.deleteFrom('repeat').where('key', 'in', [...keys]).where('expiresAt', '<=', nowMs).execute();
  const before = await rows.selectFrom('repeat').selectAll().where('key', 'in', [...keys]).executeTakeFirst();
  if (before) checkRepeat(before, work, credits);
  return { key: keys[0], before };
}

function checkRepeat(before: RepeatTable, work: string, credits: number): void {
  if (before.work !== work || before.credits !== credits) {
    throw new Problem('idempotency-key-mismatch', 'This Idempotency-Key was sent with other work, or other options, within a day. Send a new key for new work.');
  }
  if (before.state === 'running') throw new Problem('idempotency-key-running', 'The first request with this Idempotency-Key is being worked on. Wait for its answer.');
  if (before.state === 'cut' && before.repeats < greatestRepeats) return;
  throw new Problem('idempotency-key-spent', 'The request with this Idempotency-Key was answered, and nothing of the answer is kept. Nothing was charged now. Send a new key to have it made anew.');
}

/** Note that an attempt runs. */
export async function noteAttempt({ rows, nowMs }: Desk, { key, before }: AdmittedKey, hold: Pick<HoldTable, 'id' | 'purseId'>, { work, credits }: HoldOrder): Promise<void> {
  if (!before) {
    const row: RepeatTable = { key, purseId: hold.purseId, holdId: hold.id, work, credits, charged: 0, state: 'running', repeats: 0, expiresAt: nowMs + idempotencyLifetimeMs };
    await rows.insertInto('repeat').values(row).execute();
    return;
  }
  const again = { state: 'running' as const, holdId: hold.id, repeats: before.repeats + 1 };
  await rows.updateTable('repeat').set(again).where('key', '=', before.key).execute();
}

/** Note how an attempt ended, if it had a key. */
export async function settleAttempt({ rows }: Desk, hold: Readonly<HoldTable>, outcome: HoldOutcome): Promise<void> {
  const repeat = await rows.selectFrom('repeat').selectAll().where('holdId', '=', hold.id).executeTakeFirst();
  if (!repeat) return;
  if (outcome === 'failed' && repeat.charged === 0) {
    await rows.deleteFrom('repeat').where('holdId', '=', hold.id).execute();
    return;
  }
  await rows.updateTable('repeat').set(settle(repeat, hold, outcome)).where('holdId', '=', hold.id).execute();
}

/** What an earlier attempt charged stays charged, so a later one that fails may be made again; it counts only if something left. */
function settle({ charged, repeats }: RepeatTable, { captured, covered }: HoldTable, outcome: HoldOutcome): Pick<RepeatTable, 'state' | 'charged' | 'repeats'> {
  if (outcome !== 'failed') return { state: outcome === 'delivered' ? 'spent' : 'cut', charged: charged + captured, repeats };
  const leftNothing = captured === 0 && covered === charged;
  return { state: 'cut', charged, repeats: leftNothing ? repeats - 1 : repeats };
}
