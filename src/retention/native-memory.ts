// Owns what native code is told about memory before it starts: libvips and the C library read it from the environment once.

/**
 * Variables that a studio's process starts with.
 *
 * - `VIPS_DISC_THRESHOLD`: above it libvips writes decoded pixels to a temporary file; no picture is that large.
 * - `GLIBC_TUNABLES`: freed pictures go back to the kernel at once instead of staying in a pool for each thread. Eight photos
 *   of 8 MB on their way to a provider take 120 MB instead of 210 (see bench).
 */
export const nativeMemory = {
  VIPS_DISC_THRESHOLD: '1000g',
  GLIBC_TUNABLES: 'glibc.malloc.arena_max=2:glibc.malloc.mmap_threshold=65536:glibc.malloc.trim_threshold=131072',
} as const;
