// Shows on the real process that no signal opens it, that it leaves no core dump, and what a crash says. What it reads of the process, Linux alone has.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listListening } from '../../prove/processes.ts';
import { closedFlags, planClosedStart } from '../../src/retention/closed-start.ts';

const root = new URL('../..', import.meta.url);

async function startMain(environment: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env['PATH'], PORT: '0', FACE_WORKERS: '1', ...environment };
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('listening')) break;
  child.stdout.resume();
  return { child, errors, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** Makes the process break at SIGUSR2 as a fault of a library would. */
const breaking = `data:text/javascript,process.on('SIGUSR2',()=>{throw new RangeError('canary')})`;

const readProcess = (pid: number | undefined, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');

describe('a closed start', () => {
  it('keeps the flags that are there, and adds each that closes once', () => {
    const plan = planClosedStart('/node', ['--disable-sigusr1', '--trace-gc'], ['main.ts', 'word']);
    expect(plan.slice(4)).toEqual(['/node', '--disable-sigusr1', '--trace-gc', ...closedFlags.slice(1), 'main.ts', 'word']);
    expect(planClosedStart('/node', ['--permission'], ['main.ts'], ['--permission', '--allow-net']).slice(4)).toEqual(['/node', '--permission', '--allow-net', 'main.ts']);
  });
});

describe.skipIf(process.platform !== 'linux')('the process', () => {
  let running: Awaited<ReturnType<typeof startMain>>;
  beforeAll(async () => {
    running = await startMain({ RETENTION: 'die' });
  });
  afterAll(() => running[Symbol.dispose]());

  it('says of a crash its class and never its message', async () => {
    using breakable = await startMain({ NODE_OPTIONS: `--import "${breaking}"` });
    const { child, errors } = breakable;
    const lines = createInterface({ input: child.stdout });
    const last = once(lines, 'line') as Promise<[string]>;
    child.kill('SIGUSR2');
    expect(await once(child, 'close')).toEqual([70, null]);
    const [line] = await last;
    expect(JSON.parse(line)).toMatchObject({ level: 'error', msg: 'crashed', causes: ['RangeError'] });
    expect(line + errors.join('')).not.toContain('canary');
  });

  it('can leave no core dump, not even when its limit is raised', () => {
    expect(readProcess(running.child.pid, 'limits')).toMatch(/^Max core file size +0 +0 /m);
  });

  it('and those that it starts may do what they need, and no more', () => {
    const { pid } = running.child;
    const flagsOf = (process: number | string | undefined) => readProcess(Number(process), 'cmdline').split('\0').filter((word) => /^--(permission|allow)/.test(word));
    const workers = readProcess(pid, `task/${pid}/children`).trim().split(' ');
    const project = `--allow-fs-read=${fileURLToPath(root).replace(/\/$/, '')}`;
    expect(flagsOf(pid)).toEqual(['--permission', project, '--allow-child-process', '--allow-net']);
    // No provider is configured: nothing in them can open a socket.
    expect(workers.map(flagsOf)).toEqual(workers.map(() => ['--permission', project, '--allow-addons', '--allow-worker']));
  });

  it('opens no inspector at SIGUSR1, and goes on', async () => {
    const { child, errors } = running;
    const before = listListening([child.pid!]);
    expect(before).toHaveLength(1);
    child.kill('SIGUSR1');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(errors.join('')).not.toContain('Debugger');
    expect(listListening([child.pid!])).toEqual(before);
    expect(child.exitCode).toBe(null);
  });

  it('writes no report and no heap snapshot at SIGUSR2: it ends', async () => {
    running.child.kill('SIGUSR2');
    expect(await once(running.child, 'exit')).toEqual([null, 'SIGUSR2']);
    expect((await readdir(root)).filter((name) => /^(report|Heap)\./.test(name))).toEqual([]);
  });
});
