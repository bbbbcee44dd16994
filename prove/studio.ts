// Owns the studio under proof: the program that `npm start` runs, as a child with its own environment, watched from outside.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listFamily, readName } from './processes.ts';
import { readTrace, straceCommand, watchProc } from './watch.ts';
import type { Sighting, WatchKind } from './watch.ts';

/** A running studio. */
export interface ProvenStudio {
  readonly port: number;
  readonly pid: number;
  /** Everything it wrote to standard output and error. */
  readonly log: () => Buffer;
  readonly sighting: Sighting;
  /** Its processes that are alive now, the first one first. */
  listProcesses(): number[];
  /** `scrub` or `die`, as it says itself at `GET /v1/retention`; `scrub` from one that has no such page. */
  readMode(): Promise<string>;
  /** Tell it to drain. @returns Its exit status, once nothing of it is watched any more. */
  stop(): Promise<number | null>;
}

/** What differs from one studio to another. */
export interface StudioChoice {
  readonly environment: Readonly<Record<string, string>>;
  /** Not at all unless told. */
  readonly watch?: WatchKind | undefined;
  /** A module that is loaded before the program: one of `prove/leaks`. */
  readonly preload?: string | undefined;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Start a studio and wait until its local engine is warm. */
export async function startProven({ environment, watch, preload }: StudioChoice): Promise<ProvenStudio> {
  const program = [process.execPath, ...(preload ? ['--import', preload] : []), 'src/main.ts'];
  const [command = '', ...rest] = watch === 'strace' ? [...straceCommand, ...program] : program;
  const env = { PATH: process.env['PATH'], PORT: '0', ...environment };
  const child = spawn(command, rest, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const pid = child.pid!;
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => void chunks.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => void chunks.push(chunk));
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let port = 0;
  const trace = watch === 'strace' ? readTrace(child.stdio[3] as Readable) : undefined;
  const looking = watch !== 'proc' ? undefined : watchProc(pid, () => port);
  const log = () => Buffer.concat(chunks);
  port = await waitForPort(log, () => child.exitCode);
  await waitUntilWarm(port);
  // strace's pipe to us hangs below the program that it traces.
  const pipes = trace ? listFamily(pid).filter((member) => readName(member) === 'cat') : [];
  return {
    port,
    pid,
    log,
    sighting: trace ?? looking ?? { writes: new Set(), hosts: new Set() },
    listProcesses: () => listFamily(pid).filter((member) => !pipes.includes(member)),
    readMode: () => readMode(port),
    async stop() {
      child.kill('SIGTERM');
      const [status] = await exited;
      await trace?.ended;
      looking?.[Symbol.dispose]();
      return status;
    },
  };
}

async function waitForPort(log: () => Buffer, exitCode: () => number | null): Promise<number> {
  for (;;) {
    const port = /"url":"http:\/\/[^"]+?:(\d+)"/.exec(log().toString())?.[1];
    if (port) return Number(port);
    if (exitCode() !== null) throw new Error(`the studio did not start:\n${log()}`);
    await sleep(50);
  }
}

async function waitUntilWarm(port: number): Promise<void> {
  while ((await fetch(`http://127.0.0.1:${port}/v1/health`)).status !== 200) await sleep(100);
}

async function readMode(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/retention`);
  if (!answer.ok) return 'scrub';
  const statement = (await answer.json()) as { readonly mode?: string; readonly forgetting?: { readonly mode: string } };
  return statement.mode ?? statement.forgetting?.mode ?? 'scrub';
}
