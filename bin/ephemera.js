#!/usr/bin/env node
// Owns the name `ephemera`: starts src/cli.ts where Node runs TypeScript as it is. Plain JavaScript, for any Node to read what it says.

import { fileURLToPath } from 'node:url';

// 24 is the first that has `using` and erases types.
if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  await import('../src/cli.ts');
} else {
  process.stderr.write(`ephemera needs Node 24 or newer; this is ${process.versions.node}. In the project's folder, \`npx ephemera\` runs it with the Node that \`npm ci\` has brought.\n`);
  process.exitCode = 78;
}
