// Owns the search of places where files could be left: the studio's own temporary and home folder, and those of the machine.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchBytes } from './memory.ts';
import type { Needles } from './needles.ts';
import { projectRoot } from './studio.ts';

/** A folder of the studio's own, empty at first, where `TMPDIR` and `HOME` point. */
export interface OwnPlace extends Disposable {
  readonly path: string;
}

/** What is left in places. */
export interface Leftovers {
  /** Files in the studio's own folder: nobody else knows of it. */
  readonly own: readonly string[];
  /** Files that are newer than the proof and hold a slice of a secret, in the studio's own folder or the machine's. */
  readonly canaries: readonly string[];
  /** The same in the studio's program folder, and files of accounts. */
  readonly rows: readonly string[];
  /** Size of the files of accounts. */
  readonly rowsBytes: number;
}

/** Make the studio's own folder; it goes with the proof. */
export function makeOwnPlace(): OwnPlace {
  const path = mkdtempSync(join(tmpdir(), 'prove-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Where any program may write. */
const sharedPlaces = ['/tmp', '/var/tmp', '/dev/shm', '/run/shm'];
const deepest = 2;
const largestBytes = 32e6;

/**
 * Look for what was written since `sinceMs`.
 *
 * @param books - Files of accounts, of which there may be some.
 */
export function findLeftovers(own: OwnPlace, books: readonly string[], sinceMs: number, needles: Needles): Leftovers {
  const isLeak = (path: string) => orElse(false, () => searchBytes(readFileSync(path), needles).length > 0);
  const listNew = (places: readonly string[]) => places.flatMap((place) => listNewFiles(place, sinceMs, deepest));
  return {
    own: listNewFiles(own.path, 0, deepest),
    canaries: listNew(sharedPlaces).filter((path) => !books.includes(path) && isLeak(path)),
    rows: [...books, ...listNew([projectRoot])].filter(isLeak),
    rowsBytes: books.reduce((sum, path) => sum + orElse(0, () => statSync(path).size), 0),
  };
}

/** Other programs may write and remove there meanwhile: what has gone is passed over. */
function listNewFiles(folder: string, sinceMs: number, depth: number): string[] {
  return orElse([], () => readdirSync(folder, { withFileTypes: true })).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 && !['node_modules', '.git'].includes(entry.name) ? listNewFiles(path, sinceMs, depth - 1) : [];
    return orElse(false, () => entry.isFile() && statSync(path).ctimeMs >= sinceMs && statSync(path).size < largestBytes) ? [path] : [];
  });
}

function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
