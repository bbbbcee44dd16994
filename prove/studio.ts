// Owns the studio under proof: the program that `npm start` runs, as a child with its own environment, watched from outside.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Certificate } from './certificate.ts';
import { fetchJson } from './client.ts';
import type { Origin } from './client.ts';
import { listFamily, readName } from './processes.ts';
import { readTrace, straceCommand, watchProc } from './watch.ts';
import type { Sighting, WatchKind } from './watch.ts';

/** A running studio. */
export interface ProvenStudio {
  readonly origin: Origin;
  /** Its first process: where there are several, the supervisor. */
  readonly pid: number;
  /** Everything it wrote to standard output and error. */
  readonly log: () => Buffer;
  readonly sighting: Sighting;
  /** Its processes that are alive now, the first one first. */
  listProcesses(): number[];
  /** `scrub` or `die`, as it says itself at `GET /v1/retention`. */
  readMode(): Promise<string>;
  /** Tell it to drain. @returns Its exit status, once nothing of it is watched any more. */
  stop(): Promise<number | null>;
}

/** What differs from one studio to another. */
export interface StudioChoice {
  readonly environment: Readonly<Record<string, string>>;
  /** Speak HTTPS with it. */
  readonly certificate?: Certificate | undefined;
  /** Not at all unless told. */
  readonly watch?: WatchKind | undefined;
  /** Modules that are loaded before the program, in each of its processes: from `prove/leaks`. */
  readonly preloads: readonly string[];
}

/** The folder of the studio's program. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Start a studio and wait until its local engine is warm. */
export async function startProven(choice: StudioChoice): Promise<ProvenStudio> {
  const { watch, certificate } = choice;
  const program = [process.execPath, 'src/main.ts'];
  const [command = '', ...rest] = watch === 'strace' ? [...straceCommand, ...program] : program;
  const child = spawn(command, rest, { cwd: projectRoot, env: describeEnvironment(choice), stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const pid = child.pid!;
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => void chunks.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => void chunks.push(chunk));
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let port = 0;
  const trace = watch === 'strace' ? readTrace(child.stdio[3] as Readable) : undefined;
  const looking = watch !== 'proc' ? undefined : watchProc(() => listFamily(pid), () => port);
  const log = () => Buffer.concat(chunks);
  port = await waitForPort(log, () => child.exitCode);
  const origin = { port, certificate: certificate?.text };
  while ((await fetchJson(origin, '/v1/health')).status !== 200) await sleep(100);
  // strace's pipe to us hangs below the program that it traces.
  const pipes = trace ? listFamily(pid).filter((member) => readName(member) === 'cat') : [];
  return {
    origin,
    pid,
    log,
    sighting: trace ?? looking ?? { writes: new Set(), hosts: new Set() },
    listProcesses: () => listFamily(pid).filter((member) => !pipes.includes(member)),
    async readMode() {
      const { value } = await fetchJson(origin, '/v1/retention');
      return (value as { readonly forgetting: { readonly mode: string } }).forgetting.mode;
    },
    async stop() {
      child.kill('SIGTERM');
      const [status] = await exited;
      await trace?.ended;
      looking?.[Symbol.dispose]();
      return status;
    },
  };
}

function describeEnvironment({ environment, certificate, preloads }: StudioChoice): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    PORT: '0',
    ...environment,
    ...(certificate && { TLS_CERT_FILE: certificate.certificateFile, TLS_KEY_FILE: certificate.keyFile }),
    ...(preloads.length > 0 && { NODE_OPTIONS: preloads.map((module) => `--import=${module}`).join(' ') }),
  };
}

async function waitForPort(log: () => Buffer, exitCode: () => number | null): Promise<number> {
  for (;;) {
    const port = /"url":"https?:\/\/[^"]+?:(\d+)"/.exec(log().toString())?.[1];
    if (port) return Number(port);
    if (exitCode() !== null) throw new Error(`the studio did not start:\n${log()}`);
    await sleep(50);
  }
}
