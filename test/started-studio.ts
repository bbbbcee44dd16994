// Owns the studio as `npm start` starts it, for tests of its processes: its address, its workers, its end. Reads /proc: Linux only.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A studio in processes of its own. */
export interface StartedStudio extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Such as `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  /** Lines of its log so far, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Resolves when so many engines have become warm since the start. */
  warm(count: number): Promise<void>;
  /** Process numbers of the workers. */
  listWorkers(): number[];
}

/** Start `src/main.ts` on a free port with one face worker and no rate limit; resolves when it listens. */
export async function startMain(environment: Readonly<Record<string, string>> = {}): Promise<StartedStudio> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { PATH: process.env['PATH'], PORT: '0', FACE_WORKERS: '1', RATE_LIMIT_PER_MINUTE: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const log: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.push(JSON.parse(line) as Record<string, unknown>);
    for (const look of waiting) look();
  });
  const until = (isSo: () => boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => isSo() && waiting.delete(look) && resolve();
    waiting.add(look);
    look();
    return promise;
  };
  const started = () => log.find(({ msg }) => msg === 'listening')?.['url'];
  await until(() => started() !== undefined);
  const url = String(started()).replace('localhost', '127.0.0.1');
  return {
    child,
    url,
    port: Number(new URL(url).port),
    log,
    warm: (count) => until(() => log.filter(({ event }) => event === 'vision-ready').length >= count),
    listWorkers: () => listChildren(child.pid!),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function listChildren(parent: number): number[] {
  const isChild = (pid: string) => readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === String(parent);
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isChild(name)).map(Number);
}

/** Whether a process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  const state = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]);
  return state !== undefined && state !== 'Z';
}

/** Sockets that a process has open. */
export function countSockets(pid: number): number {
  const names = readOr(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return names.filter((name) => readOr(() => readlinkSync(`/proc/${pid}/fd/${name}`))?.startsWith('socket:')).length;
}

/** A process may end between two looks. */
function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
