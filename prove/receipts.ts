// Owns the check of receipts: signature against the published keys, digests against the answer. Refuses to trust the studio's own words for either.

import { createHash } from 'node:crypto';
import { compactVerify, createLocalJWKSet } from 'jose';
import type { JSONWebKeySet } from 'jose';
import type { Ending, Origin } from './client.ts';
import { fetchJson } from './client.ts';

/** Says what is wrong with an answer's receipt; undefined when nothing is. */
export type ReceiptCheck = (ending: Ending) => Promise<string | undefined>;

interface Claims {
  readonly bytesWritten: number;
  readonly results: readonly { readonly name: string; readonly salt: string; readonly sha256: string }[];
}

/** Fetch a studio's keys. */
export async function startReceiptCheck(origin: Origin): Promise<ReceiptCheck> {
  const { value } = await fetchJson(origin, '/.well-known/jwks.json');
  const keys = createLocalJWKSet(value as JSONWebKeySet);
  return async (ending) => {
    const receipt = ending.headers['ephemera-receipt'] ?? readPack(ending)?.receipt;
    if (typeof receipt !== 'string') return 'none';
    try {
      const { payload } = await compactVerify(receipt, keys);
      return compare(JSON.parse(Buffer.from(payload).toString()) as Claims, listResults(ending));
    } catch (error) {
      return (error as Error).name;
    }
  };
}

function compare({ bytesWritten, results }: Claims, files: readonly Buffer[]): string | undefined {
  if (bytesWritten !== 0) return 'says that bytes were written';
  if (results.length !== files.length || results.length === 0) return `${results.length} digests for ${files.length} files`;
  const unlike = results.find(({ salt, sha256 }, index) => digest(salt, files[index]!) !== sha256);
  return unlike && `another digest for ${unlike.name}`;
}

function digest(salt: string, file: Buffer): string {
  return createHash('sha256').update(Buffer.from(salt, 'base64url')).update(file).digest('base64url');
}

/** What an answer holds that was made of a photo. */
export function listResults(ending: Ending): readonly Buffer[] {
  const pack = readPack(ending);
  if (pack) return pack.results;
  return ending.headers['content-type'] === 'application/zip' ? readStoredZip(ending.body) : [ending.body];
}

/** Credits, as an answer says. */
export function readCharged(ending: Ending): number {
  return Number(ending.headers['x-credits-charged'] ?? readPack(ending)?.charged ?? 0);
}

interface PackAnswer {
  readonly results: readonly Buffer[];
  readonly receipt: string;
  readonly charged: number;
}

/** A team's report is a table; each headshot in its zip has cost a credit. */
const tableStart = 'name,';

/** A zip that was sent as it was made has its receipt and report at its end instead of in headers. */
function readPack({ headers, body }: Ending): PackAnswer | undefined {
  if (headers['content-type'] !== 'application/zip' || headers['ephemera-receipt'] !== undefined) return undefined;
  const files = readStoredZip(body);
  const [report, receipt] = files.slice(-2) as [Buffer, Buffer];
  const results = files.slice(0, -2);
  const said = report.toString();
  const { credits } = (said.startsWith(tableStart) ? { credits: { charged: results.length } } : JSON.parse(said)) as { readonly credits?: { readonly charged: number } };
  return { results, receipt: receipt.toString(), charged: credits?.charged ?? 0 };
}

/** Files of a zip that are stored as they are, in the order of its directory. @see APPNOTE.TXT §4.3.7, §4.3.12, §4.3.16 */
export function readStoredZip(zip: Buffer): Buffer[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files: Buffer[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const local = zip.readUInt32LE(entry + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.push(zip.subarray(from, from + zip.readUInt32LE(entry + 20)));
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}
