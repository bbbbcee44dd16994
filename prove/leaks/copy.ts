// Owns a leak, on purpose: it keeps copies of the first large buffer that a vault owns. Never a part of the product.

import { Vault } from '../../src/retention/vault.ts';

const kept: Uint8Array[] = [];
const own = Vault.prototype.own;

Vault.prototype.own = function <T extends ArrayBufferView>(this: Vault, view: T): T {
  if (kept.length === 0 && view.byteLength > 100_000) kept.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice());
  return own.call(this, view) as T;
};
