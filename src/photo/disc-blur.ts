// Owns spreading every point of light to a disc, as an open lens does. Refuses Gaussians: they look like fog.

import type { Vault } from '../retention/vault.ts';

/**
 * Average each pixel over the disc around it; past the edges the edge goes on.
 * Row sums make the cost of a pixel that of the disc's height, not its area.
 *
 * @param light - RGB in linear light, interleaved.
 * @param radius - In pixels; below half a pixel nothing changes.
 * @returns A new buffer; the caller owns it.
 */
export function blurByDisc(light: Float32Array, width: number, height: number, radius: number, vault: Vault): Float32Array<ArrayBuffer> {
  const blurred = new Float32Array(light.length);
  const reach = Math.floor(radius);
  const halfWidths = Array.from({ length: 2 * reach + 1 }, (_, row) => Math.round(Math.sqrt(radius ** 2 - (row - reach) ** 2)));
  const area = halfWidths.reduce((sum, half) => sum + 2 * half + 1, 0);
  const pad = Math.ceil(radius);
  const sums = vault.own(sumRows(light, width, height, pad));
  const stride = (width + 2 * pad + 1) * 3;
  for (let y = 0; y < height; y += 1) {
    for (let row = 0; row < halfWidths.length; row += 1) {
      const sourceRow = Math.min(Math.max(y + row - reach, 0), height - 1) * stride;
      const half = halfWidths[row]!;
      const from = sourceRow + (pad - half) * 3;
      const to = sourceRow + (pad + half + 1) * 3;
      for (let at = 0, out = y * width * 3; at < width * 3; at += 1, out += 1) blurred[out]! += sums[to + at]! - sums[from + at]!;
    }
  }
  vault.erase(sums);
  for (let at = 0; at < blurred.length; at += 1) blurred[at]! /= area;
  return blurred;
}

/** Running sums along each row, the edge pixels repeated `pad` times; doubles, since differences of long sums are taken. */
function sumRows(light: Float32Array, width: number, height: number, pad: number): Float64Array<ArrayBuffer> {
  const columns = width + 2 * pad + 1;
  const sums = new Float64Array(columns * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let column = 1; column < columns; column += 1) {
      const x = Math.min(Math.max(column - 1 - pad, 0), width - 1);
      const [at, from] = [(y * columns + column) * 3, (y * width + x) * 3];
      for (let channel = 0; channel < 3; channel += 1) sums[at + channel] = sums[at - 3 + channel]! + light[from + channel]!;
    }
  }
  return sums;
}
