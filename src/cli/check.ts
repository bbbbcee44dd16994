// Owns the command `check`: the studio's verdict in lines for a person, or its JSON in a file. Exits with 1 when the photo fails.

import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ask } from './exchange.ts';
import { brokenOff, CommandFault, exitCodes, printable } from './fault.ts';
import { kinds } from './kinds.ts';
import type { CommandOptions } from './make.ts';
import { readType } from './make.ts';
import { buildForm, standardStream } from './order.ts';
import type { Options } from './order.ts';
import { openStudio } from './outfit.ts';
import type { Outfit } from './outfit.ts';
import { refuseExisting, writeWhole } from './whole-file.ts';
import type { Verdict } from '../documents/check.ts';

const json = 'application/json';

/** @param out - Where the JSON goes; lines on standard output where undefined. @throws {Refusal | CommandFault} */
export async function checkOne(photo: string, out: string | undefined, options: CommandOptions & Options, outfit: Outfit): Promise<number> {
  const isFile = out !== undefined && out !== standardStream;
  if (isFile && readType(out) !== json) throw new CommandFault(exitCodes.usage, 'A check is written as .json.');
  if (isFile) await refuseExisting(out, options);
  const form = await buildForm(kinds.check, photo, options, outfit);
  await using studio = await openStudio(options, outfit);
  const answer = await ask(studio.way, { path: kinds.check.path, form, accept: json }, outfit.signal);
  const { report, verdict } = await readReport(answer);
  if (isFile) await writeWhole(out, [report], options, outfit.signal);
  else outfit.stdout.write(out === standardStream ? `${report}\n` : describeVerdict(verdict));
  return verdict.result === 'fail' ? exitCodes.failed : exitCodes.ok;
}

async function readReport(answer: IncomingMessage): Promise<{ readonly report: string; readonly verdict: Verdict }> {
  try {
    const report = await text(answer);
    return { report, verdict: (JSON.parse(report) as { readonly verdict: Verdict }).verdict };
  } catch (error) {
    throw brokenOff(error);
  }
}

function describeVerdict({ result, sentence, reasons, basis, secondHand }: Verdict): string {
  const lines = [`${result}: ${sentence}`, ...reasons.map((reason) => `- ${reason.result}: ${reason.title}. ${reason.advice}`), basis, secondHand ?? ''];
  return lines.filter((line) => line !== '').map((line) => `${printable(line)}\n`).join('');
}
