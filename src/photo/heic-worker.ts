// Owns one HEIC decode in a thread that ends after it, and libheif's C interface. Refuses to leave its heap unwiped.

import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { HeicAnswer, HeicQuestion } from './heic.ts';
import { createTiff } from './tiff.ts';
import { guardEgress } from '../retention/egress.ts';

/** A pointer into libheif's heap. */
type Address = number;

/** The part of libheif's C interface used here; functions that return `heif_error` write it to their first argument. */
interface Libheif {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(bytes: number): Address;
  _heif_context_alloc(): Address;
  _heif_context_get_security_limits(context: Address): Address;
  _heif_context_read_from_memory_without_copy(error: Address, context: Address, bytes: Address, length: number, options: Address): void;
  _heif_context_get_primary_image_handle(error: Address, context: Address, handle: Address): void;
  _heif_image_handle_has_alpha_channel(handle: Address): number;
  _heif_image_handle_get_raw_color_profile_size(handle: Address): number;
  _heif_image_handle_get_raw_color_profile(error: Address, handle: Address, bytes: Address): void;
  _heif_decoding_options_alloc(): Address;
  _heif_decode_image(error: Address, handle: Address, image: Address, colourspace: number, chroma: number, options: Address): void;
  _heif_image_get_width(image: Address, channel: number): number;
  _heif_image_get_height(image: Address, channel: number): number;
  _heif_image_get_plane_readonly(image: Address, channel: number, stride: Address): Address;
}

/** Values of libheif's enums and places in its structs on 32-bit memory. @see libheif/heif_image.h, heif_decoding.h, heif_security.h */
const colourspaceRgb = 1;
const chromaRgb = 10;
const chromaRgba = 11;
const channelInterleaved = 10;
const limitsMaxPixelsAt = 8;
const optionsTo8BitAt = 20;

guardEgress([]);

const heif = createRequire(import.meta.url)('libheif-js/wasm-bundle') as Libheif;
const question = workerData as HeicQuestion;

try {
  const tiff = decodePrimary(question);
  wipe();
  parentPort?.postMessage({ tiff } satisfies HeicAnswer, [tiff.buffer]);
} catch (error) {
  wipe();
  parentPort?.postMessage({ failure: error instanceof Error ? error.message : 'unknown' } satisfies HeicAnswer);
}

function decodePrimary({ bytes, maxPixels }: HeicQuestion): Uint8Array<ArrayBuffer> {
  const context = heif._heif_context_alloc();
  heapView().setBigUint64(heif._heif_context_get_security_limits(context) + limitsMaxPixelsAt, BigInt(maxPixels), true);
  const input = heif._malloc(bytes.byteLength);
  heif.HEAPU8.set(bytes, input);
  expectOk('read', (error) => heif._heif_context_read_from_memory_without_copy(error, context, input, bytes.byteLength, 0));
  const handle = readPointer('primary', (error, out) => heif._heif_context_get_primary_image_handle(error, context, out));
  const channels = heif._heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4;
  const options = heif._heif_decoding_options_alloc();
  heif.HEAPU8[options + optionsTo8BitAt] = 1;
  const chroma = channels === 3 ? chromaRgb : chromaRgba;
  const image = readPointer('decode', (error, out) =>
    heif._heif_decode_image(error, handle, out, colourspaceRgb, chroma, options));
  return copyToTiff(image, channels, readRgbProfile(handle));
}

function copyToTiff(image: Address, channels: 3 | 4, profile: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  const width = heif._heif_image_get_width(image, channelInterleaved);
  const height = heif._heif_image_get_height(image, channelInterleaved);
  const strideAt = heif._malloc(4);
  const plane = heif._heif_image_get_plane_readonly(image, channelInterleaved, strideAt);
  const stride = heapView().getUint32(strideAt, true);
  if (plane === 0 || width <= 0 || height <= 0) throw new Error('the decoder gave no pixels');
  const tiff = createTiff(width, height, channels, profile);
  const rowBytes = width * channels;
  for (let row = 0; row < height; row += 1) {
    const from = plane + row * stride;
    tiff.samples.set(heif.HEAPU8.subarray(from, from + rowBytes), row * rowBytes);
  }
  return tiff.bytes;
}

/** An ICC profile for RGB; one for grey would not fit the pixels asked for. */
function readRgbProfile(handle: Address): Uint8Array | undefined {
  const length = heif._heif_image_handle_get_raw_color_profile_size(handle);
  if (length < 128) return undefined;
  const at = heif._malloc(length);
  expectOk('profile', (error) => heif._heif_image_handle_get_raw_color_profile(error, handle, at));
  const profile = heif.HEAPU8.slice(at, at + length);
  return String.fromCharCode(...profile.subarray(16, 20)) === 'RGB ' ? profile : undefined;
}

function readPointer(step: string, call: (error: Address, out: Address) => void): Address {
  const out = heif._malloc(4);
  expectOk(step, (error) => call(error, out));
  return heapView().getUint32(out, true);
}

/** heif_error is { int code; int subcode; const char* message }; the message can quote the file and stays here. */
function expectOk(step: string, call: (error: Address) => void): void {
  const error = heif._malloc(12);
  call(error);
  const code = heapView().getInt32(error, true);
  if (code !== 0) throw new Error(`libheif ${step}: ${code}.${heapView().getInt32(error + 4, true)}`);
}

/** The heap moves when it grows, so a view is good for one use. */
function heapView(): DataView {
  return new DataView(heif.HEAPU8.buffer);
}

function wipe(): void {
  heif.HEAPU8.fill(0);
  question.bytes.fill(0);
}
