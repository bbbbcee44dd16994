// Owns a worker that waits until it is told to stop. Refuses anything else: see odd-worker.ts.

import { misbehave } from '../odd-worker.ts';

misbehave('hang');
