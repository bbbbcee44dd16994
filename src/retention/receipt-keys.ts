// Owns the keys that sign receipts: given by the operator, or made here and turned every day. Refuses to publish a private part, or to store one.

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';

/** The half of a key that everybody may have. @see https://www.rfc-editor.org/rfc/rfc8037#section-2 */
export interface PublicReceiptKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** A key that can sign. */
export interface PrivateReceiptKey extends PublicReceiptKey {
  readonly d: string;
}

/** Key material as one process hands it to another. */
export interface ReceiptKeys {
  readonly signing: PrivateReceiptKey;
  /** Published still, so that receipts they signed can be verified. */
  readonly earlier: readonly PublicReceiptKey[];
}

/** The keys of one signer. */
export interface ReceiptKeyring {
  /** The key that signs now and those that signed before. */
  keys(): ReceiptKeys;
}

const hourMs = 3_600_000;
/** A stolen key can date receipts into one day only. */
const signingMs = 24 * hourMs;
/** A month in which a receipt can be verified without anybody having kept the key. */
const publishedMs = 30 * 24 * hourMs;

/** A ring of keys that whoever gave them turns: they stay as they are. */
export function holdKeys(keys: ReceiptKeys): ReceiptKeyring {
  return { keys: () => keys };
}

/**
 * A ring that makes its own keys, in memory alone. It turns when it is asked for a key, so no timer keeps the process alive.
 *
 * @param now - Milliseconds since 1970.
 */
export function createKeyring(now: () => number): ReceiptKeyring {
  let signing = makeKey();
  let madeMs = now();
  let earlier: readonly { readonly key: PublicReceiptKey; readonly untilMs: number }[] = [];
  return {
    keys() {
      const nowMs = now();
      if (nowMs - madeMs >= signingMs) {
        earlier = [...earlier, { key: publicPart(signing), untilMs: madeMs + signingMs + publishedMs }];
        signing = makeKey();
        madeMs = nowMs;
      }
      earlier = earlier.filter(({ untilMs }) => untilMs > nowMs);
      return { signing, earlier: earlier.map(({ key }) => key) };
    },
  };
}

/** What may be published of a key. */
export function publicPart({ kty, crv, x, kid, alg, use }: PublicReceiptKey): PublicReceiptKey {
  return { kty, crv, x, kid, alg, use };
}

function makeKey(): PrivateReceiptKey {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { ...describeKey(x), d };
}

function describeKey(x: string, kid = thumbprint(x)): PublicReceiptKey {
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
}

/** @see https://www.rfc-editor.org/rfc/rfc7638#section-3 and, for the members of this kind of key, RFC 8037 appendix A.3 */
function thumbprint(x: string): string {
  return createHash('sha256').update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).digest('base64url');
}

/** 32 bytes in base64url. */
const half = z.string().regex(/^[\w-]{43}$/);
const givenKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: half, d: half.optional(), kid: z.string().min(1).max(200).optional() });
// Two years of monthly keys: the set goes out whole to whoever asks.
const givenKeys = z.union([z.object({ keys: z.array(givenKey).min(1).max(24) }), givenKey.transform((key) => ({ keys: [key] }))]);

/**
 * Read keys as an operator gives them: a JWK, or a JWK set whose first key signs while the others are published.
 *
 * @throws {Error} With a sentence that says what is wrong and quotes nothing.
 */
export function readReceiptKeys(text: string): ReceiptKeys {
  const parsed = givenKeys.safeParse(readJson(text));
  if (!parsed.success) throw new Error('takes an Ed25519 key as a JWK (kty, crv, x and d), or a JWK set of such keys, the one that signs first.');
  const [first, ...others] = parsed.data.keys;
  if (!first?.d) throw new Error('the first key has no private part `d`, so nothing could be signed.');
  for (const { x, d } of parsed.data.keys) if (d && publicHalfOf(x, d) !== x) throw new Error('the parts `x` and `d` of a key are not of one key.');
  const keys: ReceiptKeys = { signing: { ...describeKey(first.x, first.kid), d: first.d }, earlier: others.map(({ x, kid }) => describeKey(x, kid)) };
  if (new Set([keys.signing, ...keys.earlier].map(({ kid }) => kid)).size <= keys.earlier.length) throw new Error('two keys have the same `kid`.');
  return keys;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('is not JSON. It takes a JWK, or a JWK set.');
  }
}

function publicHalfOf(x: string, d: string): string | undefined {
  const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
  return createPublicKey(privateKey).export({ format: 'jwk' }).x;
}
