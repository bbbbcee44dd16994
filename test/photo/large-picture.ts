// Runs as a process of its own, since libvips reads its settings once: makes a WebP of 108 MB of pixels, opens it, says how.

import sharp from 'sharp';
import { openPhoto } from '../../src/photo/open.ts';
import { Problem } from '../../src/problem.ts';
import { Vault } from '../../src/retention/vault.ts';

/** 6000 × 6000 × 3 bytes: above the 100 MB from which libvips writes decoded pixels to a file, unless told. */
const side = 6000;

await using vault = new Vault();
const drawn = sharp({ create: { width: side, height: side, channels: 3, background: '#789' } });
// Lying on its side, so that it is turned, for which libvips needs it whole.
const bytes = vault.own(Uint8Array.from(await drawn.withMetadata({ orientation: 6 }).webp({ effort: 0 }).toBuffer()));
try {
  const { pixels } = await openPhoto(bytes, { maxPixels: 64e6, minSidePixels: 16 }, vault, new AbortController().signal);
  process.stdout.write(`opened ${pixels.data.byteLength}`);
} catch (error) {
  process.stdout.write(error instanceof Problem ? error.code : String(error));
}
