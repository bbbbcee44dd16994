// Owns `npm run bench`: runs each measurement in a process of its own and writes its section of bench/README.md. Limits are ratios within one run.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { nativeMemory } from '../src/retention/native-memory.ts';
import type { Measurement } from './measurement.ts';
import { replaceSection } from './sections.ts';

const run = promisify(execFile);

/** In the order of the report; `npm run bench -- start teams` measures those alone. */
const all = ['cutout', 'documents', 'gemini-memory', 'pass-through', 'gemini-copies-report', 'packs', 'teams', 'start', 'processes'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((part) => !all.includes(part));
if (unknown.length > 0) {
  process.stderr.write(`No such measurement: ${unknown.join(', ')}. There are ${all.join(', ')}.\n`);
  process.exit(2);
}

const file = new URL('README.md', import.meta.url);
for (const part of wanted.length > 0 ? wanted : all) {
  process.stderr.write(`${part} …\n`);
  const { stdout } = await run(process.execPath, ['--expose-gc', new URL(`${part}.ts`, import.meta.url).pathname], {
    maxBuffer: 1e7,
    // As `main` starts the studio; a yardstick starts its own process without.
    env: { PATH: process.env['PATH'], ...nativeMemory },
  });
  const measurement = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measurement;
  if (measurement.limits.some(({ value, most }) => value > most)) process.exitCode = 1;
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), measurement, new Date()));
}
process.stdout.write(readFileSync(file, 'utf8'));
