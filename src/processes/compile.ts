// Owns the step before any server starts: every module is loaded once, and Node keeps what it compiled. Sees no photo and serves nobody.

import { glob } from 'node:fs/promises';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('..', import.meta.url));

/** Packages that the sources import only when they are needed. */
const late = ['archiver', '@google/genai', '@google/genai/web', '@litertjs/core', 'fontkit', 'stripe'];

// Node finds a kept module by its absolute path, its content, Node's version, the processor's features and the user.
// The folder of `retention/compile-cache.ts`, which cannot be imported here: what is loaded before this line is not kept.
enableCompileCache(fileURLToPath(new URL('../../build/compiled', import.meta.url)));
// Without these it would be the start of the studio itself, or of this.
const exclude = (name: string) => name === 'main.ts' || name === 'cli.ts' || name === 'compile.ts' || name.endsWith('.d.ts');
for await (const name of glob('**/*.ts', { cwd: sources, exclude })) await load(name);
for (const name of late) await import(name);
flushCompileCache();
process.exit(0);

async function load(name: string): Promise<void> {
  // A thread's program may not run outside of a thread; by then it is compiled.
  const mayFail = name.endsWith('worker.ts');
  await import(`../${name}`).catch((error: unknown) => {
    if (!mayFail) throw error;
  });
}
