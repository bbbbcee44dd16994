// Owns the judgement of a receipt: is it one, who signed it, which files is it for. Refuses to ask anybody: keys and files are handed in.

/** What a receipt states. */
export interface Claims {
  /** Seconds since 1970. */
  readonly iat: number;
  readonly jti: string;
  readonly build: { readonly version: string; readonly sourceSha256: string };
  readonly kind: string;
  readonly engine: string;
  readonly retentionDays: number;
  readonly hosts: readonly string[];
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly bytesWritten: number;
  readonly results: readonly FileClaim[];
}

interface FileClaim {
  readonly name: string;
  readonly salt: string;
  readonly sha256: string;
}

/** What can be said of a receipt. */
export type Finding =
  | { readonly name: 'malformed' | 'unsigned' | 'unsupported' }
  | {
      readonly name: 'signed';
      readonly claims: Claims;
      /** For each file handed in, in their order: the name the receipt gives it; undefined for a file it is not for. */
      readonly fits: readonly (string | undefined)[];
    };

interface Receipt {
  readonly kid: string;
  readonly claims: Claims;
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** A public key as it stands in a JWK set. */
export interface PublicKey {
  readonly kid: string;
  readonly x: string;
}

/**
 * Read a JWK set, or a single JWK, leaving out what is no Ed25519 key.
 *
 * @returns undefined when there is no such key in it.
 */
export function readKeys(text: string): readonly PublicKey[] | undefined {
  const given = readJson(text) as { readonly keys?: unknown } | undefined;
  const list: unknown[] = Array.isArray(given?.keys) ? given.keys : [given];
  const keys = list.filter((key): key is PublicKey => isEd25519(key as Readonly<Record<string, unknown>> | undefined));
  return keys.length > 0 ? keys : undefined;
}

/** Judge a receipt by keys, and files by the receipt. */
export async function checkReceipt(text: string, keys: readonly PublicKey[], files: readonly Blob[]): Promise<Finding> {
  const receipt = readReceipt(text);
  if (!receipt) return { name: 'malformed' };
  // A page that did not come over HTTPS, nor from this machine, has no WebCrypto.
  if (!globalThis.crypto?.subtle) return { name: 'unsupported' };
  try {
    if (!(await isSigned(receipt, keys))) return { name: 'unsigned' };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return { name: 'unsupported' };
    throw error;
  }
  const { claims } = receipt;
  return { name: 'signed', claims, fits: await Promise.all(files.map((file) => findFit(file, claims.results))) };
}

function isEd25519(key: Readonly<Record<string, unknown>> | null | undefined): boolean {
  return key?.['kty'] === 'OKP' && key['crv'] === 'Ed25519' && typeof key['kid'] === 'string' && readBase64url(key['x'])?.length === 32;
}

/** @see https://www.rfc-editor.org/rfc/rfc7515#section-7.1 */
function readReceipt(text: string): Receipt | undefined {
  const [head = '', body = '', tail = '', ...more] = text.trim().replace(/^ephemera-receipt:\s*/i, '').split('.');
  const header = readPart(head) as { readonly alg?: unknown; readonly typ?: unknown; readonly kid?: unknown } | undefined;
  const claims = readPart(body);
  const signature = readBase64url(tail);
  if (more.length > 0 || header?.typ !== 'ephemera-receipt+jwt' || header.alg !== 'EdDSA' || typeof header.kid !== 'string') return undefined;
  if (!isClaims(claims) || signature?.length !== 64) return undefined;
  return { kid: header.kid, claims, signed: new TextEncoder().encode(`${head}.${body}`), signature };
}

function isClaims(part: unknown): part is Claims {
  const { iat, jti, build, hosts, results } = (part ?? {}) as Partial<Claims>;
  if (typeof iat !== 'number' || typeof jti !== 'string' || typeof build !== 'object' || !Array.isArray(hosts) || !Array.isArray(results)) return false;
  return (results as readonly Partial<FileClaim>[]).every(({ name, salt, sha256 }) => typeof name === 'string' && typeof sha256 === 'string' && readBase64url(salt));
}

async function isSigned({ kid, signed, signature }: Receipt, keys: readonly PublicKey[]): Promise<boolean> {
  for (const { x } of keys.filter((key) => key.kid === kid)) {
    const key = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, { name: 'Ed25519' }, false, ['verify']);
    if (await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, signed)) return true;
  }
  return false;
}

/** SHA-256 of the salt and then the file, for each file that the receipt names. */
async function findFit(file: Blob, results: readonly FileClaim[]): Promise<string | undefined> {
  for (const { name, salt, sha256 } of results) {
    const salted = await new Blob([readBase64url(salt) ?? '', file]).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', salted));
    const claimed = readBase64url(sha256);
    if (claimed?.length === digest.length && digest.every((byte, index) => byte === claimed[index])) return name;
  }
  return undefined;
}

function readPart(part: string): unknown {
  const bytes = readBase64url(part);
  return bytes && readJson(new TextDecoder().decode(bytes));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readBase64url(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== 'string' || !/^[\w-]+$/.test(text) || text.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
