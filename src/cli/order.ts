// Owns one order of the command line: its photo and further files read, its options as the route's fields. Refuses files that cannot be read; sends no names of theirs.

import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { CommandFault, exitCodes, printable } from './fault.ts';
import type { Kind } from './kinds.ts';
import type { Outfit } from './outfit.ts';

/** Values of options by their names. */
export type Options = Readonly<Record<string, unknown>>;

/** Standard input or output, as a file's name. */
export const standardStream = '-';

/** @throws {CommandFault} For a file that cannot be read. */
export async function buildForm(kind: Kind, photo: string, options: Options, outfit: Pick<Outfit, 'stdin' | 'signal'>): Promise<FormData> {
  const form = new FormData();
  for (const { name } of kind.fields) {
    const value = options[name];
    if (typeof value === 'string') form.append(name, value);
  }
  form.append('photo', await readBlob(photo, outfit), 'photo');
  for (const { option, field } of kind.files) {
    for (const path of listPaths(options[option])) form.append(field, await readBlob(path, outfit), field);
  }
  return form;
}

function listPaths(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}

async function readBlob(path: string, { stdin, signal }: Pick<Outfit, 'stdin' | 'signal'>): Promise<Blob> {
  if (path === standardStream) return new Blob([(await buffer(stdin)) as Buffer<ArrayBuffer>]);
  try {
    return new Blob([await readFile(path, { signal })]);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new CommandFault(exitCodes.usage, `${printable(path)} cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
  }
}
