// Owns what /proc says of a family of processes: who is alive, who holds a connection. Refuses to look at other families.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process and all that descend from it, itself first. */
export function listFamily(root: number): number[] {
  const parents = new Map(listProcesses().flatMap((pid) => {
    const parent = readParent(pid);
    return parent === undefined ? [] : [[pid, parent]];
  }));
  const family = parents.has(root) ? [root] : [];
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member && !family.includes(pid)) family.push(pid);
  }
  return family;
}

/** Whether a process runs still. */
export function isAlive(pid: number): boolean {
  return readParent(pid) !== undefined;
}

/** Processor time that these have used so far, in hundredths of a second. */
export function readWork(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    // After the name in parentheses: fields 14 and 15 of proc(5) are utime and stime.
    const fields = readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)!.split(' ');
    return sum + Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }, 0);
}

/** Memory of a process, its share of what it shares included; 0 once it is gone. */
export function readPssBytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readOr(`/proc/${pid}/smaps_rollup`, ''))?.[1] ?? 0) * 1024;
}

/** What keeps a process's memory to itself, as the kernel tells it. */
export interface Seal {
  /** Largest core dump in bytes, or `unlimited`. */
  readonly coreLimit: string;
  readonly swappedBytes: number;
}

/** @returns Undefined when the process has ended. */
export function readSeal(pid: number): Seal | undefined {
  const coreLimit = /^Max core file size\s+(\S+)/m.exec(readOr(`/proc/${pid}/limits`, ''))?.[1];
  if (coreLimit === undefined) return undefined;
  const swapped = /VmSwap:\s+(\d+)/.exec(readOr(`/proc/${pid}/status`, ''))?.[1] ?? 0;
  return { coreLimit, swappedBytes: Number(swapped) * 1024 };
}

/** TCP ports on which a family listens. */
export function listListening(family: readonly number[]): number[] {
  const targets = new Set(family.flatMap(listDescriptors).map(({ target }) => target));
  const listening = listConnections().filter(({ isListening, inode }) => isListening && targets.has(`socket:[${inode}]`));
  return [...new Set(listening.map(({ local }) => Number.parseInt(local.split(':')[1] ?? '', 16)))];
}

/** The name of the program that a process runs; empty when it has ended. */
export function readName(pid: number): string {
  return readOr(`/proc/${pid}/comm`, '').trim();
}

/** The command line of a process, which until it runs a program of its own is its parent's; empty when it has ended. */
export function readCommand(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`, '');
}

/** Members of a family that hold the server's end of a client's connection. */
export function findHolders(family: readonly number[], clientPort: number): number[] {
  const port = clientPort.toString(16).toUpperCase().padStart(4, '0');
  const inodes = listConnections().flatMap(({ remote, inode }) => (remote.endsWith(`:${port}`) ? [`socket:[${inode}]`] : []));
  return family.filter((pid) => listDescriptors(pid).some(({ target }) => inodes.includes(target)));
}

/** One line of the kernel's table of TCP connections. */
export interface Connection {
  /** Address and port in hexadecimal, as the kernel writes them. */
  readonly local: string;
  readonly remote: string;
  readonly isListening: boolean;
  readonly inode: string;
}

/** Every TCP connection of this machine. */
export function listConnections(): Connection[] {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => readOr(table, '').split('\n').slice(1));
  return lines.flatMap((line) => {
    // State 0A is TCP_LISTEN.
    const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
    return local && remote && inode ? [{ local, remote, isListening: state === '0A', inode }] : [];
  });
}

/** Open descriptors of a process: what they lead to, and whether they can write. */
export function listDescriptors(pid: number): { readonly target: string; readonly writes: boolean }[] {
  return listOr(`/proc/${pid}/fd`).flatMap((number) => {
    try {
      const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${number}`, 'utf8'))?.[1] ?? '0';
      return [{ target: readlinkSync(`/proc/${pid}/fd/${number}`), writes: (Number.parseInt(flags, 8) & 3) !== 0 }];
    } catch {
      return [];
    }
  });
}

function listProcesses(): number[] {
  return listOr('/proc').map(Number).filter(Number.isInteger);
}

/** A process that has ended and waits for its parent to notice has no memory: it counts as gone. */
function readParent(pid: number): number | undefined {
  const [state, parent] = readOr(`/proc/${pid}/stat`, '').split(') ').at(-1)!.split(' ');
  return parent === undefined || state === 'Z' ? undefined : Number(parent);
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

function listOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
