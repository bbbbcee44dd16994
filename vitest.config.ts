// Owns how tests run: real parts need time and memory, so few files at once.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { dyingMemory } from './src/retention/native-memory.ts';

/** The longest, first: begun last, each would leave a worker with nothing to do. By turns those that wait and those that compute. */
const longest = [
  'test/prove.test.ts',
  'test/routes/documents.test.ts',
  'test/supervisor.test.ts',
  'test/page/credits.test.ts',
  'test/accounts/postgres.test.ts',
  'test/documents/checks/photo-checks.test.ts',
  'test/routes/charge-endings.test.ts',
  'test/page/document-access.test.ts',
  'test/container.test.ts',
  'test/engines/local/headshot.test.ts',
  'test/page/account.test.ts',
  'test/routes/headshots.test.ts',
  'test/page/access.test.ts',
  'test/documents/accuracy.test.ts',
  'test/page/documents.test.ts',
  'test/studio/document.test.ts',
  'test/page/whole-job.test.ts',
  'test/routes/forgetting.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => (longest.findIndex((path) => moduleId.endsWith(path)) + 1 || Infinity);
    return (await super.sort(files)).toSorted((one, other) => Math.sign(placeOf(one) - placeOf(other)) || 0);
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // A client that is kept from a core for longer than a retiring process waits for its request is cut off; with three files
    // at once on two cores that befell the proof.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes when the machine has time for it; a second is too short for that.
    expect: { poll: { interval: 20, timeout: 20_000 } },
    env: {
      // As the processes that see photos start.
      ...dyingMemory,
      // Each file has a process of its own, and some start more: what one has compiled of the packages the next ones find. 0.3 s of a processor for each.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('build/compiled-for-tests', import.meta.url)),
    },
  },
});
