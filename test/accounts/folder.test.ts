// Shows the folder of the rows: made for its owner alone, told at once where it cannot be.

import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeDataFolder } from '../../src/accounts/store/folder.ts';

it('is made with those above it, for its owner alone, and stays as it is when it exists', () => {
  const root = mkdtempSync(join(tmpdir(), 'folder-'));
  const folder = join(root, 'one', 'two');
  makeDataFolder(folder);
  makeDataFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  rmSync(root, { recursive: true });
});

it.skipIf(!existsSync('/proc'))('cannot be made where nothing can, and says so', () => {
  expect(() => makeDataFolder('/proc/nothing/rows')).toThrow('ENOENT');
});
