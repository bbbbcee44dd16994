// Owns how sharp and libvips are set up, and the ways in and out of them. Refuses files, SVG, PDF and every loader not named here.

import { availableParallelism } from 'node:os';
import sharp, { type Sharp } from 'sharp';
import type { Vault } from '../retention/vault.ts';
import type { Channels, Pixels } from './pixels.ts';

/**
 * Threads per picture. libvips gains little past four, and the studio runs several processes per machine.
 */
const maxThreadsPerPicture = 4;

sharp.cache(false);
sharp.concurrency(Math.min(availableParallelism(), maxThreadsPerPicture));
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadHeifBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});

/**
 * Begin a pipeline on an encoded picture: its first frame or page, with broken data reported.
 * The caller has bounded width × height from the header; libvips' own limit is off so that there is one limit, not two.
 */
export function openEncoded(bytes: Uint8Array): Sharp {
  return sharp(bytes, { failOn: 'truncated', limitInputPixels: false, limitInputChannels: 5 });
}

/** Begin a pipeline on decoded pixels, without a copy. */
export function openPixels(pixels: Pixels): Sharp {
  const { data, width, height, channels } = pixels;
  const picture = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  return channels === 1 ? picture.toColourspace('b-w') : picture;
}

/** Run a pipeline to pixels in a buffer of their own, owned by the vault. */
export async function renderPixels<C extends Channels>(pipeline: Sharp, channels: C, vault: Vault): Promise<Pixels<C>> {
  const { data, info } = await vault.during(pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }));
  const pixels = vault.ownPixels({ data: takeBytes(data), width: info.width, height: info.height, channels });
  if (info.channels !== channels) throw new Error(`a pipeline gave ${info.channels} channels where ${channels} were due`);
  return pixels;
}

/** Run a pipeline that ends in a file format to bytes in a buffer of their own, owned by the vault. */
export async function renderFile(pipeline: Sharp, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  return vault.own(takeBytes(await vault.during(pipeline.toBuffer())));
}

/**
 * Take a result out of its Buffer, whose memory Node would not let a thread have, without a copy.
 *
 * `toUint8Array()` is made for that, but in sharp 0.35.5 it never frees what libvips wrote (`FreeCallback` in pipeline.cc is
 * called with the pointer in the wrong place): every picture would stay in memory for ever.
 */
function takeBytes(data: Buffer): Uint8Array<ArrayBuffer> {
  const memory = data.buffer as ArrayBuffer;
  if (data.byteLength === memory.byteLength) return new Uint8Array(memory.transfer());
  const own = Uint8Array.from(data);
  data.fill(0);
  return own;
}
