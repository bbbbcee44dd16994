// Owns how the session of a company's site is read that signs its people in with next-auth and shares the secret. Refuses every other.

import { hkdfSync } from 'node:crypto';
import { decode } from '@auth/core/jwt';
import { jwtDecrypt } from 'jose';
import type { JWTPayload } from 'jose';
import type { ProviderIdentity } from '../account.ts';

/** next-auth 4 derives one key for every cookie. @see next-auth 4.24 `jwt/index.js` */
const keyInfo4 = 'NextAuth.js Generated Encryption Key';
/** Its own tolerance of clocks. */
const clockToleranceSeconds = 15;

/**
 * Open a session of next-auth 5, or of 4.
 *
 * @param cookieName - Name of its cookie, from which 5 derives the key.
 * @returns Whom the company's site vouches for, address included; undefined if the token is not its, or is too old.
 */
export async function openNextSession(token: string, cookieName: string, secrets: readonly string[]): Promise<ProviderIdentity | undefined> {
  const claims = (await open5(token, cookieName, secrets)) ?? (await open4(token, secrets));
  if (!claims?.sub) return undefined;
  return { provider: 'next-auth', subject: claims.sub, provenEmail: textOr(claims['email']), name: textOr(claims['name']) };
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function open5(token: string, cookieName: string, secrets: readonly string[]): Promise<JWTPayload | undefined> {
  const claims = await decode({ token, secret: [...secrets], salt: cookieName }).catch(() => null);
  return claims ?? undefined;
}

async function open4(token: string, secrets: readonly string[]): Promise<JWTPayload | undefined> {
  for (const secret of secrets) {
    const key = new Uint8Array(hkdfSync('sha256', secret, '', keyInfo4, 32));
    const options = { clockTolerance: clockToleranceSeconds, keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    const opened = await jwtDecrypt(token, key, options).catch(() => undefined);
    if (opened) return opened.payload;
  }
  return undefined;
}
