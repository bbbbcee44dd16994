// Owns what each kind of process may do, as flags of Node's permission model. Refuses writing, spawning and debugging to whoever sees a photo.

import { resolve } from 'node:path';

/** What a process that sees photos may touch beside the project's folder. */
export interface WorkerNeeds {
  /** Folder that holds `src`, `public`, `build` and `node_modules`. */
  readonly root: string;
  /** Files and folders that it reads: a provider's credentials, for instance. */
  readonly readable?: readonly string[];
  /** Existing folders that it writes to. */
  readonly writable?: readonly string[];
  /** Does it open sockets: to listen by itself, or to a provider? Connections handed over by the supervisor need none. */
  readonly opensSockets: boolean;
}

/** What the process that starts the others may touch. */
export type SupervisorNeeds = Omit<WorkerNeeds, 'opensSockets'>;

/**
 * Flags for a process that sees photos. Without `opensSockets` the operating system is never asked for one: no connection,
 * no listening, no look-up of a name. Native code is outside of this model: what sharp may do is `photo/sharp.ts`'s to say,
 * and a read-only root is the other layer.
 *
 * @see https://nodejs.org/api/permissions.html
 */
export function planWorkerPermissions(needs: WorkerNeeds): readonly string[] {
  // Addons: sharp. Workers: the threads for vision, for pixels and for HEIC.
  const granted = ['--allow-addons', '--allow-worker', ...(needs.opensSockets ? ['--allow-net'] : [])];
  return ['--permission', ...planFiles(needs), ...granted, ...planSilence(needs.opensSockets ? ['ExperimentalWarning'] : [])];
}

/** Flags for the process that listens, hands connections over and starts workers. It needs no addon and no thread. */
export function planSupervisorPermissions(needs: SupervisorNeeds): readonly string[] {
  return ['--permission', ...planFiles(needs), '--allow-child-process', '--allow-net', ...planSilence(['PERM0002', 'ExperimentalWarning'])];
}

function planFiles({ root, readable = [], writable = [] }: SupervisorNeeds): string[] {
  const read = [root, ...readable, ...writable].map((path) => `--allow-fs-read=${resolve(path)}`);
  return [...read, ...writable.map((path) => `--allow-fs-write=${resolve(path)}`)];
}

/** Node warns at each start of what it is told to grant; `--allow-net` by a warning without a code of its own. */
function planSilence(more: readonly string[]): string[] {
  return ['PERM0001', 'PERM0006', ...more].map((code) => `--disable-warning=${code}`);
}
