// Owns where a process finds modules that were compiled before it started, and that it may only read them. Holds code alone, nothing of anyone.

import { join } from 'node:path';
import { projectRoot } from '../root.ts';

/**
 * Variables for a process or thread that serves: Node takes compiled modules from the folder that `src/processes/compile.ts`
 * has filled, and writes none. Where the folder or a module in it is missing, Node compiles as ever.
 *
 * @see https://nodejs.org/api/module.html#module-compile-cache
 */
export const compileCache = {
  NODE_COMPILE_CACHE: join(projectRoot, 'build', 'compiled'),
  NODE_COMPILE_CACHE_READONLY: '1',
} as const;
