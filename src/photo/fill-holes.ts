// Owns filling a region of a picture from what surrounds it, smoothly. Refuses invention: no texture, only colour carried over.

import type { Vault } from '../retention/vault.ts';

/**
 * Fill where `presence` is 0, in place, by push and pull: halve the picture until the hole is gone, then bring each
 * level's colours back into the gaps of the finer one.
 *
 * @param light - RGB, interleaved.
 * @param presence - 1 where a pixel is known, 0 where it is to be filled.
 */
export function fillHoles(light: Float32Array, presence: Float32Array, width: number, height: number, vault: Vault): void {
  if (width * height <= 1 || presence.every((share) => share === 1)) return;
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const coarse = vault.own(new Float32Array(halfWidth * halfHeight * 3));
  const coarsePresence = vault.own(new Float32Array(halfWidth * halfHeight));
  gather(light, presence, width, height, coarse, coarsePresence);
  if (coarsePresence.some((share) => share > 0)) fillHoles(coarse, coarsePresence, halfWidth, halfHeight, vault);
  spread(light, presence, width, height, coarse, halfWidth, halfHeight);
  vault.erase(coarse);
  vault.erase(coarsePresence);
}

/** Average what is known of each 2 × 2; a cell with anything known counts as known. */
function gather(light: Float32Array, presence: Float32Array, width: number, height: number, coarse: Float32Array, coarsePresence: Float32Array): void {
  const halfWidth = Math.ceil(width / 2);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = y * width + x;
      const to = (y >> 1) * halfWidth + (x >> 1);
      const share = presence[from]!;
      coarsePresence[to]! += share;
      for (let channel = 0; channel < 3; channel += 1) coarse[to * 3 + channel]! += light[from * 3 + channel]! * share;
    }
  }
  for (let at = 0; at < coarsePresence.length; at += 1) {
    const sum = coarsePresence[at]!;
    if (sum === 0) continue;
    for (let channel = 0; channel < 3; channel += 1) coarse[at * 3 + channel]! /= sum;
    coarsePresence[at] = 1;
  }
}

/** Take each gap from the coarser level, bilinear so that its cells do not show. */
function spread(light: Float32Array, presence: Float32Array, width: number, height: number, coarse: Float32Array, halfWidth: number, halfHeight: number): void {
  for (let y = 0; y < height; y += 1) {
    const placeY = Math.min(Math.max(y / 2 - 0.25, 0), halfHeight - 1);
    const top = Math.floor(placeY);
    const bottom = Math.min(top + 1, halfHeight - 1);
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (presence[at] === 1) continue;
      const placeX = Math.min(Math.max(x / 2 - 0.25, 0), halfWidth - 1);
      const left = Math.floor(placeX);
      const right = Math.min(left + 1, halfWidth - 1);
      for (let channel = 0; channel < 3; channel += 1) {
        const read = (row: number, column: number) => coarse[(row * halfWidth + column) * 3 + channel]!;
        const upper = read(top, left) + (read(top, right) - read(top, left)) * (placeX - left);
        const lower = read(bottom, left) + (read(bottom, right) - read(bottom, left)) * (placeX - left);
        light[at * 3 + channel] = upper + (lower - upper) * (placeY - top);
      }
    }
  }
}
