// Owns where a process finds modules that were compiled before it started, and that it may only read them. Holds code alone, nothing of anyone.

import { join } from 'node:path';

/**
 * Variables for a process that serves: Node takes compiled modules from the folder that `src/processes/compile.ts` has filled,
 * and writes none. Where the folder or a module in it is missing, Node compiles as ever. Threads follow their process.
 *
 * @param root - The project's folder, absolute.
 * @see https://nodejs.org/api/module.html#module-compile-cache
 */
export function compileCache(root: string): { readonly NODE_COMPILE_CACHE: string; readonly NODE_COMPILE_CACHE_READONLY: '1' } {
  return { NODE_COMPILE_CACHE: join(root, 'build', 'compiled'), NODE_COMPILE_CACHE_READONLY: '1' };
}
