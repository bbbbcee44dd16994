// Owns the command line's grammar: commands, arguments, options made from the routes' own fields, and the code that it exits with.

import { Command, CommanderError } from 'commander';
import { checkOne } from './check.ts';
import { CommandFault, Refusal, exitCodes, printable } from './fault.ts';
import { kinds } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { makeOne } from './make.ts';
import type { CommandOptions } from './make.ts';
import type { Options } from './order.ts';
import type { Outfit } from './outfit.ts';
import { makeTeam } from './team.ts';

const photoWords = 'the photo; - for standard input';

/**
 * Run one command.
 *
 * @param words - Arguments after the program's name.
 * @returns The code to exit with; what is wrong was said on standard error.
 */
export async function runProgram(words: readonly string[], outfit: Outfit): Promise<number> {
  const ending = { code: exitCodes.ok as number };
  const program = buildProgram(outfit, (code) => (ending.code = code));
  try {
    await program.parseAsync([...words], { from: 'user' });
    return ending.code;
  } catch (error) {
    return explain(error, outfit);
  }
}

function buildProgram(outfit: Outfit, end: (code: number) => void): Command {
  const program = new Command('ephemera')
    .description('Portraits, cutouts, identity photos and covers, made by a studio that keeps nothing: one of this process, or a server.')
    .configureOutput({ writeOut: (text) => outfit.stdout.write(text), writeErr: (text) => outfit.stderr.write(text) })
    .exitOverride()
    .showHelpAfterError('(--help tells more)');
  for (const kind of [kinds.cutout, kinds.headshot, kinds.document, kinds.sheet, kinds.thumbnail]) {
    addCommand(program, kind, kind.name, kind.description)
      .argument('<photo>', photoWords)
      .argument('<out>', 'the file to write, its format by its ending; - for standard output')
      .action(async (photo: string, out: string, options: CommandOptions & Options) => end(await makeOne(kind, photo, out, options, outfit)));
  }
  addCommand(program, kinds.check, 'check', kinds.check.description)
    .argument('<photo>', photoWords)
    .argument('[out]', 'the .json file to write, - for JSON on standard output; without it lines to read')
    .action(async (photo: string, out: string | undefined, options: CommandOptions & Options) => end(await checkOne(photo, out, options, outfit)));
  addCommand(program, { ...kinds.headshot, files: [] }, 'team', 'Make one headshot of each photo in a folder, and results.csv.')
    .argument('<photos>', 'the folder of the photos, one person each')
    .argument('<out>', 'the folder of the headshots; made when it is missing')
    .action(async (from: string, to: string, options: CommandOptions & Options) => end(await makeTeam(from, to, options, outfit)));
  return program;
}

function addCommand(program: Command, kind: Pick<Kind, 'fields' | 'files'>, name: string, description: string): Command {
  const command = program.command(name).description(description);
  for (const field of kind.fields) command.option(`--${field.name} <value>`, field.description);
  for (const file of kind.files) command.option(`--${file.option} <file>`, file.description, (path: string, before: readonly string[] = []) => [...before, path]);
  return command
    .option('--server <address>', 'the studio to ask, such as https://studio.example; without it the work is done in this process')
    .option('--key <key>', 'an API key of that server; better in the variable EPHEMERA_KEY, which no list of processes shows')
    .option('--force', 'replace files that are there already', false);
}

function explain(error: unknown, { signal, stderr }: Outfit): number {
  // Its sentence was written by commander.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (signal.aborted) return exitCodes.interrupted;
  if (!(error instanceof CommandFault) && !(error instanceof Refusal)) throw error;
  stderr.write(`${error.message.split('\n').map(printable).join('\n')}\n`);
  return error instanceof CommandFault ? error.exitCode : exitCodes.failed;
}
