// Owns the look of a scene out of focus behind a person. Refuses to let the person shine through: their place is filled from around them first.

import type { Vault } from '../retention/vault.ts';
import { decodeGamma, encodeGamma } from './colour-space.ts';
import { blurByDisc } from './disc-blur.ts';
import { fillHoles } from './fill-holes.ts';
import { resizePixels } from './frame.ts';
import { ditherAt } from './gradient.ts';
import { createPixels, type Pixels } from './pixels.ts';
import { forEachBand } from './turns.ts';

/**
 * Throw the scene out of focus as a fast portrait lens does: the person taken out and their place filled from the
 * scene around, then every point spread to a disc, in linear light, so that lamps stay bright.
 *
 * @param scene - The photo, at output size.
 * @param alpha - Where the person is in it.
 * @param amount - Diameter of the disc in per cent of the shorter side.
 * @returns The scene without the person, of the same size; owned by the vault.
 */
export async function defocusBehind(scene: Pixels<3>, alpha: Pixels<1>, amount: number, vault: Vault, signal: AbortSignal): Promise<Pixels<3>> {
  const { width, height } = chooseSize(scene, amount);
  const small = await resizePixels(scene, width, height, vault, signal);
  const person = await resizePixels(alpha, width, height, vault, signal);
  const light = vault.own(readLight(small));
  const presence = vault.own(readPresence(person));
  vault.erase(small.data);
  vault.erase(person.data);
  fillHoles(light, presence, width, height, vault);
  signal.throwIfAborted();
  const radius = (amount / 200) * Math.min(width, height);
  const blurred = vault.own(blurByDisc(light, width, height, radius, vault));
  signal.throwIfAborted();
  encodeInPlace(blurred);
  const enlarged = await enlarge(blurred, width, height, scene, vault, signal);
  for (const buffer of [light, presence, blurred]) vault.erase(buffer);
  return enlarged;
}

/** A disc of this radius, in pixels, is round enough; more only takes longer. */
const wantedRadius = 14;
const maxSide = 1024;

function chooseSize({ width, height }: Pixels, amount: number): { readonly width: number; readonly height: number } {
  const radius = (amount / 200) * Math.min(width, height);
  const scale = Math.min(1, Math.max(wantedRadius / radius, 320 / Math.max(width, height)), maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Light that a clipped highlight may have had over what the file could hold: without it a lamp's disc comes out grey.
 * Grows from nothing at `highlightStart`. It is taken back after the blur, so that an even wall stays as light as it was.
 */
const highlightGain = 3;
const highlightStart = 0.6;

function raiseHighlight(light: number): number {
  const over = Math.max(0, light - highlightStart) / (1 - highlightStart);
  return light * (1 + highlightGain * over * over);
}

const raisedOfByte = Float32Array.from({ length: 256 }, (_, byte) => raiseHighlight(decodeGamma(byte / 255)));

function readLight({ data }: Pixels<3>): Float32Array<ArrayBuffer> {
  const light = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) light[at] = raisedOfByte[data[at]!]!;
  return light;
}

/** Raised light, in `lowerSteps` to one → encoded 0..255. */
const lowerSteps = 1024;
const encodedOfRaised = tabulateLowering();

function tabulateLowering(): Float32Array {
  const table = new Float32Array((1 + highlightGain) * lowerSteps + 2).fill(255);
  let light = 0;
  for (let at = 0; at < table.length; at += 1) {
    while (light < 1 && raiseHighlight(light) < at / lowerSteps) light += 1 / (8 * lowerSteps);
    table[at] = 255 * encodeGamma(Math.min(light, 1));
  }
  return table;
}

/** How surely each pixel is scene: none where a trace of the person is within two pixels, as edges are mixed. */
function readPresence({ data, width, height }: Pixels<1>): Float32Array<ArrayBuffer> {
  const presence = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) presence[y * width + x] = personNear(data, width, height, x, y) > traceOfPerson ? 0 : 1;
  }
  return presence;
}

const traceOfPerson = 8;
const reach = 2;

function personNear(data: Uint8Array, width: number, height: number, x: number, y: number): number {
  let most = 0;
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row += 1) {
    for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column += 1) {
      most = Math.max(most, data[row * width + column]!);
    }
  }
  return most;
}

function encodeInPlace(light: Float32Array): void {
  const last = encodedOfRaised.length - 2;
  for (let at = 0; at < light.length; at += 1) {
    const place = Math.min(Math.max(light[at]! * lowerSteps, 0), last);
    const step = Math.floor(place);
    light[at] = encodedOfRaised[step]! + (encodedOfRaised[step + 1]! - encodedOfRaised[step]!) * (place - step);
  }
}

/** Bilinear, since nothing sharp is left, keeping fractions until the dither cuts them: 8-bit steps would show on a soft wall. */
async function enlarge(small: Float32Array, width: number, height: number, size: Pixels, vault: Vault, signal: AbortSignal): Promise<Pixels<3>> {
  const large = vault.ownPixels(createPixels(size.width, size.height, 3));
  const columns = placesAlong(size.width, width);
  const rows = placesAlong(size.height, height);
  const line = vault.own(new Float32Array(width * 3));
  await forEachBand(size.width, size.height, signal, (fromRow, toRow) => {
    for (let y = fromRow; y < toRow; y += 1) {
      const [above, below, share] = [rows.first[y]! * width * 3, rows.second[y]! * width * 3, rows.share[y]!];
      for (let at = 0; at < line.length; at += 1) line[at] = small[above + at]! * (1 - share) + small[below + at]! * share;
      drawLine(large.data, y * size.width * 3, y, line, columns);
    }
  });
  vault.erase(line);
  return large;
}

interface Places {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

function drawLine(target: Uint8Array, start: number, y: number, line: Float32Array, columns: Places): void {
  for (let x = 0, at = start; x < columns.first.length; x += 1, at += 3) {
    const [left, right, share] = [columns.first[x]! * 3, columns.second[x]! * 3, columns.share[x]!];
    const dither = ditherAt(x, y);
    target[at] = Math.min(255, line[left]! + (line[right]! - line[left]!) * share + dither);
    target[at + 1] = Math.min(255, line[left + 1]! + (line[right + 1]! - line[left + 1]!) * share + dither);
    target[at + 2] = Math.min(255, line[left + 2]! + (line[right + 2]! - line[left + 2]!) * share + dither);
  }
}

function placesAlong(large: number, small: number): Places {
  const places = { first: new Int32Array(large), second: new Int32Array(large), share: new Float32Array(large) };
  for (let at = 0; at < large; at += 1) {
    const place = Math.min(Math.max(((at + 0.5) * small) / large - 0.5, 0), small - 1);
    places.first[at] = Math.floor(place);
    places.second[at] = Math.min(Math.floor(place) + 1, small - 1);
    places.share[at] = place - Math.floor(place);
  }
  return places;
}
