// Owns a worker that dies before it is ready. Refuses anything else: see odd-worker.ts.

import { misbehave } from '../odd-worker.ts';

misbehave('die');
