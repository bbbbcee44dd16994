// Owns a worker that reports that a task failed. Refuses anything else: see odd-worker.ts.

import { misbehave } from '../odd-worker.ts';

misbehave('break');
