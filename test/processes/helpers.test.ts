// Shows how many threads V8 may take on machines of several sizes.

import { expect, it } from 'vitest';
import { planHelpers } from '../../src/processes/helpers.ts';

it.each([
  [1, 1],
  [2, 1],
  [4, 3],
  [5, 4],
  [64, 4],
])('on %i cores V8 has %i threads beside a process’s own', (cores, helpers) => {
  expect(planHelpers(cores)).toEqual([`--v8-pool-size=${helpers}`]);
});
