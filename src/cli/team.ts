// Owns the command `team`: one headshot for each picture of a folder, one after the other, and a table of what happened. Looks into no folder below.

import { randomUUID } from 'node:crypto';
import { readdir, realpath } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeResults } from '../routes/teams/results.ts';
import type { ResultRow } from '../routes/teams/results.ts';
import { ask } from './exchange.ts';
import type { Way } from './exchange.ts';
import { brokenOff, CommandFault, Refusal, exitCodes, printable } from './fault.ts';
import { kinds, mediaTypes } from './kinds.ts';
import type { CommandOptions } from './make.ts';
import { buildForm } from './order.ts';
import type { Options } from './order.ts';
import { openStudio } from './outfit.ts';
import type { Outfit } from './outfit.ts';
import { createProgress } from './progress.ts';
import { makeFolder, refuseExisting, writeWhole } from './whole-file.ts';

/** A photo of the folder, and the name of its headshot. */
interface Member {
  readonly name: string;
  readonly file: string;
}

const photoEndings = ['.jpg', '.jpeg', '.png', '.webp', '.avif', '.heic', '.heif', '.tif', '.tiff', '.gif'];

const resultsName = 'results.csv';

/** Refusals that every further photo would get too: fields and declarations, sign-in, credits, rights. */
const lastingStatuses = [401, 402, 403];

/** Attempts at a photo while the studio says "too many" or "full"; at a minute each that is longer than any limit per minute. */
const maxAttempts = 5;
const maxWaitSeconds = 60;
const usualWaitSeconds = 5;

/**
 * @returns 1 when a photo has no headshot.
 * @throws {CommandFault} When nothing could be begun.
 */
export async function makeTeam(from: string, to: string, options: CommandOptions & Options, outfit: Outfit): Promise<number> {
  const members = nameFiles(await listPhotos(from), options['format']);
  await makeFolder(to);
  if ((await realpath(from)) === (await realpath(to))) throw new CommandFault(exitCodes.usage, 'Name another folder for the headshots than that of the photos.');
  await refuseExisting(join(to, resultsName), options);
  await using studio = await openStudio(options, outfit);
  const rows: ResultRow[] = [];
  let fault: unknown;
  using progress = createProgress(outfit.stderr, members.length);
  for (const member of members) {
    if (fault !== undefined) {
      rows.push(describeUntouched(member));
      continue;
    }
    const { row, ends } = await makeMember(studio.way, { ...member, from, to }, options, outfit);
    rows.push(row);
    fault = ends;
    progress.step(`${member.name}: ${row.status}${row.problem && ` (${row.problem})`}${row.advice && `. ${row.advice}`}`, row.status !== 'made');
  }
  // Said also when the person has stopped it: what is made is made.
  await writeWhole(join(to, resultsName), [writeResults(rows)], options, new AbortController().signal);
  if (fault !== undefined) throw fault;
  return rows.every(({ status }) => status === 'made') ? exitCodes.ok : exitCodes.failed;
}

async function listPhotos(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFault(exitCodes.usage, `${printable(folder)} cannot be read (${error.code}).`, { cause: error });
  });
  const names = entries.filter((entry) => entry.isFile() && photoEndings.includes(extname(entry.name).toLowerCase())).map(({ name }) => name);
  if (names.length === 0) throw new CommandFault(exitCodes.usage, `${printable(folder)} has no photo: none of its files ends in ${photoEndings.join(' ')}.`);
  return names.toSorted();
}

/** `anna.png` becomes `anna.jpg`; beside an `anna.jpg` it becomes `anna.png.jpg`. Letters count as the same in either case: some file systems take them so. */
function nameFiles(names: readonly string[], format: unknown): readonly Member[] {
  const ending = typeof format === 'string' && format !== 'jpeg' ? format : 'jpg';
  if (mediaTypes[ending] === undefined) throw new CommandFault(exitCodes.usage, '--format takes jpeg, png, webp or avif.');
  const taken = new Set<string>();
  return names.map((name) => {
    const short = `${name.slice(0, -extname(name).length)}.${ending}`;
    const file = taken.has(short.toLowerCase()) ? `${name}.${ending}` : short;
    taken.add(file.toLowerCase());
    return { name, file };
  });
}

interface Outcome {
  readonly row: ResultRow;
  /** What ends the work on the whole folder. */
  readonly ends?: unknown;
}

async function makeMember(way: Way, { name, file, from, to }: Member & { readonly from: string; readonly to: string }, options: CommandOptions & Options, outfit: Outfit): Promise<Outcome> {
  try {
    const out = join(to, file);
    await refuseExisting(out, options);
    const answer = await askPatiently(way, join(from, name), mediaTypes[extname(file).slice(1)], options, outfit);
    await writeWhole(out, answer, options, outfit.signal);
    return { row: { name, status: 'made', file, problem: '', advice: '', engine: String(answer.headers['ephemera-engine'] ?? '') } };
  } catch (error) {
    return describeFailure(name, error, outfit.signal);
  }
}

function describeFailure(name: string, error: unknown, signal: AbortSignal): Outcome {
  const row = { name, status: 'failed', file: '', engine: '' } as const;
  if (signal.aborted) return { row: { ...row, status: 'not-made', problem: '', advice: '' }, ends: error };
  if (error instanceof Refusal) {
    const concernsAll = lastingStatuses.includes(error.status) || error.code.startsWith('parameter-');
    return { row: { ...row, problem: error.code, advice: error.detail }, ...(concernsAll && { ends: error }) };
  }
  if (error instanceof CommandFault) return { row: { ...row, problem: '', advice: error.message }, ...(error.exitCode === exitCodes.serverAway && { ends: error }) };
  return { row: { ...row, problem: '', advice: brokenOff(error).message } };
}

function describeUntouched({ name }: Member): ResultRow {
  return { name, status: 'not-made', file: '', problem: '', advice: '', engine: '' };
}

/** Come again when the studio says so. The same key each time: a headshot is charged once. */
async function askPatiently(way: Way, photo: string, accept: string | undefined, options: Options, outfit: Outfit) {
  const headers = { 'Idempotency-Key': randomUUID() };
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(way, { path: kinds.headshot.path, form: await buildForm(kinds.headshot, photo, options, outfit), accept, headers }, outfit.signal);
    } catch (error) {
      if (!(error instanceof Refusal) || (error.status !== 429 && error.status !== 503) || attempt === maxAttempts) throw error;
      const seconds = Math.min(error.retryAfterSeconds ?? usualWaitSeconds, maxWaitSeconds);
      await wait(seconds * 1000, undefined, { signal: outfit.signal });
    }
  }
}
