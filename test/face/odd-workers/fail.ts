// Owns a worker that fails its self-test. Refuses anything else: see odd-worker.ts.

import { misbehave } from '../odd-worker.ts';

misbehave('fail');
