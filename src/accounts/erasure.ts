// Owns the note that a deletion leaves behind: a customer still to be erased at the payment provider. Refuses to say whose it was.

import { randomUUID } from 'node:crypto';
import { createDataKey, openDataKey } from './data-key.ts';
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
export function openErasure(secrets: Secrets, name: string, payloadSealed: Uint8Array): string {
  return openDataKey(secrets, name, payloadSealed.subarray(0, wrappedBytes)).open('customer', payloadSealed.subarray(wrappedBytes));
}
