// Owns how a process starts over closed: what would write its memory to a file, or show it to a debugger, is off. Refuses nothing else.

import { nativeMemory } from './native-memory.ts';

/**
 * Flags of Node: no inspector at SIGUSR1, and none of the reports that Node can write to a file.
 *
 * @see https://nodejs.org/api/cli.html#--disable-sigusr1
 */
export const closedFlags = ['--disable-sigusr1', '--no-report-on-signal', '--no-report-on-fatalerror', '--no-report-uncaught-exception'] as const;

/** Where the shell is on every system that has `execve`. */
const shell = '/bin/sh';

/**
 * Arguments of the shell that puts the limit of core dumps to nothing, which Node cannot, and becomes Node.
 *
 * @param flags - As the process has them.
 * @param words - The program and its arguments.
 * @param wanted - Flags to add where they are missing: those that close it, and what it may do.
 */
export function planClosedStart(node: string, flags: readonly string[], words: readonly string[], wanted: readonly string[] = closedFlags): readonly string[] {
  const missing = wanted.filter((flag) => !flags.includes(flag));
  return ['sh', '-c', 'ulimit -c 0; exec "$@"', 'sh', node, ...flags, ...missing, ...words];
}

type Environment = Record<string, string | undefined>;

/** Whether this process began with the settings of native code in its environment, and with these flags. */
export function isStartedClosed(environment: Environment, flags: readonly string[] = closedFlags): boolean {
  const isSettled = environment['VIPS_DISC_THRESHOLD'] === nativeMemory.VIPS_DISC_THRESHOLD && environment['GLIBC_TUNABLES'] !== undefined;
  return isSettled && flags.every((flag) => process.execArgv.includes(flag));
}

/**
 * Start over in this same process, closed, with the settings of native code in its environment: they are read when a program
 * begins. An operator's own GLIBC_TUNABLES stay. Returns only where there is nothing to start over with.
 *
 * @param environment - That of the process; it is changed.
 * @param further - Variables beside those of native code.
 */
export function startOverClosed(environment: Environment, flags: readonly string[] = closedFlags, further: Environment = {}): void {
  Object.assign(environment, { ...nativeMemory, ...further, GLIBC_TUNABLES: environment['GLIBC_TUNABLES'] ?? nativeMemory.GLIBC_TUNABLES });
  // Windows has neither execve nor glibc; libvips finds its setting all the same.
  if (process.platform !== 'win32') process.execve?.(shell, planClosedStart(process.execPath, process.execArgv, process.argv.slice(1), flags));
}
