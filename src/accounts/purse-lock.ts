// Owns the lock on a purse, under which its credits are counted. Refuses to make one: who never had credits has none.

import type { Desk } from './account-rows.ts';
import type { PurseOwner } from './credit.ts';
import type { PurseTable } from './store/tables.ts';

/** A purse's row. */
export type Purse = Readonly<PurseTable>;

/** Lock the purse of an owner until the transaction ends, if there is one. A write locks it on either engine. */
export function lockPurse({ rows }: Pick<Desk, 'rows'>, owner: PurseOwner): Promise<Purse | undefined> {
  const [column, id] = whose(owner);
  return rows.updateTable('purse').set((eb) => ({ available: eb.ref('available') })).where(column, '=', id).returningAll().executeTakeFirst();
}

/** Lock by the purse's own id. */
export function lockPurseById({ rows }: Pick<Desk, 'rows'>, purseId: string): Promise<Purse | undefined> {
  return rows.updateTable('purse').set((eb) => ({ available: eb.ref('available') })).where('id', '=', purseId).returningAll().executeTakeFirst();
}

/** Lock the purse of a hold. The hold may be gone when the lock is had: whoever calls looks again. */
export function lockPurseOfHold({ rows }: Pick<Desk, 'rows'>, holdId: string): Promise<Purse | undefined> {
  return rows
    .updateTable('purse')
    .set((eb) => ({ available: eb.ref('available') }))
    .where('id', '=', (eb) => eb.selectFrom('hold').select('hold.purseId').where('hold.id', '=', holdId))
    .returningAll()
    .executeTakeFirst();
}

/** Column of the purse and id of its owner. */
export function whose(owner: PurseOwner): readonly ['accountId' | 'teamId', string] {
  return 'accountId' in owner ? ['accountId', owner.accountId] : ['teamId', owner.teamId];
}

/** The other way. */
export function ownerOf({ accountId, teamId }: Purse): PurseOwner {
  return accountId === null ? { teamId: teamId ?? '' } : { accountId };
}
