// Owns how a process starts over closed: what would write its memory to a file, or show it to a debugger, is off. Refuses nothing else.

/**
 * Flags of Node: no inspector at SIGUSR1, and none of the reports that Node can write to a file.
 *
 * @see https://nodejs.org/api/cli.html#--disable-sigusr1
 */
export const closedFlags = ['--disable-sigusr1', '--no-report-on-signal', '--no-report-on-fatalerror', '--no-report-uncaught-exception'] as const;

/** Where the shell is on every system that has `execve`. */
export const shell = '/bin/sh';

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
