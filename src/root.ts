// Owns where the project lies on the disk. Refuses to say what is in it.

import { fileURLToPath } from 'node:url';

/** The folder that holds `src`, `public`, `build` and `node_modules`, with a slash at its end. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));
