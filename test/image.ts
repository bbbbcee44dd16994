// Owns the image without a container engine: its files, environment and command as the Dockerfile has them, in a place where nothing can be written.

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dockerfile = readFileSync(`${root}/Dockerfile`, 'utf8').replaceAll(/\\\n\s*/g, '');

/** The last stage of the Dockerfile, which is the image. */
export const stage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM ') + 1);

/** Its environment; the port is any that is free, since several tests run on one machine. */
export const environment = { ...Object.fromEntries(readWords('ENV').map((pair) => pair.split('=', 2))), PORT: '0' } as Readonly<Record<string, string>>;

/** Its command, with the Node that runs the tests. */
export const command = [process.execPath, ...(JSON.parse(readLine('CMD')) as string[]).slice(1)];

/** Files and folders that it copies, all of them to their own names. */
const copied = [...stage.matchAll(/^COPY (?:--from=build )?(.+)$/gm)].flatMap(([, words]) => (words ?? '').split(' ').slice(0, -1)).map((path) => path.replace('/studio/', ''));

const inside = { folder: '/studio', node: '/node' };

/** The image's files and the machine's libraries, all read-only; no other place, no capability, no root. */
const sandbox = [
  ...['--unshare-all', '--share-net', '--die-with-parent', '--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL'],
  ...['/usr', '/bin', '/lib', '/lib64', '/etc'].filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path]),
  ...copied.filter((path) => existsSync(`${root}/${path}`)).flatMap((path) => ['--ro-bind', `${root}/${path}`, `${inside.folder}/${path}`]),
  ...['--ro-bind', process.execPath, inside.node, '--dev', '/dev', '--proc', '/proc', '--dir', '/tmp'],
  ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', inside.folder, '--clearenv'],
  ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
];

/** Is there a bwrap that may be used? Says in one line how to get one when there is none. */
export function hasSandbox(): boolean {
  const usable = spawnSync('bwrap', [...sandbox, inside.node, '--version']).status === 0;
  if (!usable) process.stdout.write('skipped: no bwrap here, or it is not permitted. Install it (Debian: apt-get install bubblewrap).\n');
  return usable;
}

/** Run a program of the machine where the image's command runs. */
export function runInSandbox(program: string, ...words: readonly string[]) {
  return spawnSync('bwrap', [...sandbox, program, ...words], { encoding: 'utf8' });
}

/** A running server. */
export interface ContainedStudio extends AsyncDisposable {
  readonly url: string;
  /** What it wrote to standard error. */
  readonly errors: readonly string[];
}

/** Start the image's command where nothing can be written. */
export function startContained(): Promise<ContainedStudio> {
  return start('bwrap', [...sandbox, inside.node, ...command.slice(1)]);
}

/** Start the image's command and environment on this machine, under another program that watches it. */
export function startWatched(watcher: readonly string[]): Promise<ContainedStudio> {
  return start(watcher[0] ?? '', [...watcher.slice(1), ...command]);
}

async function start(program: string, words: readonly string[]): Promise<ContainedStudio> {
  const child = spawn(program, words, { cwd: root, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const url = await readUrl(child, errors);
  return { url, errors, [Symbol.asyncDispose]: () => end(child) };
}

async function readUrl(child: ChildProcess, errors: readonly string[]): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, url } = JSON.parse(line) as { msg: string; url: string };
    if (msg !== 'listening') continue;
    child.stdout!.resume();
    return url;
  }
  throw new Error(`the server did not start: ${errors.join('')}`);
}

/** bwrap passes no signal on; the server dies with it. */
async function end(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('close', () => resolve());
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await promise;
  clearTimeout(cut);
}

function readLine(instruction: string): string {
  return new RegExp(`^${instruction} (.+)$`, 'm').exec(stage)?.[1] ?? '';
}

function readWords(instruction: string): string[] {
  return readLine(instruction).split(' ');
}
