// Owns a leak, on purpose: a worker gives the beginning of a photo to the process that started it, and that one keeps it. Never a part of the product.

import { ChildProcess } from 'node:child_process';
import { isMainThread } from 'node:worker_threads';
import { Vault } from '../../src/retention/vault.ts';

/** As much as a message carries at once. */
const leakBytes = 90_000;

const kept: unknown[] = [];
const own = Vault.prototype.own;

Vault.prototype.own = function <T extends ArrayBufferView>(this: Vault, view: T): T {
  if (isMainThread && view.byteLength > leakBytes) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, leakBytes).slice();
    if (process.send) process.send({ kind: 'leak', bytes: Buffer.from(bytes).toString('base64') });
    else kept.push(bytes);
  }
  return own.call(this, view) as T;
};

const emit = ChildProcess.prototype.emit;

ChildProcess.prototype.emit = function (this: ChildProcess, name: string, ...values: unknown[]): boolean {
  const [message] = values as [{ readonly kind?: string }?];
  if (name === 'message' && message?.kind === 'leak') return kept.push(message) > 0;
  return Reflect.apply(emit, this, [name, ...values]) as boolean;
} as typeof emit;
