// Owns how tests run: real parts need time and memory, so few files at once.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { VIPS_DISC_THRESHOLD: '1000g' },
  },
});
