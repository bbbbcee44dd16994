// Owns how an account ends: its rows, its key, the teams that would have nobody. Refuses to leave a team without an owner unasked.

import { Problem } from '../problem.ts';
import type { Desk } from './account-rows.ts';
import type { PurseOwner } from './credit.ts';
import { openDataKey } from './data-key.ts';
import { noteErasure } from './erasure.ts';
import { lockPurse } from './purse-lock.ts';
import { nameScrubChore } from './store/store.ts';
import type { Rows } from './store/store.ts';

/** A wrapped key is this long at most; zeros of its length overwrite it in place before the row goes. */
const destroyedKey = new Uint8Array(64);

/**
 * Delete an account and what hangs on it; inside a transaction. Afterwards the store is to be scrubbed.
 *
 * @throws {Problem} `last-owner`.
 */
export async function eraseAccount(desk: Desk, accountId: string, dissolveTeams: boolean): Promise<void> {
  const { rows } = desk;
  const orphans = await listOrphans(rows, accountId);
  const peopled = orphans.filter(({ others }) => others > 0).map(({ teamId }) => teamId);
  if (peopled.length > 0 && !dissolveTeams) {
    throw new Problem('last-owner', 'You are the last owner of a team that others are in. Make one of them an owner, or dissolve it, then delete the account.', {
      members: { teams: peopled },
    });
  }
  for (const { teamId } of orphans) await eraseTeam(desk, teamId);
  const row = await rows.updateTable('account').set((eb) => ({ version: eb.ref('version') })).where('id', '=', accountId).returning('wrappedKey').executeTakeFirst();
  if (row) await noteCustomer(desk, { accountId }, row.wrappedKey);
  await rows.updateTable('account').set({ wrappedKey: destroyedKey }).where('id', '=', accountId).execute();
  await rows.deleteFrom('account').where('id', '=', accountId).execute();
  await rows.insertInto('chore').values({ name: nameScrubChore(), payloadSealed: null, dueAt: null }).execute();
}

/** Delete a team with its memberships, invitations and keys; inside a transaction. Afterwards the store is to be scrubbed. */
export async function eraseTeam(desk: Desk, teamId: string): Promise<void> {
  const { rows } = desk;
  const row = await rows.updateTable('team').set((eb) => ({ seats: eb.ref('seats') })).where('id', '=', teamId).returning('wrappedKey').executeTakeFirst();
  if (row) await noteCustomer(desk, { teamId }, row.wrappedKey);
  await rows.updateTable('team').set({ wrappedKey: destroyedKey }).where('id', '=', teamId).execute();
  await rows.deleteFrom('team').where('id', '=', teamId).execute();
  await rows.insertInto('chore').values({ name: nameScrubChore(), payloadSealed: null, dueAt: null }).execute();
}

/**
 * The payment provider is told after the deletion, until it has heard: what it knows the owner by outlives the owner's key for so
 * long. The owner's row is locked.
 */
async function noteCustomer({ rows, secrets, nowMs }: Desk, owner: PurseOwner, wrappedKey: Uint8Array): Promise<void> {
  const name = 'accountId' in owner ? `account:${owner.accountId}` : `team:${owner.teamId}`;
  // Whoever remembers a customer did so before, or finds nobody.
  const purse = await lockPurse({ rows }, owner);
  if (!purse?.customerSealed) return;
  const customerId = openDataKey(secrets, name, wrappedKey).open('customer', purse.customerSealed);
  await rows.insertInto('chore').values(noteErasure(secrets, customerId, nowMs)).execute();
}

/** Hold a team as it is until the transaction ends: a write locks its row on either engine. @returns Whether there is one. */
export async function lockTeam(rows: Rows, teamId: string): Promise<boolean> {
  const row = await rows.updateTable('team').set((eb) => ({ seats: eb.ref('seats') })).where('id', '=', teamId).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Teams that would have no owner without this account, and how many others are in each. */
async function listOrphans(rows: Rows, accountId: string): Promise<{ readonly teamId: string; readonly others: number }[]> {
  // In the order of their ids, so that two deletions do not wait for each other.
  const owned = await rows.selectFrom('membership').select('teamId').where('accountId', '=', accountId).where('role', '=', 'owner').orderBy('teamId').execute();
  const orphans = [];
  for (const { teamId } of owned) {
    await lockTeam(rows, teamId);
    const others = await rows.selectFrom('membership').select('role').where('teamId', '=', teamId).where('accountId', '!=', accountId).execute();
    if (!others.some(({ role }) => role === 'owner')) orphans.push({ teamId, others: others.length });
  }
  return orphans;
}
