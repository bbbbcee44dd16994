// Owns the key of one account or team, with which everything readable about it is sealed. Refuses to keep it anywhere but in its row.

import { randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './secrets.ts';
import type { Secrets } from './secrets.ts';

/** Seals and opens the fields of one row. */
export interface DataKey {
  /** For the row's own column, wrapped by the secret that signs now. */
  readonly wrapped: Uint8Array;
  /** False if it was wrapped by an earlier secret: write `wrapped` to the row. */
  readonly isCurrent: boolean;
  seal(field: string, text: string | Uint8Array): Buffer;
  openBytes(field: string, sealed: Uint8Array): Buffer;
  open(field: string, sealed: Uint8Array): string;
  open(field: string, sealed: Uint8Array | null): string | undefined;
}

/** @param owner - `account:` or `team:` and the id. */
export function createDataKey(secrets: Secrets, owner: string): DataKey {
  const dataKey = randomBytes(32);
  return holdKey(dataKey, secrets.wrap(dataKey, owner), true, owner);
}

/** @throws {Error} If no secret of the list wrapped it. */
export function openDataKey(secrets: Secrets, owner: string, wrapped: Uint8Array): DataKey {
  const { dataKey, isCurrent } = secrets.unwrap(wrapped, owner);
  return holdKey(dataKey, isCurrent ? wrapped : secrets.wrap(dataKey, owner), isCurrent, owner);
}

function holdKey(dataKey: Buffer, wrapped: Uint8Array, isCurrent: boolean, owner: string): DataKey {
  const contextOf = (field: string): string => `${owner}:${field}`;
  const openBytes = (field: string, sealed: Uint8Array): Buffer => decrypt(dataKey, sealed, contextOf(field));
  function open(field: string, sealed: Uint8Array): string;
  function open(field: string, sealed: Uint8Array | null): string | undefined;
  function open(field: string, sealed: Uint8Array | null): string | undefined {
    return sealed === null ? undefined : openBytes(field, sealed).toString('utf8');
  }
  return {
    wrapped,
    isCurrent,
    seal: (field, text) => encrypt(dataKey, Buffer.from(text as string), contextOf(field)),
    openBytes,
    open,
  };
}
