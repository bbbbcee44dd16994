// Owns the connection to the rows: opening, transactions, what a lost database answers. Refuses queries of its own: tables are others'.

import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { Problem } from '../../problem.ts';
import { insist } from './insist.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** What queries are made on: inside `transact` always the one passed in. */
export type Rows = Kysely<Tables>;

/** One kind of database, as the store drives it. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  readonly rows: Rows;
  /** Bring the tables to today's shape; safe from several processes at once. */
  migrate(): Promise<void>;
  /** Whether an error means that the database cannot be reached or has no room just now. */
  isOutage(error: unknown): boolean;
  /** Whether the same transaction may succeed if tried again. */
  isCollision(error: unknown): boolean;
  /** How often it is worth trying. @see insist */
  readonly greatestAttempts: number;
  /** Overwrite the bytes of deleted rows as far as the engine lets us. Throws if it could not. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/** The rows of all accounts. */
export interface Store {
  /** Read, or write in one statement. @throws {Problem} `accounts-unavailable`. */
  use<T>(work: (rows: Rows) => Promise<T>): Promise<T>;
  /** All or nothing. Only the rows passed in may be used inside, and nothing slow. @throws {Problem} `accounts-unavailable`. */
  transact<T>(work: (rows: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** Clean what deletions left in the file, if anything; what cannot be done now is done by the next call. @returns Whether all is clean. */
  scrub(): Promise<boolean>;
  close(): Promise<void>;
}

/** Name of a chore that a deletion leaves until the file is clean; one each, so that none covers for another. */
export function nameScrubChore(): string {
  return `scrub:${randomUUID()}`;
}

/** A database that restarts is back in about this time; PostgreSQL needs 1 to 5 s. */
const retryAfterSeconds = 5;
/**
 * Open the rows and bring the tables to today's shape. A database that cannot be reached now is no error: it is tried again
 * with each use.
 *
 * @throws {Error} If the tables cannot be made, or the folder or the address is wrong for good.
 */
export async function openStore(at: { readonly folder: string } | { readonly databaseUrl: string }): Promise<Store> {
  const engine = 'folder' in at ? openSqlite(at.folder) : openPostgres(at.databaseUrl);
  const store = createStore(engine);
  try {
    await store.use(async () => undefined);
  } catch (error) {
    if (!(error instanceof Problem)) {
      await engine.close();
      throw error;
    }
  }
  return store;
}

function createStore(engine: Engine): Store {
  const ensureTables = createOnce(engine.migrate);
  const reach = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await insist(() => ensureTables().then(work), engine.isCollision, engine.greatestAttempts);
    } catch (error) {
      if (!engine.isOutage(error) && !engine.isCollision(error)) throw error;
      throw new Problem('accounts-unavailable', `The accounts cannot be reached. Try again in ${retryAfterSeconds} seconds.`, { cause: error, retryAfterSeconds });
    }
  };
  return {
    use: (work) => reach(() => work(engine.rows)),
    transact: (work) => reach(() => engine.rows.transaction().execute(work)),
    scrub: () => reach(() => scrub(engine)).catch(deferScrub),
    close: engine.close,
  };
}

/** Run once until it succeeds; callers meanwhile share the attempt. */
function createOnce(work: () => Promise<void>): () => Promise<void> {
  let attempt: Promise<void> | undefined;
  return () => {
    attempt ??= work().catch((error: unknown) => {
      attempt = undefined;
      throw error;
    });
    return attempt;
  };
}

/** The rows are gone already: that their bytes go later is no reason to tell anybody that the deletion failed. */
function deferScrub(error: unknown): boolean {
  if (error instanceof Problem) return false;
  throw error;
}

/** A chore is made by the deletion's own transaction and goes only after the cleaning: a process that dies leaves it to the next. */
async function scrub(engine: Engine): Promise<boolean> {
  const chores = await engine.rows.selectFrom('chore').select('name').where('name', 'like', 'scrub:%').execute();
  if (chores.length === 0) return true;
  try {
    await engine.scrub();
  } catch (error) {
    if (!engine.isOutage(error) && !engine.isCollision(error)) throw error;
    return false;
  }
  await engine.rows.deleteFrom('chore').where('name', 'in', chores.map(({ name }) => name)).execute();
  return true;
}
