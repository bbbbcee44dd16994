// Owns the note that a deletion leaves behind: a customer still to be erased at the payment provider. Refuses to say whose it was.

import { randomUUID } from 'node:crypto';
import { createDataKey, openDataKey } from './data-key.ts';
import type { Desk } from './account-rows.ts';
import type { Secrets } from './secrets.ts';
import type { ChoreTable } from './store/tables.ts';

/** Of the names of such chores. */
export const erasurePrefix = 'erase-customer:';

/** A data key as `Secrets.wrap` writes it: 4 bytes of name, 12 of nonce, 32 of key, 16 of tag. */
const wrappedBytes = 64;

/** The chore for a customer; its name is random, its payload opens with the operator's secret. */
export function noteErasure(secrets: Secrets, customerId: string, nowMs: number): ChoreTable {
  const name = `${erasurePrefix}${randomUUID()}`;
  const key = createDataKey(secrets, name);
  return { name, payloadSealed: Buffer.concat([key.wrapped, key.seal('customer', customerId)]), dueAt: nowMs };
}

/** @returns The customer's id. @throws {Error} If its secret is no longer in the list. */
export function openErasure(secrets: Secrets, { name, payloadSealed }: Pick<ChoreTable, 'name' | 'payloadSealed'>): string {
  const sealed = payloadSealed ?? new Uint8Array();
  return openDataKey(secrets, name, sealed.subarray(0, wrappedBytes)).open('customer', sealed.subarray(wrappedBytes));
}

/** Have the secret that signs now open all of them: some wait for months, and an earlier secret may leave the list. */
export async function renewErasures({ rows, secrets }: Desk): Promise<void> {
  const chores = await rows.selectFrom('chore').selectAll().where('name', 'like', `${erasurePrefix}%`).execute();
  for (const { name, payloadSealed } of chores) {
    const sealed = payloadSealed ?? new Uint8Array();
    const key = openDataKey(secrets, name, sealed.subarray(0, wrappedBytes));
    if (key.isCurrent) continue;
    await rows.updateTable('chore').set({ payloadSealed: Buffer.concat([key.wrapped, sealed.subarray(wrappedBytes)]) }).where('name', '=', name).execute();
  }
}
