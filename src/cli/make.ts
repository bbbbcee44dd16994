// Owns the commands that turn one photo into one file: cutout, headshot, document, sheet, thumbnail. The file's ending says its format.

import { extname } from 'node:path';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ask } from './exchange.ts';
import { brokenOff, CommandFault, exitCodes } from './fault.ts';
import { mediaTypes } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { buildForm, standardStream } from './order.ts';
import type { Options } from './order.ts';
import { openStudio } from './outfit.ts';
import type { Outfit, StudioChoice } from './outfit.ts';
import { createProgress } from './progress.ts';
import { refuseExisting, writeWhole } from './whole-file.ts';

/** Options of every command. */
export interface CommandOptions extends StudioChoice {
  readonly force: boolean;
}

/** @throws {Refusal | CommandFault} */
export async function makeOne(kind: Kind, photo: string, out: string, options: CommandOptions & Options, outfit: Outfit): Promise<number> {
  const accept = out === standardStream ? undefined : readType(out);
  if (accept) await refuseExisting(out, options);
  const form = await buildForm(kind, photo, options, outfit);
  using progress = createProgress(outfit.stderr, 2);
  await using studio = await openStudio(options, outfit);
  const answer = await ask(studio.way, { path: kind.path, form, accept }, outfit.signal);
  progress.step(`made${describeMaking(answer)}`, true);
  if (accept) await writeWhole(out, answer, options, outfit.signal);
  else await writeOut(answer, outfit);
  progress.step(`wrote ${out}`);
  return exitCodes.ok;
}

async function writeOut(answer: IncomingMessage, { stdout, signal }: Outfit): Promise<void> {
  await pipeline(answer, stdout, { end: false, signal }).catch((error: unknown) => {
    throw brokenOff(error);
  });
}

/** @throws {CommandFault} For an ending that says no format. */
export function readType(out: string): string {
  const type = mediaTypes[extname(out).slice(1).toLowerCase()];
  if (type) return type;
  throw new CommandFault(exitCodes.usage, `The ending of the file to write says its format: ${Object.keys(mediaTypes).map((ending) => `.${ending}`).join(' ')}; or - for standard output.`);
}

/** The engine, and what the studio wants to be known. */
function describeMaking({ headers }: IncomingMessage): string {
  const [engine, notes, verdict] = [headers['ephemera-engine'], headers['ephemera-notes'], headers['ephemera-verdict']];
  return `${engine ? ` by ${engine}` : ''}${verdict ? `; verdict: ${verdict}` : ''}${notes ? `; notes: ${notes}` : ''}`;
}
