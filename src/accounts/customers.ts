// Owns who is who at the payment provider: customers, subscriptions, and the ones to be erased there. Refuses to keep an id in the clear.

import { lockAccount } from './account-rows.ts';
import type { Desk } from './account-rows.ts';
import type { Customers, Plan, PurseOwner } from './credit.ts';
import { lockTeam } from './deletion.ts';
import { erasurePrefix, openErasure } from './erasure.ts';
import type { Office } from './people.ts';
import { ownerOf } from './purse-lock.ts';
import { findPurse, openOwnerKey, openPurse } from './purses.ts';
import { nameScrubChore } from './store/store.ts';
import type { PlanTable } from './store/tables.ts';

/** Stripe never changes a subscription that is in one of these. @see https://docs.stripe.com/api/subscriptions/object#subscription_object-status */
const endedStatuses = ['canceled', 'incomplete_expired'] as const;
const runningStatuses: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due']);

/** @see Customers */
export function createCustomers({ read, write }: Office): Customers {
  return {
    find: (owner) => read((desk) => findCustomer(desk, owner)),
    remember: (owner, customerId) => write((desk) => rememberCustomer(desk, owner, customerId)),
    findOwner: (customerId) => read((desk) => findOwner(desk, customerId)),
    recordPlan: (owner, plan) => write((desk) => recordPlan(desk, owner, plan)),
    plan: (owner) => read((desk) => findPlan(desk, owner)),
    listErasures: () => read(listErasures),
    postponeErasure: (choreName, untilMs) => write(async ({ rows }) => void (await rows.updateTable('chore').set({ dueAt: untilMs }).where('name', '=', choreName).where('name', 'like', `${erasurePrefix}%`).execute())),
    finishErasure: (choreName) => write((desk) => finishErasure(desk, choreName)),
  };
}

/** @returns Undefined for who has bought nothing. */
export async function findCustomer(desk: Desk, owner: PurseOwner): Promise<string | undefined> {
  const purse = await findPurse(desk, owner);
  return purse?.customerSealed ? (await openOwnerKey(desk, owner)).open('customer', purse.customerSealed) : undefined;
}

/** The owner's row is locked before the purse, as a deletion does: it sees the customer, or else this finds nobody. */
async function rememberCustomer(desk: Desk, owner: PurseOwner, customerId: string): Promise<string> {
  await ('accountId' in owner ? lockAccount(desk, owner.accountId) : lockTeam(desk.rows, owner.teamId));
  const purse = await openPurse(desk, owner);
  const key = await openOwnerKey(desk, owner);
  if (purse.customerSealed) return key.open('customer', purse.customerSealed);
  const [customerKey] = desk.secrets.lookUpKeys('customer', customerId);
  await desk.rows.updateTable('purse').set({ customerKey, customerSealed: key.seal('customer', customerId) }).where('id', '=', purse.id).execute();
  return customerId;
}

async function findOwner({ rows, secrets }: Desk, customerId: string): Promise<PurseOwner | undefined> {
  const purse = await rows.selectFrom('purse').selectAll().where('customerKey', 'in', [...secrets.lookUpKeys('customer', customerId)]).executeTakeFirst();
  return purse && ownerOf(purse);
}

/** A subscription that has ended stays so, even if word of its better days comes later. */
async function recordPlan(desk: Desk, owner: PurseOwner, { subscriptionId, price, status, paidUntilMs, ends }: Plan): Promise<void> {
  const { rows, secrets } = desk;
  const purse = await openPurse(desk, owner);
  const keys = secrets.lookUpKeys('subscription', subscriptionId);
  const state = { price, status, paidUntil: paidUntilMs, ends: ends ? 1 : 0 };
  const known = await rows.selectFrom('plan').select('status').where('subscriptionKey', 'in', [...keys]).executeTakeFirst();
  if (known) {
    await rows.updateTable('plan').set(state).where('subscriptionKey', 'in', [...keys]).where('status', 'not in', endedStatuses).execute();
    return;
  }
  const subscriptionSealed = (await openOwnerKey(desk, owner)).seal('subscription', subscriptionId);
  await rows.insertInto('plan').values({ ...state, subscriptionKey: keys[0], purseId: purse.id, subscriptionSealed }).execute();
}

/** @see Customers.plan */
export async function findPlan(desk: Desk, owner: PurseOwner): Promise<Plan | undefined> {
  const purse = await findPurse(desk, owner);
  const rows = purse ? await desk.rows.selectFrom('plan').selectAll().where('purseId', '=', purse.id).orderBy('paidUntil', 'desc').execute() : [];
  const row: PlanTable | undefined = rows.find(({ status }) => runningStatuses.has(status)) ?? rows[0];
  if (!row) return undefined;
  const subscriptionId = (await openOwnerKey(desk, owner)).open('subscription', row.subscriptionSealed);
  return { subscriptionId, price: row.price, status: row.status, paidUntilMs: row.paidUntil, ends: row.ends === 1 };
}

async function listErasures({ rows, secrets, nowMs }: Desk): Promise<readonly { readonly choreName: string; readonly customerId: string }[]> {
  const chores = await rows.selectFrom('chore').selectAll().where('name', 'like', `${erasurePrefix}%`).where('dueAt', '<=', nowMs).execute();
  return chores.map((chore) => ({ choreName: chore.name, customerId: openErasure(secrets, chore) }));
}

/** The payload opens with the secret alone, so its bytes are to be cleaned from the file too: the next sweep does it, for many at once. */
async function finishErasure({ rows }: Desk, choreName: string): Promise<void> {
  const gone = await rows.deleteFrom('chore').where('name', '=', choreName).where('name', 'like', `${erasurePrefix}%`).returning('name').executeTakeFirst();
  if (gone) await rows.insertInto('chore').values({ name: nameScrubChore(), payloadSealed: null, dueAt: null }).execute();
}
