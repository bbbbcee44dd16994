// Owns the pool of connections to PostgreSQL and how it heals. Refuses to hang and to end the process when the database does.

import { DatabaseError, Pool, types } from 'pg';
import type { PoolClient, PoolConfig } from 'pg';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Migrator } from 'kysely/migration';
import { listMigrations } from './migrations.ts';
import type { Engine, Rows } from './store.ts';
import { tableNames } from './tables.ts';
import type { Tables } from './tables.ts';

/** A statement takes milliseconds; whoever waits longer than these gets a 503 while the person is still there. */
const timeouts = {
  connectionTimeoutMillis: 3000,
  lock_timeout: 2000,
  statement_timeout: 4000,
  // The server may be gone without a word: this one is kept here.
  query_timeout: 5000,
  idle_in_transaction_session_timeout: 10_000,
} as const satisfies PoolConfig;

/** Not serializable, deadlock, and a row that somebody else wrote or deleted since we looked: the second look knows. */
const collisionStates: ReadonlySet<string> = new Set(['40001', '40P01', '23505', '23503']);

/** A deadlock's victim wins the next time; three in a row are a fault. */
const greatestAttempts = 4;

/** PostgreSQL allows 100 connections unless told: ten processes of ten. */
const greatestConnections = 10;

/** About 100 000 accounts: under a second, well within `statement_timeout`. */
const greatestRewriteBytes = 64 * 2 ** 20;

/** A first start on a slow disk; other processes wait for the lock meanwhile. */
const migrationTimeoutMs = 60_000;

/** int8, such as dates and credits: all far below 2^53. */
const int8 = 20;

/** @param databaseUrl - As libpq reads it, `postgres://user:password@host:port/database?sslmode=verify-full`. */
export function openPostgres(databaseUrl: string): Engine {
  const pool = createPool({ connectionString: databaseUrl, max: greatestConnections, ...timeouts });
  const rows: Rows = createRows(pool);
  return {
    name: 'postgres',
    rows,
    migrate: () => migrate(databaseUrl),
    isOutage,
    isCollision: (error) => error instanceof DatabaseError && collisionStates.has(error.code ?? ''),
    greatestAttempts,
    scrub: () => scrub(rows),
    async close() {
      await rows.destroy();
      if (!pool.ending) await pool.end();
    },
  };
}

function createPool(config: PoolConfig): Pool {
  const pool = new Pool({ keepAlive: true, ...config, types: { getTypeParser: getTypeParser as typeof types.getTypeParser } });
  // Without listeners a connection that is lost, idle or between two statements, ends the process. The next statement reports it.
  pool.on('error', ignore);
  pool.on('connect', (client) => void client.on('error', ignore));
  return pool;
}

function ignore(): void {}

/** Only for this pool: another one in the process may read int8 as it likes. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === int8 && format !== 'binary' ? Number : types.getTypeParser(oid, format as 'text');
}

function createRows(pool: Pool): Rows {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: discardBroken(pool) }) });
}

/**
 * A pool that takes back no connection on which something failed without word from the server: a statement that timed out here
 * still runs there, and the next one would wait behind it.
 */
function discardBroken(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => watch(await pool.connect()),
  };
}

function watch(client: PoolClient): PostgresPoolClient {
  let failure: unknown;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    // A rollback on a lost connection would wait as long again.
    if (failure !== undefined) throw failure;
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      if (!(error instanceof DatabaseError) || isOutage(error)) failure = error;
      throw error;
    }
  };
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(failure !== undefined || destroy === true) };
}

/**
 * SQLSTATE classes that pass: 08 connection, 53 resources, 57 the operator or a timeout, 58 the system; 55P03 a lock not had in
 * time, 25P03 and 25006 a transaction that idled or met a standby.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const passingStates = /^(08|53|57|58)|^(55P03|25P03|25006)$/;
const passingSystemCodes = /^(E(CONN|HOST|NET|TIMEDOUT|PIPE|AI_AGAIN|NOENT|NOTFOUND|ADDR)|EAI_)/;
/** `pg` and `pg-pool` give these no code. */
const passingMessages = /^(Connection terminated|timeout exceeded|timeout expired|Query read timeout|Client (has encountered|was closed)|The client|Connection ended)/i;

function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isOutage);
  if (error instanceof DatabaseError) return passingStates.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? passingSystemCodes.test(code) : passingMessages.test(error.message);
}

/** With connections of its own: a step may take longer than a statement may. Kysely holds an advisory lock around it. */
async function migrate(databaseUrl: string): Promise<void> {
  const pool = createPool({
    connectionString: databaseUrl, max: 1, connectionTimeoutMillis: timeouts.connectionTimeoutMillis, query_timeout: migrationTimeoutMs,
  });
  const rows = createRows(pool);
  try {
    const migrator = new Migrator({ db: rows, provider: { getMigrations: async () => listMigrations('postgres') } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    await rows.destroy();
    if (!pool.ending) await pool.end();
  }
}

/**
 * Rewrite the tables, which alone takes dead rows out of their files; a large one is only cleared for writing over, since a
 * rewrite locks it. The server's journal keeps changes until it is written over, and backups as long as the operator says.
 */
async function scrub(rows: Rows): Promise<void> {
  for (const table of tableNames) {
    const { rows: sizes } = await sql<{ bytes: number }>`select pg_total_relation_size(${`"${table}"`}::regclass) as bytes`.execute(rows);
    const isSmall = (sizes[0]?.bytes ?? 0) <= greatestRewriteBytes;
    await (isSmall ? sql`vacuum full ${sql.table(table)}` : sql`vacuum ${sql.table(table)}`).execute(rows);
  }
}
