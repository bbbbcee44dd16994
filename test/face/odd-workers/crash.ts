// Owns a worker that crashes on a task. Refuses anything else: see odd-worker.ts.

import { misbehave } from '../odd-worker.ts';

misbehave('crash');
