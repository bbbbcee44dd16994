// Owns how a picture without its background is sent to programs that know remove.bg: bytes, zip or JSON, and the headers. Refuses strings of a picture.

import { Writable } from 'node:stream';
import type { Request } from 'express';
import { encodeBase64, encodedLength } from '../../engines/base64.ts';
import type { Vault } from '../../retention/vault.ts';
import type { FinishedRemoval } from '../../studio/removal.ts';
import type { Delivery } from '../delivery.ts';
import { countZipBytes, sendZip } from '../zip.ts';
import type { NamedFile } from '../zip.ts';

/** The answer: JSON for whoever accepts that and not the picture's own type. */
export async function describeRemoval(removal: FinishedRemoval, saysType: boolean, request: Request, vault: Vault): Promise<Delivery> {
  const { files: [first, alpha], engine, retentionDays, hosts } = removal;
  const made = { engine, retentionDays, hosts };
  const headers = describeHeaders(removal, saysType);
  const files = alpha ? [{ name: 'color.jpg', ...first! }, { name: 'alpha.png', ...alpha }] : undefined;
  const mimeType = files ? 'application/zip' : first!.mimeType;
  if (request.accepts([mimeType, 'application/json']) !== 'application/json') {
    return files ? { files, headers, made } : { mimeType, bytes: first!.bytes, headers, made };
  }
  const bytes = files ? await zip(files, vault) : first!.bytes;
  return { mimeType: 'application/json', bytes: writeJson(bytes, removal, vault), headers, made };
}

/** @see https://www.remove.bg/api (response headers); credits are said by whoever charges them. */
function describeHeaders({ width, height, subject, engine, retentionDays }: FinishedRemoval, saysType: boolean): Readonly<Record<string, string>> {
  return {
    'Ephemera-Engine': engine,
    'Ephemera-Retention-Days': String(retentionDays),
    'X-Credits-Charged': '0',
    ...(saysType ? { 'X-Type': 'person' } : {}),
    'X-Width': String(width),
    'X-Height': String(height),
    'X-Foreground-Top': String(Math.round(subject.y)),
    'X-Foreground-Left': String(Math.round(subject.x)),
    'X-Foreground-Width': String(Math.round(subject.width)),
    'X-Foreground-Height': String(Math.round(subject.height)),
  };
}

async function zip(files: readonly NamedFile[], vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  const whole = vault.own(new Uint8Array(countZipBytes(files)));
  let at = 0;
  await sendZip(files, new Writable({
    write(chunk: Buffer, _encoding, done) {
      whole.set(chunk, at);
      at += chunk.length;
      done();
    },
  }));
  for (const { bytes } of files) vault.erase(bytes);
  return whole;
}

/** The file is erased: it is in the answer now. */
function writeJson(file: Uint8Array<ArrayBuffer>, { subject }: FinishedRemoval, vault: Vault): Uint8Array<ArrayBuffer> {
  const box = { foreground_top: subject.y, foreground_left: subject.x, foreground_width: subject.width, foreground_height: subject.height };
  const facts = JSON.stringify(Object.fromEntries(Object.entries(box).map(([name, value]) => [name, Math.round(value)])));
  // Base64 is written two characters at a time, from an even place on.
  const before = Buffer.from('{ "data":{"result_b64":"');
  const after = Buffer.from(`",${facts.slice(1)}}`);
  const textBytes = encodedLength(file.length);
  const json = vault.own(new Uint8Array(before.length + textBytes + after.length));
  json.set(before);
  encodeBase64(file, json.subarray(before.length, before.length + textBytes));
  json.set(after, before.length + textBytes);
  vault.erase(file);
  return json;
}
