// Owns `npm run bench`: runs each measurement in a process of its own and writes bench/README.md. Limits are ratios within one run.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { nativeMemory } from '../src/retention/native-memory.ts';
import type { Measurement } from './measurement.ts';

const run = promisify(execFile);

const parts = ['cutout.ts', 'documents.ts', 'gemini-memory.ts', 'pass-through.ts', 'gemini-copies-report.ts', 'packs.ts', 'teams.ts', 'start.ts', 'processes.ts'] as const;

const sections: string[] = [];
let failed = false;
for (const part of parts) {
  process.stderr.write(`${part} …\n`);
  const { stdout } = await run(process.execPath, ['--expose-gc', new URL(part, import.meta.url).pathname], {
    maxBuffer: 1e7,
    // As `main` starts the studio; a yardstick starts its own process without.
    env: { PATH: process.env['PATH'], ...nativeMemory },
  });
  const measurement = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measurement;
  sections.push(writeSection(measurement));
  failed ||= measurement.limits.some(({ value, most }) => value > most);
}
const report = writeReport(sections);
writeFileSync(new URL('README.md', import.meta.url), report);
process.stdout.write(report);
process.exitCode = failed ? 1 : 0;

function writeReport(texts: readonly string[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`;
  const date = new Date().toISOString().slice(0, 10);
  return `# Speed and memory\n\nWritten by \`npm run bench\` on ${date}: ${machine}. Times are medians of one run; only ratios within a run mean anything elsewhere.\n\n${texts.join('\n')}`;
}

function writeSection({ title, about, columns, rows, limits }: Measurement): string {
  const table = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const verdicts = limits.map(({ name, value, most }) => `- ${name}: **${value.toFixed(2)}**, at most ${most}: ${value <= most ? 'holds' : '**does not hold**'}`);
  return `## ${title}\n\n${about}\n\n${table}\n\n${verdicts.join('\n')}\n`;
}
