// Owns servers that are measured from outside: each in a process of its own, which answers what it used. Linux only.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';

/** What a server's process used. */
export interface Usage {
  /** CPU time of all threads since the start, in milliseconds. */
  readonly cpuMs: number;
  readonly residentBytes: number;
  /** Highest resident size since the last `resetPeak`. */
  readonly peakBytes: number;
}

/** A server in another process. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  readUsage(): Promise<Usage>;
  /** Collect garbage and let the peak begin anew. */
  resetPeak(): Promise<Usage>;
}

/**
 * Start a server script; it calls `serveHere`.
 *
 * @param environment - All that it gets but PATH: `nativeMemory` or `dyingMemory` for the studio, as `main` starts it and its workers.
 */
export async function startServed(script: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Served> {
  const child = fork(new URL(script, import.meta.url), parameters, {
    execArgv: ['--expose-gc'],
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const ask = async (question: string): Promise<Usage> => {
    child.send(question);
    const [usage] = (await once(child, 'message')) as [Usage];
    return usage;
  };
  return {
    url,
    readUsage: () => ask('usage'),
    resetPeak: () => ask('reset'),
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** In the server's process: say where it listens and answer questions. */
export function serveHere(url: string): void {
  process.on('message', (question) => {
    if (question === 'reset') {
      globalThis.gc?.();
      // Sets the peak back to what is resident now. https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
      writeFileSync('/proc/self/clear_refs', '5');
    }
    process.send?.(readUsageHere());
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ url });
}

function readUsageHere(): Usage {
  const { user, system } = process.cpuUsage();
  const status = readFileSync('/proc/self/status', 'utf8');
  const bytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
  return { cpuMs: (user + system) / 1000, residentBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
}
