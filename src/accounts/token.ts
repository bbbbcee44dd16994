// Owns tokens and API keys as texts: how they are drawn and hashed. Refuses to know what they open.

import { createHash, hkdfSync, randomBytes } from 'node:crypto';

/** 256 random bits, 43 characters of base64url. */
export function drawToken(): string {
  return randomBytes(32).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** SHA-256: enough for what is random; another purpose has another hash. */
export function hashToken(purpose: string, token: string): Buffer {
  return createHash('sha256').update(`${purpose}\0${token}`).digest();
}

/** The key that seals what a link carries: made of its token, so nobody else can read it. */
export function keyOfToken(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'ephemera accounts: payload of a link, 1', 32));
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^43 > 2^256. */
const secretCharacters = 43;
const prefixCharacters = 8;

/** A new API key: its readable prefix (`eph_` and 8 characters) and the whole (prefix, `_`, 43 characters; 256 random bits). One double click selects it. */
export function drawApiKey(): { readonly prefix: string; readonly secret: string } {
  const prefix = `eph_${writeBase62(randomBytes(6), prefixCharacters)}`;
  return { prefix, secret: `${prefix}_${writeBase62(randomBytes(32), secretCharacters)}` };
}

function writeBase62(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${bytes.toHex()}`);
  let text = '';
  for (let place = 0; place < length; place += 1, rest /= 62n) text = `${base62[Number(rest % 62n)]}${text}`;
  return text;
}
