// Owns the studio as `npm start` starts it, measured from outside: its address, its processes, what they hold. Linux only.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A studio in its own processes. */
export interface StartedStudio extends AsyncDisposable {
  readonly url: string;
  /** The process that was started, and its children. */
  listProcesses(): readonly number[];
}

/**
 * Start `src/main.ts` on a free port and wait until it listens.
 *
 * @param environment - All that it gets but PATH and PORT.
 */
export async function startMain(environment: Readonly<Record<string, string>> = {}): Promise<StartedStudio> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readAddress(child.stdout);
  child.stdout.resume();
  return {
    url,
    listProcesses: () => listFamily(child.pid!),
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function readAddress(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const entry = JSON.parse(line) as { msg: string; url?: string };
    if (entry.msg === 'listening' && entry.url) return entry.url.replace('localhost', '127.0.0.1');
  }
  throw new Error('the process ended before it listened');
}

function listFamily(parent: number): number[] {
  const isChild = (pid: string) => readOr(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[1] === String(parent);
  return [parent, ...readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isChild(name)).map(Number)];
}

/** Memory of a process, its share of what it shares included; 0 once it is gone. */
export function readPssBytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

/** A process may end between two looks. */
function readOr(path: string, gone = ''): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return gone;
  }
}
