// Owns where accounts under test are kept, on either engine, and a clock that tests turn. Refuses to share rows between suites.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts, AccountsOptions } from '../../src/accounts/accounts.ts';
import type { PostgresServer } from './postgres-server.ts';

/** Somewhere for rows. */
export interface Place extends AsyncDisposable {
  readonly engine: 'sqlite' | 'postgres';
  readonly at: AccountsOptions['at'];
  /** Every byte on disk. @param withJournal - Also what PostgreSQL writes ahead, which it writes over in its own time; of SQLite always. */
  readBytes(withJournal: boolean): Buffer;
  /** Have everything written where it will stay, statistics too. */
  settle(): Promise<void>;
}

/** Makes a place that nobody else uses. */
export type MakePlace = () => Promise<Place>;

/** Accounts in a place of their own. */
export interface TestAccounts extends AsyncDisposable {
  readonly accounts: Accounts;
  readonly place: Place;
  /** Milliseconds since 1970. */
  readonly clock: { nowMs: number };
  /** The same rows, by another process or with other secrets. */
  openAgain(secrets?: readonly string[], freeCreditsPerDay?: number): Promise<Accounts>;
}

/** What the tests seal with. */
export const testSecret = 'a secret of the tests, long enough to be one';
/** What everybody declares. */
export const declaration = { isAdult: true, termsVersion: '2026-11' } as const;
/** What everybody chooses. */
export const testPassword = 'correct horse battery staple';

/** A folder for SQLite. */
export const makeFolder: MakePlace = async () => {
  const root = mkdtempSync(join(tmpdir(), 'ephemera-accounts-'));
  // One that the store makes itself.
  const folder = join(root, 'data');
  const readBytes = (): Buffer => Buffer.concat(listFiles(folder).map(readFile));
  return { engine: 'sqlite', at: { folder }, readBytes, settle: async () => undefined, [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }) };
};

/** Databases of a server. */
export function makeDatabasesOf(server: PostgresServer): MakePlace {
  return async () => {
    const databaseUrl = await server.makeDatabase();
    return {
      engine: 'postgres',
      at: { databaseUrl },
      readBytes: (withJournal) => Buffer.concat(listFiles(server.folder).filter((path) => withJournal || !path.includes('/pg_wal/')).map(readFile)),
      settle: () => server.run('analyze; checkpoint', databaseUrl),
      [Symbol.asyncDispose]: async () => undefined,
    };
  };
}

/** Ask the database itself, from beside the store. */
export async function readRows({ at }: Place, statement: string): Promise<Record<string, unknown>[]> {
  if ('folder' in at) {
    using database = new DatabaseSync(join(at.folder, 'accounts.db'), { readOnly: true, timeout: 5000 });
    return database.prepare(statement).all();
  }
  const client = new Client({ connectionString: at.databaseUrl });
  await client.connect();
  const { rows } = await client.query(statement).finally(() => client.end());
  return rows as Record<string, unknown>[];
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A file that the server removed since it was listed, after a rewrite of its table, has no bytes any more. */
function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Open accounts in a new place, on a morning of November 2026. */
export async function openTestAccounts(makePlace: MakePlace): Promise<TestAccounts> {
  const place = await makePlace();
  const clock = { nowMs: Date.UTC(2026, 10, 21, 9) };
  const opened: Accounts[] = [];
  const openAgain = async (secrets: readonly string[] = [testSecret], freeCreditsPerDay = 0): Promise<Accounts> => {
    const accounts = await openAccounts({ at: place.at, secrets, now: () => clock.nowMs, freeCreditsPerDay });
    opened.push(accounts);
    return accounts;
  };
  const accounts = await openAgain();
  return {
    accounts,
    place,
    clock,
    openAgain,
    async [Symbol.asyncDispose]() {
      for (const each of opened) await each.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

let people = 0;

/** An address nobody has had before. */
export function makeAddress(name = 'anna'): string {
  people += 1;
  return `${name}.${people}@example.test`;
}
