// Owns `npm run prove`: reads what is wished, prints the table, ends with 0 only if every promise holds.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prove } from './proof.ts';
import { projectRoot } from './studio.ts';
import { writeTable } from './table.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1' },
    leak: { type: 'string', multiple: true, default: [] },
    'no-strace': { type: 'boolean', default: false },
  },
});

if (!existsSync('/proc/self/mem')) {
  process.stderr.write(`Here the proof cannot see the memory, files and connections of another process: it reads them from /proc. Run it on Linux.\n`);
  process.exit(78);
}
prepare('build/page', 'node_modules/typescript/bin/tsc', '-p', 'public');
prepare('build/compiled', 'src/processes/compile.ts');

const retention = process.env['RETENTION'];
const proof = await prove({
  quick: options.quick,
  runs: Math.max(1, Number(options.runs) || 1),
  withoutStrace: options['no-strace'],
  leaks: options.leak,
  environment: retention ? { RETENTION: retention } : {},
});
process.stdout.write(options.json ? `${JSON.stringify(proof, null, 2)}\n` : writeTable(proof));
process.exit(proof.rows.some(({ verdict }) => verdict === 'fails') ? 1 : 0);

/** What `npm start` does before it starts the server, unless it was done. */
function prepare(made: string, ...program: readonly string[]): void {
  if (!existsSync(`${projectRoot}/${made}`)) spawnSync(process.execPath, program, { cwd: projectRoot, stdio: 'inherit' });
}
