// Owns what native code is told about memory before it starts: libvips and the C library read it from the environment once.

/**
 * Variables that a studio's process starts with.
 *
 * - `VIPS_DISC_THRESHOLD`: above it libvips writes decoded pixels to a temporary file; no picture is that large.
 * - `GLIBC_TUNABLES`: two pools of freed memory instead of eight for each core, each of which would keep the size of its largest
 *   picture. Giving memory back sooner still (`mmap_threshold`, `trim_threshold`) was measured too: a fifth less, for a fifth
 *   more CPU.
 */
export const nativeMemory = {
  VIPS_DISC_THRESHOLD: '1000g',
  GLIBC_TUNABLES: 'glibc.malloc.arena_max=2',
} as const;
