// Owns the start of the command line: environment → closed process → command → exit code. Reads the environment, as `main` does.

import { guardEgress } from './retention/egress.ts';
import { measureMemoryBytes } from './retention/native-memory.ts';
import { isStartedClosed, startOverClosed } from './retention/closed-start.ts';

if (!isStartedClosed(process.env)) startOverClosed(process.env);
// Imported only here: libvips reads its settings when it is loaded.
const { runProgram } = await import('./cli/program.ts');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
process.exitCode = await runProgram(process.argv.slice(2), {
  environment: process.env,
  memoryBytes: measureMemoryBytes(),
  guard: guardEgress,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
