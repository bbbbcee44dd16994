// Owns what is made of the operator's secret: keyed hashes to look up by, and keys that wrap keys. Refuses to seal data itself.

import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** What a look-up hash is of: the same text has another hash in each. */
export type LookUp = 'email' | 'provider-subject' | 'idempotency-key' | 'reference' | 'payment' | 'customer' | 'subscription';

/** The operator's secret in its uses. */
export interface Secrets {
  /** HMAC-SHA-256, 32 bytes each; the first by the secret that signs now, the others by earlier ones. Look up by any, store the first. */
  lookUpKeys(kind: LookUp, text: string): readonly [Buffer, ...Buffer[]];
  /** Wrap a 32-byte data key. @param owner - Such as `account:` and the id: a wrapped key opens for its owner alone. */
  wrap(dataKey: Buffer, owner: string): Buffer;
  /** @throws {Error} If no secret of the list wrapped it: a secret was removed too early. */
  unwrap(wrapped: Uint8Array, owner: string): { readonly dataKey: Buffer; readonly isCurrent: boolean };
}

/** 32 characters of base64 or hexadecimal hold 128 bits and more. */
export const leastSecretLength = 32;

interface DerivedKeys {
  readonly lookUp: Buffer;
  readonly wrapping: Buffer;
  /** Names the wrapping key in what it wrapped. */
  readonly id: Buffer;
}

const idBytes = 4;
/** GCM's own length of nonce and tag. @see https://csrc.nist.gov/pubs/sp/800/38/d/final */
const nonceBytes = 12;
const tagBytes = 16;

/**
 * @param secrets - The first signs and wraps, the others are still read. Each at least `leastSecretLength` characters.
 * @throws {Error} If there is none or one is too short; quotes nothing.
 */
export function createSecrets(secrets: readonly string[]): Secrets {
  if (secrets.some((secret) => secret.length < leastSecretLength)) throw new Error(`a secret needs at least ${leastSecretLength} characters.`);
  const [current, ...earlier] = secrets.map(deriveKeys);
  if (!current) throw new Error('there is no secret.');
  return {
    lookUpKeys: (kind, text) => [hashForLookUp(current, kind, text), ...earlier.map((keys) => hashForLookUp(keys, kind, text))],
    wrap: (dataKey, owner) => Buffer.concat([current.id, encrypt(current.wrapping, dataKey, owner)]),
    unwrap(wrapped, owner) {
      const keys = [current, ...earlier].find(({ id }) => id.equals(wrapped.subarray(0, idBytes)));
      if (!keys) throw new Error('A data key was wrapped by a secret that is not in the list.');
      return { dataKey: decrypt(keys.wrapping, wrapped.subarray(idBytes), owner), isCurrent: keys === current };
    },
  };
}

function deriveKeys(secret: string): DerivedKeys {
  const derive = (info: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', info, 32));
  const wrapping = derive('ephemera accounts: wrapping of data keys, 1');
  return { lookUp: derive('ephemera accounts: look-up hashes, 1'), wrapping, id: createHash('sha256').update(wrapping).digest().subarray(0, idBytes) };
}

function hashForLookUp({ lookUp }: DerivedKeys, kind: LookUp, text: string): Buffer {
  return createHmac('sha256', lookUp).update(`${kind}\0${text}`).digest();
}

/**
 * AES-256-GCM with a random nonce: nonce, ciphertext, tag.
 *
 * @param context - Authenticated with it: what is sealed for one place does not open in another.
 */
export function encrypt(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The other way. @throws {Error} If key, context or bytes are not those of `encrypt`. */
export function decrypt(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
