// Owns the folder of the database file. Refuses other users of the machine.

import { mkdirSync } from 'node:fs';

/**
 * Make the folder, mode 0700; one that exists keeps its mode, for it may be the operator's volume. A process that is closed by
 * Node's permissions cannot make it: call this before, and grant it writing there.
 *
 * @see https://nodejs.org/api/permissions.html
 */
export function makeDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
