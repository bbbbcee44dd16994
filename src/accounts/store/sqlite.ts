// Owns the file `accounts.db` and what SQLite must be told so that deleted rows are gone. Refuses to be read by other users of the machine.

import { chmodSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, SqliteDialect } from 'kysely';
import type { SqliteDatabase } from 'kysely';
import { Migrator } from 'kysely/migration';
import { makeDataFolder } from './folder.ts';
import { insist } from './insist.ts';
import { listMigrations } from './migrations.ts';
import type { Engine, Rows } from './store.ts';
import type { Tables } from './tables.ts';

/** SQLite's own waiting holds up the whole process, so it is short: the store tries again later, with room for others in between. */
const busyTimeoutMs = 10;
/** 150 times 10 ms of waiting and 10 ms of pause: 3 s, while somebody may still be there for the answer. */
const greatestAttempts = 150;
const busy = 5;

/** The primary result codes that pass: busy, locked, read-only, input/output, full, cannot open. @see https://sqlite.org/rescode.html */
const outageCodes: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

/**
 * Open `accounts.db` in a folder; both are made if need be.
 *
 * @param folder - As `makeDataFolder` says.
 */
export function openSqlite(folder: string): Engine {
  const database = openFile(folder);
  const rows: Rows = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(database) }) });
  return {
    name: 'sqlite',
    rows,
    async migrate() {
      database.exec(settings);
      await migrate(rows);
    },
    isOutage: (error) => outageCodes.has(primaryCodeOf(error)),
    // Nothing was done: `begin immediate` waits for the lock, or else the only statement does.
    isCollision: isBusy,
    greatestAttempts,
    scrub: () => scrub(database),
    async close() {
      await rows.destroy();
      if (database.isOpen) database.close();
    },
  };
}

function openFile(folder: string): DatabaseSync {
  makeDataFolder(folder);
  const path = join(folder, 'accounts.db');
  closeSync(openSync(path, 'a', 0o600));
  // The files beside it, -wal and -shm, take the mode of the database.
  chmodSync(path, 0o600);
  return new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true, enableDoubleQuotedStringLiterals: false });
}

/**
 * Deleted bytes are overwritten, what was answered is on the disk, and VACUUM makes no file of its own.
 * @see https://sqlite.org/pragma.html
 */
const settings = 'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma temp_store = memory';

/** What Kysely asks of a driver, by `node:sqlite`. */
function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(text) {
      // A transaction that reads first and writes later would fail where another one wrote between.
      const statement = database.prepare(text === 'begin' ? 'begin immediate' : text);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as readonly Value[])),
        run: (values) => statement.run(...(values as readonly Value[])),
        iterate: (values) => statement.iterate(...(values as readonly Value[])),
      };
    },
  };
}

type Value = null | number | bigint | string | Uint8Array;

/** One immediate transaction is the lock: other processes wait for it, then find the work done. */
async function migrate(rows: Rows): Promise<void> {
  await rows.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => listMigrations('sqlite') }, disableTransactions: true });
    const { error } = await migrator.migrateToLatest();
    await (error === undefined ? sql`commit` : sql`rollback`).execute(connection);
    if (error !== undefined) throw error;
  });
}

/** `secure_delete` leaves copies in pages that were split, and the journal keeps pages as they were: only rewriting clears both. */
async function scrub(database: DatabaseSync): Promise<void> {
  await insist(() => database.exec('vacuum'), isBusy, greatestAttempts);
  await insist(() => truncateJournal(database), isBusy, greatestAttempts);
}

/** Fails while anybody reads what it holds. */
function truncateJournal(database: DatabaseSync): void {
  const checkpoint = database.prepare('pragma wal_checkpoint(truncate)').get();
  if (checkpoint?.['busy'] !== 0) throw Object.assign(new Error('The journal is in use.'), { errcode: busy });
}

function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === busy;
}

function primaryCodeOf(error: unknown): number {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : 0;
}
