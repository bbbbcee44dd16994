// Owns the watch over a studio's files and connections: by strace, or where that may not run by looking at /proc again and again.

import { spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';
import { listConnections, listDescriptors } from './processes.ts';

/** How the studio is watched. */
export type WatchKind = 'strace' | 'proc';

/** What was seen, each thing once. */
export interface Sighting {
  /** Files made, or opened for writing. */
  readonly writes: ReadonlySet<string>;
  /** Such as `127.0.0.1:8080`. */
  readonly hosts: ReadonlySet<string>;
}

const calls = [
  'open', 'openat', 'openat2', 'creat', 'memfd_create', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'rename', 'renameat', 'renameat2',
  'link', 'linkat', 'symlink', 'symlinkat', 'truncate', 'connect', 'sendto', 'sendmsg', 'sendmmsg', 'io_uring_setup',
];

/**
 * The command that starts a program under strace: the program is our own child, strace its shadow, and what it sees comes
 * by descriptor 3. A question mark before a call lets it be missing on another processor.
 */
export const straceCommand = [
  'strace', '-D', '-f', '-qq', '--seccomp-bpf', '-s', '400', '-e', 'signal=none', '-e', `trace=${calls.map((call) => `?${call}`).join(',')}`, '-o', '|exec cat >&3',
] as const;

/** Whether strace is installed and may trace here. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=connect', '-o', '/dev/null', 'true']).status === 0;
}

/** Read strace's lines as they come; `ended` resolves when every traced process has. */
export function readTrace(lines: Readable): Sighting & { readonly ended: Promise<void> } {
  const seen = { writes: new Set<string>(), hosts: new Set<string>() };
  let rest = '';
  lines.setEncoding('utf8').on('data', (text: string) => {
    const complete = (rest + text).split('\n');
    rest = complete.pop() ?? '';
    for (const line of complete) readLine(line, seen);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  lines.on('close', resolve);
  return { ...seen, ended: promise };
}

/** Nothing can be kept in it. */
const harmless = '/dev/null';

function readLine(line: string, { writes, hosts }: { readonly writes: Set<string>; readonly hosts: Set<string> }): void {
  const call = /^\d+\s+(?:<\.\.\. )?(\w+)/.exec(line)?.[1] ?? '';
  for (const host of listHosts(line)) hosts.add(host);
  // What was refused made no file.
  if (/ = -1 E/.test(line) || /resumed>/.test(line)) return;
  const path = /"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? '';
  const isOpen = call.startsWith('open') && path !== harmless && /O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|O_TRUNC/.test(line);
  const makes = /^(creat|memfd_create|mkdir|mknod|rename|link|symlink|truncate)/.test(call);
  if (isOpen || makes) writes.add(path);
  // Through a ring that the kernel polls, files can be opened without a system call: strace would not see it. libuv has
  // another ring in every program, for changes to what it waits for.
  if (call === 'io_uring_setup' && line.includes('IORING_SETUP_SQPOLL')) writes.add('io_uring');
}

function listHosts(line: string): string[] {
  const four = [...line.matchAll(/sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g)].map(([, port, address]) => `${address}:${port}`);
  const six = [...line.matchAll(/sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"/g)].map(([, port, address]) => `[${address}]:${port}`);
  return [...four, ...six];
}

/** Milliseconds between two looks: what is open for less can be missed, and the table says so. */
const lookEveryMs = 50;

/**
 * Look at the descriptors and connections of processes until told to stop.
 *
 * @param ownPort - Where they listen themselves.
 */
export function watchProc(list: () => readonly number[], ownPort: () => number): Sighting & Disposable {
  const writes = new Set<string>();
  const hosts = new Set<string>();
  const look = () => {
    const connections = listConnections();
    const own = `:${ownPort().toString(16).toUpperCase().padStart(4, '0')}`;
    for (const { target, writes: writable } of list().flatMap(listDescriptors)) {
      if (writable && target.startsWith('/') && !target.startsWith('/dev/')) writes.add(target);
      const connection = connections.find(({ inode }) => target === `socket:[${inode}]`);
      if (connection && !connection.local.endsWith(own) && !connection.remote.endsWith(':0000')) hosts.add(writeAddress(connection.remote));
    }
  };
  const timer = setInterval(look, lookEveryMs);
  return { writes, hosts, [Symbol.dispose]: () => clearInterval(timer) };
}

/** The kernel writes an IPv4 address as one number in the processor's order of bytes. */
function writeAddress(text: string): string {
  const [address = '', port = ''] = text.split(':');
  const bytes = Buffer.from(address.slice(-8), 'hex').reverse();
  const isFour = address.length === 8 || address.startsWith('0000000000000000FFFF0000');
  return `${isFour ? bytes.join('.') : `[${address}]`}:${Number.parseInt(port, 16)}`;
}
