// Owns the search of places where files could be left: the studio's own temporary and home folder, and those of the machine.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchBytes } from './memory.ts';
import type { Needles } from './needles.ts';

/** A folder of the studio's own, empty at first, where `TMPDIR` and `HOME` point. */
export interface OwnPlace extends Disposable {
  readonly path: string;
}

/** What is left in places. */
export interface Leftovers {
  /** Files in the studio's own folder: nobody else knows of it. */
  readonly own: readonly string[];
  /** Files in the machine's folders that are newer than the proof and hold a slice of a secret. */
  readonly shared: readonly string[];
}

/** Make the studio's own folder; it goes with the proof. */
export function makeOwnPlace(): OwnPlace {
  const path = mkdtempSync(join(tmpdir(), 'prove-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Where any program may write. */
export const sharedPlaces = ['/tmp', '/var/tmp', '/dev/shm', '/run/shm'];
const deepest = 2;
const largestBytes = 32e6;

/**
 * Look for what was written since `sinceMs`.
 *
 * @param places - Folders of the machine to look into as well; none where strace has seen every file that was opened.
 */
export function findLeftovers(own: OwnPlace, sinceMs: number, needles: Needles, places: readonly string[]): Leftovers {
  const isLeak = (path: string) => searchBytes(readFileSync(path), needles).some((slice) => needles.secretOf(slice));
  const shared = places.flatMap((place) => listNewFiles(place, sinceMs, deepest)).filter((path) => !path.startsWith(own.path));
  return { own: listNewFiles(own.path, 0, deepest), shared: shared.filter((path) => orElse(false, () => isLeak(path))) };
}

/** Other programs may write and remove there meanwhile: what has gone is passed over. */
function listNewFiles(folder: string, sinceMs: number, depth: number): string[] {
  return orElse([], () => readdirSync(folder, { withFileTypes: true })).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 && entry.name !== 'node_modules' ? listNewFiles(path, sinceMs, depth - 1) : [];
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
