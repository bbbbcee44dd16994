// Owns the sight of what vaults ever held: every buffer, and what was not zero when its memory was given back.

import { vi } from 'vitest';
import { Vault } from '../src/retention/vault.ts';

/** Buffers of all vaults since the watch began; restored by `vi.restoreAllMocks()`. */
export interface WatchedMemory {
  readonly owned: readonly ArrayBufferView[];
  /** Bytes that are not zero in what a vault ever owned, or were not when it was freed. */
  countLeftBytes(): number;
}

/** Watch what vaults own from now on. */
export function watchMemory(): WatchedMemory {
  const owned: ArrayBufferView[] = [];
  let freedUnerased = 0;
  const own = Vault.prototype.own;
  vi.spyOn(Vault.prototype, 'own').mockImplementation(function <T extends ArrayBufferView>(this: Vault, view: T): T {
    owned.push(view);
    return own.call(this, view) as T;
  });
  const transfer = ArrayBuffer.prototype.transfer;
  // `transfer(0)` frees a buffer; any other length moves it to its next owner.
  vi.spyOn(ArrayBuffer.prototype, 'transfer').mockImplementation(function (this: ArrayBuffer, length?: number) {
    if (length === 0) freedUnerased += countBytes(this);
    return transfer.call(this, length);
  });
  return {
    owned,
    countLeftBytes() {
      // A buffer that was freed or transferred to a thread has no bytes.
      const present = owned.filter((view) => view.byteLength > 0);
      return present.reduce((count, view) => count + countBytes(view.buffer, view.byteOffset, view.byteLength), freedUnerased);
    },
  };
}

/** Zeros are passed over block by block: there are hundreds of megabytes of them. */
const zeros = Buffer.alloc(65_536);

function countBytes(memory: ArrayBufferLike, from = 0, length = memory.byteLength): number {
  let count = 0;
  for (let at = 0; at < length; at += zeros.length) {
    const block = Buffer.from(memory, from + at, Math.min(zeros.length, length - at));
    if (block.equals(zeros.subarray(0, block.length))) continue;
    for (const byte of block) if (byte !== 0) count++;
  }
  return count;
}
