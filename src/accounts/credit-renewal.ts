// Owns the new hashes that credits get when the operator changes the secret. Refuses to open what another key sealed.

import type { Desk } from './account-rows.ts';
import type { PurseOwner } from './credit.ts';
import type { DataKey } from './data-key.ts';
import { lockPurse } from './purse-lock.ts';

/**
 * Hash anew, by the secret that signs now, what an owner's purse is found by at the payment provider: an earlier secret may leave
 * the list then, and no reference is posted twice for it. The owner's row is locked.
 *
 * @param key - The owner's.
 */
export async function renewCredits({ rows, secrets }: Desk, owner: PurseOwner, key: DataKey): Promise<void> {
  const purse = await lockPurse({ rows }, owner);
  if (!purse) return;
  const hash = (kind: 'customer' | 'payment' | 'reference' | 'subscription', sealed: Uint8Array) => secrets.lookUpKeys(kind, key.open(kind, sealed))[0];
  if (purse.customerSealed) await rows.updateTable('purse').set({ customerKey: hash('customer', purse.customerSealed) }).where('id', '=', purse.id).execute();
  const entries = await rows.selectFrom('entry').select(['id', 'referenceSealed', 'paymentSealed']).where('purseId', '=', purse.id).where('referenceKey', 'is not', null).execute();
  for (const entry of entries) {
    const referenceKey = entry.referenceSealed && hash('reference', entry.referenceSealed);
    const paymentKey = entry.paymentSealed && hash('payment', entry.paymentSealed);
    await rows.updateTable('entry').set({ referenceKey, paymentKey }).where('id', '=', entry.id).execute();
  }
  const plans = await rows.selectFrom('plan').select(['subscriptionKey', 'subscriptionSealed']).where('purseId', '=', purse.id).execute();
  for (const { subscriptionKey, subscriptionSealed } of plans) {
    await rows.updateTable('plan').set({ subscriptionKey: hash('subscription', subscriptionSealed) }).where('subscriptionKey', '=', subscriptionKey).execute();
  }
}
