// Owns the studio as `npm start` starts it, for tests and measurements of its processes: its address, its workers, its end. Reads /proc: Linux only.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { listDescriptors, listFamily } from '../prove/processes.ts';

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
  const ended = once(child, 'exit').then(([status]) => Promise.reject(new Error(`ended with ${status} before it listened`)));
  await Promise.race([until(() => started() !== undefined), ended]);
  const url = String(started()).replace('localhost', '127.0.0.1');
  return {
    child,
    url,
    port: Number(new URL(url).port),
    log,
    warm: (count) => until(() => log.filter(({ event }) => event === 'vision-ready').length >= count),
    listWorkers: () => listFamily(child.pid!).slice(1),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Sockets that a process has open. */
export function countSockets(pid: number): number {
  return listDescriptors(pid).filter(({ target }) => target.startsWith('socket:')).length;
}
