// Owns the steps from no table to today's. Refuses to change a step that has run anywhere: a change is a new step.

import { sql } from 'kysely';
import type { ColumnDataType, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createCreditTables, personalCreditColumns } from './credit-tables.ts';

/** How an engine calls the types in which the two differ. */
export interface TypeNames {
  readonly bytes: ColumnDataType;
}

/** Every step by name; they run in the order of their names. */
export function listMigrations(engine: 'sqlite' | 'postgres'): Record<string, Migration> {
  const types: TypeNames = { bytes: engine === 'sqlite' ? 'blob' : 'bytea' };
  return {
    '001-accounts': {
      async up(db) {
        await createFirstTables(db, types);
        if (engine === 'postgres') await withholdStatistics(db, personal);
      },
    },
    '002-credits': {
      async up(db) {
        await createCreditTables(db, types);
        if (engine === 'postgres') await withholdStatistics(db, personalCreditColumns);
      },
    },
  };
}

/** Columns of which each value is about one person or key. */
const personal: Readonly<Record<string, readonly string[]>> = {
  account: ['id', 'wrappedKey', 'emailKey', 'emailSealed', 'nameSealed', 'passwordSealed'],
  identity: ['subjectKey', 'accountId'],
  team: ['id', 'wrappedKey', 'nameSealed'],
  membership: ['teamId', 'accountId'],
  link: ['tokenHash', 'accountId', 'teamId', 'payloadSealed'],
  apiKey: ['id', 'accountId', 'teamId', 'secretHash', 'prefix', 'nameSealed'],
  consent: ['id', 'accountId'],
};

/** PostgreSQL copies values of columns into its statistics, where they would outlive their row; an index needs none to be used. */
async function withholdStatistics(db: Kysely<unknown>, columnsOf: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [table, columns] of Object.entries(columnsOf)) {
    for (const column of columns) await sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} set statistics 0`.execute(db);
  }
}

async function createFirstTables(db: Kysely<unknown>, types: TypeNames): Promise<void> {
  await createAccount(db, types);
  await createIdentity(db, types);
  await createTeam(db, types);
  await createMembership(db);
  await createLink(db, types);
  await createApiKey(db, types);
  await createConsent(db);
  await db.schema.createTable('chore').addColumn('name', 'text', (column) => column.primaryKey()).execute();
}

async function createAccount(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('wrappedKey', bytes, (column) => column.notNull())
    .addColumn('emailKey', bytes, (column) => column.unique())
    .addColumn('emailSealed', bytes)
    .addColumn('emailProvenAt', 'bigint')
    .addColumn('nameSealed', bytes)
    .addColumn('passwordSealed', bytes)
    .addColumn('adultDeclaredAt', 'bigint')
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .execute();
}

async function createIdentity(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('identity')
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('subjectKey', bytes, (column) => column.notNull())
    .addColumn('accountId', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('linkedAt', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('identityOfProvider', ['provider', 'subjectKey'])
    .execute();
  await db.schema.createIndex('identityByAccount').on('identity').column('accountId').execute();
}

async function createTeam(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('team')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('wrappedKey', bytes, (column) => column.notNull())
    .addColumn('nameSealed', bytes, (column) => column.notNull())
    .addColumn('seats', 'integer', (column) => column.notNull())
    .addColumn('backdrop', 'text')
    .addColumn('available', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .execute();
}

async function createMembership(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('membership')
    .addColumn('teamId', 'text', (column) => column.notNull().references('team.id').onDelete('cascade'))
    .addColumn('accountId', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('joinedAt', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('memberOfTeam', ['teamId', 'accountId'])
    .execute();
  await db.schema.createIndex('membershipByAccount').on('membership').column('accountId').execute();
}

async function createLink(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('link')
    .addColumn('tokenHash', bytes, (column) => column.primaryKey())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('accountId', 'text', (column) => column.references('account.id').onDelete('cascade'))
    .addColumn('teamId', 'text', (column) => column.references('team.id').onDelete('cascade'))
    .addColumn('payloadSealed', bytes, (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('linkByExpiry').on('link').column('expiresAt').execute();
  await db.schema.createIndex('linkByAccount').on('link').column('accountId').execute();
  await db.schema.createIndex('linkByTeam').on('link').column('teamId').execute();
}

async function createApiKey(db: Kysely<unknown>, { bytes }: TypeNames): Promise<void> {
  await db.schema
    .createTable('apiKey')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('teamId', 'text', (column) => column.references('team.id').onDelete('cascade'))
    .addColumn('secretHash', bytes, (column) => column.notNull().unique())
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('nameSealed', bytes, (column) => column.notNull())
    .addColumn('perMinute', 'integer')
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('lastUsedDay', 'integer')
    .execute();
  await db.schema.createIndex('apiKeyByAccount').on('apiKey').column('accountId').execute();
  await db.schema.createIndex('apiKeyByTeam').on('apiKey').column('teamId').execute();
}

async function createConsent(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('consent')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('textVersion', 'text', (column) => column.notNull())
    .addColumn('givenAt', 'bigint', (column) => column.notNull())
    .addColumn('withdrawnAt', 'bigint')
    .execute();
  await db.schema.createIndex('consentByAccount').on('consent').column('accountId').execute();
}
