// Owns the step that brings credits: purses, entries, holds, idempotency keys, plans. Refuses to change once it has run anywhere.

import type { Kysely } from 'kysely';
import type { TypeNames } from './migrations.ts';

/** Columns of which each value is about one person, payment or key. */
export const personalCreditColumns: Readonly<Record<string, readonly string[]>> = {
  purse: ['id', 'accountId', 'teamId', 'customerKey', 'customerSealed'],
  entry: ['id', 'purseId', 'referenceKey', 'referenceSealed', 'paymentKey', 'paymentSealed', 'ofEntry'],
  hold: ['id', 'purseId', 'ofEntry'],
  repeat: ['key', 'purseId', 'holdId'],
  plan: ['subscriptionKey', 'purseId', 'subscriptionSealed'],
  chore: ['name', 'payloadSealed'],
};

/** Make the tables of credits. A team's credits are in its purse from now on; the column had never held any. */
export async function createCreditTables(db: Kysely<unknown>, types: TypeNames): Promise<void> {
  await createPurse(db, types);
  await createEntry(db, types);
  await createHold(db);
  await createRepeat(db, types);
  await createPlan(db, types);
  await db.schema.alterTable('team').dropColumn('available').execute();
  await db.schema.alterTable('chore').addColumn('payloadSealed', types.bytes).execute();
  await db.schema.alterTable('chore').addColumn('dueAt', 'bigint').execute();
}

async function createPurse(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('purse')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.unique().references('account.id').onDelete('cascade'))
    .addColumn('teamId', 'text', (column) => column.unique().references('team.id').onDelete('cascade'))
    .addColumn('available', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('entries', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('freeDay', 'integer')
    .addColumn('customerKey', bytes, (column) => column.unique())
    .addColumn('customerSealed', bytes)
    .execute();
}

async function createEntry(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('entry')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('purseId', 'text', (column) => column.notNull().references('purse.id').onDelete('cascade'))
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('work', 'text')
    .addColumn('credits', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('referenceKey', bytes, (column) => column.unique())
    .addColumn('referenceSealed', bytes)
    .addColumn('paymentKey', bytes)
    .addColumn('paymentSealed', bytes)
    .addColumn('amountMinor', 'bigint')
    .addColumn('currency', 'text')
    .addColumn('ofEntry', 'text')
    .addUniqueConstraint('entryOfPurse', ['purseId', 'number'])
    .execute();
  await db.schema.createIndex('entryByKind').on('entry').columns(['purseId', 'kind']).execute();
  await db.schema.createIndex('entryByPayment').on('entry').column('paymentKey').execute();
  await db.schema.createIndex('entryByEntry').on('entry').column('ofEntry').execute();
}

async function createHold(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hold')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('purseId', 'text', (column) => column.notNull().references('purse.id').onDelete('cascade'))
    .addColumn('work', 'text')
    .addColumn('credits', 'integer', (column) => column.notNull())
    .addColumn('captured', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('covered', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ofEntry', 'text')
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('holdByPurse').on('hold').column('purseId').execute();
  await db.schema.createIndex('holdByExpiry').on('hold').column('expiresAt').execute();
}

async function createRepeat(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('repeat')
    .addColumn('key', bytes, (column) => column.primaryKey())
    .addColumn('purseId', 'text', (column) => column.notNull().references('purse.id').onDelete('cascade'))
    .addColumn('holdId', 'text', (column) => column.notNull().unique())
    .addColumn('work', 'text', (column) => column.notNull())
    .addColumn('credits', 'integer', (column) => column.notNull())
    .addColumn('charged', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('repeats', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('repeatByPurse').on('repeat').column('purseId').execute();
  await db.schema.createIndex('repeatByExpiry').on('repeat').column('expiresAt').execute();
}

async function createPlan(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('plan')
    .addColumn('subscriptionKey', bytes, (column) => column.primaryKey())
    .addColumn('purseId', 'text', (column) => column.notNull().references('purse.id').onDelete('cascade'))
    .addColumn('subscriptionSealed', bytes, (column) => column.notNull())
    .addColumn('price', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('paidUntil', 'bigint', (column) => column.notNull())
    .addColumn('ends', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('planByPurse').on('plan').column('purseId').execute();
}
