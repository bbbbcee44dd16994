// Owns the text of bench/README.md: a section for each measurement, with the day and the machine that it is of. Measures nothing.

import { cpus, totalmem } from 'node:os';
import type { Measurement } from './measurement.ts';

const head = '# Speed and memory\n\nWritten by `npm run bench`. Times are medians of one run; only ratios within a run mean anything elsewhere.';

/** The report with one section written anew in its place, or added at its end. */
export function replaceSection(report: string, measurement: Measurement, day: Date): string {
  const sections = report.split(/^(?=## )/m).slice(1).map((section) => section.trim());
  const place = sections.findIndex((section) => section.startsWith(`## ${measurement.title}\n`));
  const written = writeSection(measurement, day);
  if (place < 0) sections.push(written);
  else sections[place] = written;
  return `${[head, ...sections].join('\n\n')}\n`;
}

function writeSection({ title, about, columns, rows, limits }: Measurement, day: Date): string {
  const table = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const verdicts = limits.map(({ name, value, most }) => `- ${name}: **${value.toFixed(3)}**, at most ${most}: ${value <= most ? 'holds' : '**does not hold**'}`);
  return `## ${title}\n\n${about}\n\n${table}\n\n${verdicts.join('\n')}\n\n${describeMachine(day)}`;
}

function describeMachine(day: Date): string {
  return `Measured on ${day.toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}.`;
}
