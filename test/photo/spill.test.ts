// Shows that a picture of more than 100 MB is opened where nothing can be written, and that libvips would write without its setting.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nativeMemory } from '../../src/retention/native-memory.ts';

const program = fileURLToPath(new URL('./large-picture.ts', import.meta.url));

/** Open it with a temporary folder that does not exist: whoever must write there fails. */
function openLarge(environment: Readonly<Record<string, string>>): string {
  const { stdout, stderr } = spawnSync(process.execPath, [program], { env: { ...environment, TMPDIR: '/no/such/folder' }, encoding: 'utf8' });
  return stdout || stderr;
}

describe('a picture of 108 MB of pixels', () => {
  it('is opened without a temporary file', () => {
    expect(openLarge(nativeMemory)).toBe('opened 108000000');
  });

  it('would need one without the setting of libvips', () => {
    const { VIPS_DISC_THRESHOLD: _, ...others } = nativeMemory;
    expect(openLarge(others)).toBe('photo-unreadable');
  });
});
