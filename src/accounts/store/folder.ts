// Owns the folder of the database file. Refuses other users of the machine.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Make the folder, mode 0700; one that exists keeps its mode, for it may be the operator's volume. A process that is closed by
 * Node's permissions cannot make it: call this before, and grant it writing there.
 *
 * @see https://nodejs.org/api/permissions.html
 */
export function makeDataFolder(folder: string): void {
  if (existsSync(folder)) return;
  // One by one: asked for all at once, Node never comes back where nothing can be made, such as below /proc.
  makeDataFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
