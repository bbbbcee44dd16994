// Owns the files that the command line writes: whole or not at all, where the person said. Refuses to replace one unless told.

import { createWriteStream } from 'node:fs';
import { access, link, mkdir, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { brokenOff, CommandFault, exitCodes, printable } from './fault.ts';

/** Whether a file that is there may be replaced. */
export interface Replacing {
  readonly force: boolean;
}

/** @throws {CommandFault} When there is a file already. */
export async function refuseExisting(path: string, { force }: Replacing): Promise<void> {
  const exists = await access(path).then(() => true, () => false);
  if (exists && !force) throw existing(path);
}

/**
 * Write to a name of its own in the same folder, then give it the name that was asked for. What was begun is erased when it fails.
 *
 * @throws {CommandFault} When there is a file already, or the folder cannot be written to.
 */
export async function writeWhole(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array | string>, replacing: Replacing, signal: AbortSignal): Promise<void> {
  const begun = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.part`);
  try {
    await pipeline(chunks, createWriteStream(begun, { flags: 'wx' }), { signal });
    await (replacing.force ? rename(begun, path) : giveName(begun, path));
  } catch (error) {
    throw explainWriting(error as NodeJS.ErrnoException, path);
  } finally {
    await rm(begun, { force: true });
  }
}

/** Make a folder, and those above it. @throws {CommandFault} */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw explainWriting(error, path);
  });
}

/** Unlike a rename, a link never replaces a file that has come meanwhile; some file systems have none. */
async function giveName(begun: string, path: string): Promise<void> {
  try {
    await link(begun, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw existing(path);
    await refuseExisting(path, { force: false });
    await rename(begun, path);
  }
}

function existing(path: string): CommandFault {
  return new CommandFault(exitCodes.usage, `${printable(path)} is there already. Choose another name, or replace it with --force.`);
}

/** What is no fault of the file system is one of the other end: the answer has broken off. */
function explainWriting(error: NodeJS.ErrnoException, path: string): Error {
  if (error instanceof CommandFault || error.name === 'AbortError') return error;
  if (error.path === undefined) return brokenOff(error);
  return new CommandFault(exitCodes.usage, `${printable(path)} cannot be written (${error.code}).`, { cause: error });
}
