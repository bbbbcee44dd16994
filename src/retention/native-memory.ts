// Owns what native code is told about memory before it starts: libvips and the C library read it from the environment once.

/**
 * Variables that a studio's process starts with.
 *
 * - `VIPS_DISC_THRESHOLD`: above it libvips writes decoded pixels to a temporary file; no picture is that large.
 * - `GLIBC_TUNABLES`: two pools of freed memory instead of eight for each core, and buffers of a picture's size outside of
 *   them, so that they go back to the kernel when they are freed. Without, the process grows by a megabyte with each
 *   headshot. A lower threshold (64 kB) was measured too: less memory, but a fifth more CPU.
 */
export const nativeMemory = {
  VIPS_DISC_THRESHOLD: '1000g',
  GLIBC_TUNABLES: 'glibc.malloc.arena_max=2:glibc.malloc.mmap_threshold=1048576',
} as const;
