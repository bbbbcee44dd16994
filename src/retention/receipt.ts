// Owns the receipt of one answer: what it states and how it is signed. Refuses everything about the person: no name, no field, no pixel.

import { createHash, randomBytes } from 'node:crypto';
import * as base64url from 'jose/base64url';
import { SignJWT } from 'jose/jwt/sign';
import type { Build } from './build.ts';
import { createKeyring, publicPart } from './receipt-keys.ts';
import type { PublicReceiptKey, ReceiptKeyring } from './receipt-keys.ts';

/** The work that a receipt is for. */
export type ReceiptKind = 'cutout' | 'headshot' | 'document' | 'thumbnail' | 'check' | 'sheet' | 'team';

/** One file of an answer; the bytes are read and not kept. */
export interface ReceiptFile {
  /** Says what it is, never whose. */
  readonly name: string;
  readonly mediaType: string;
  /** Who made it; the answer's engine unless told. */
  readonly engine?: string | undefined;
  readonly bytes: Uint8Array;
}

/** One file of an answer as a receipt lists it: what is left of it when its bytes are gone. */
export interface ReceiptResult {
  readonly name: string;
  readonly mediaType: string;
  readonly engine: string;
  /** Both in base64url. */
  readonly salt: string;
  readonly sha256: string;
}

/** What a server knows of an answer that it is about to send. */
export interface ReceiptFacts {
  readonly requestId: string;
  readonly kind: ReceiptKind;
  readonly engine: string;
  /** Days for which a provider that was sent the photo keeps it; 0 when none was. */
  readonly retentionDays: number;
  /** Hosts contacted, also by an engine that failed. */
  readonly hosts: readonly string[];
  /** Of the request's body. */
  readonly bytesReceived: number;
  /** Of the answer's body; of its files, where the receipt is a part of the body. */
  readonly bytesSent: number;
  readonly files: readonly (ReceiptFile | ReceiptResult)[];
}

/** Signs receipts, and tells what they are verified with. */
export interface ReceiptSigner {
  /** @returns A compact JWS: three parts of base64url with dots between. */
  sign(facts: ReceiptFacts): Promise<string>;
  /** A JWK set without private parts, the key that signs now first. */
  publishKeys(): { readonly keys: readonly PublicReceiptKey[] };
}

/** What a signer is made of. */
export interface ReceiptSignerOptions {
  /** One for all processes of a studio; made and turned here unless given. */
  readonly ring?: ReceiptKeyring;
  readonly build: Build;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Create the signer of one process. */
export function createReceiptSigner({ build, now = Date.now, ring = createKeyring(now) }: ReceiptSignerOptions): ReceiptSigner {
  return {
    sign(facts) {
      const { signing } = ring.keys();
      return new SignJWT({ ...describeFacts(facts), build })
        .setProtectedHeader({ alg: signing.alg, kid: signing.kid, typ: 'ephemera-receipt+jwt' })
        .setJti(`urn:uuid:${facts.requestId}`)
        .setIssuedAt(Math.floor(now() / 1000))
        .sign({ ...signing });
    },
    publishKeys() {
      const { signing, earlier } = ring.keys();
      return { keys: [signing, ...earlier].map(publicPart) };
    },
  };
}

/** Each claim by name: what is not listed here does not get into a receipt. */
function describeFacts({ kind, engine, retentionDays, hosts, bytesReceived, bytesSent, files }: ReceiptFacts) {
  return { kind, engine, retentionDays, hosts: [...hosts], bytesReceived, bytesSent, bytesWritten: 0, results: files.map((file) => ('sha256' in file ? file : describeFile({ ...file, engine: file.engine ?? engine }))) };
}

/** 144 bits: beyond guessing, and whole characters of base64url, so that no tool asks for padding. */
const saltBytes = 18;

/**
 * Describe a file whose bytes will be gone when the receipt is signed. Salted, so that equal pictures leave unlike
 * receipts, and no list of known pictures' hashes finds one.
 */
export function describeFile({ name, mediaType, engine, bytes }: ReceiptFile & { readonly engine: string }): ReceiptResult {
  const salt = randomBytes(saltBytes);
  // One after the other into the hash: the picture is not copied.
  const sha256 = createHash('sha256').update(salt).update(bytes).digest('base64url');
  return { name, mediaType, engine, salt: base64url.encode(salt), sha256 };
}
