// Owns what native code is told about memory before it starts: libvips and the C library read it from the environment once.

import { totalmem } from 'node:os';

/** @param largestKept - Buffers of so many bytes and more go back to the kernel when they are freed. */
function tune(largestKept: number): string {
  const tunables = {
    arena_max: 2,
    mmap_threshold: largestKept,
    // Any byte but 0 switches it on; what is freed is filled with it.
    perturb: 165,
    tcache_count: 0,
  };
  return Object.entries(tunables).map(([name, value]) => `glibc.malloc.${name}=${value}`).join(':');
}

/**
 * Variables that a studio's process starts with.
 *
 * - `VIPS_DISC_THRESHOLD`: above it libvips writes decoded pixels to a temporary file; no picture is that large.
 * - `GLIBC_TUNABLES`, for Linux with glibc; elsewhere nobody reads them:
 *   - `arena_max`, `mmap_threshold`: two pools of freed memory instead of eight for each core, and buffers of a picture's size
 *     outside of them, so that they go back to the kernel when they are freed. Without, the process grows by a megabyte with
 *     each headshot.
 *   - `perturb`, `tcache_count`: what is freed is overwritten, also the small pieces that a thread would keep for itself
 *     as they are. A process that had made a cutout and a painted headshot held 16 866 pieces of 32 bytes of them one second
 *     later; 1 405 with `perturb`, 28 and 77 with both. It costs 6 % more CPU in opening 12 megapixels to send them on, 3 %
 *     of that request, and nothing that can be measured in a cutout or at a start.
 *
 * @see https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
 */
export const nativeMemory = {
  VIPS_DISC_THRESHOLD: '1000g',
  GLIBC_TUNABLES: tune(2 ** 20),
} as const;

/**
 * The same for a process that dies after its work. It has no time to grow, so that it keeps what it freed, overwritten, for its
 * next picture: to ask the kernel anew, page by page, takes a tenth of a cutout's time. Beyond 8 MB, two or three megapixels,
 * it gives back as the others do, since its work may have to wait for a provider.
 */
export const dyingMemory = { ...nativeMemory, GLIBC_TUNABLES: tune(2 ** 23) } as const;

/** The environment of processes that die, from that of the one that starts them; an operator's own GLIBC_TUNABLES stay. */
export function planDyingMemory(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return environment['GLIBC_TUNABLES'] === nativeMemory.GLIBC_TUNABLES ? { ...environment, ...dyingMemory } : environment;
}

/** Memory that this process may use, in bytes: the limit of its control group, or else the machine's. */
export function measureMemoryBytes(): number {
  // 0 or a huge number where no control group limits the process.
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
