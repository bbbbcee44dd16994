// Owns the reading of a zip that came whole: its entries, in the order of its directory. Refuses nothing: what cannot be read throws.

import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

/** Name → bytes, in order. */
export async function readZip(bytes: ArrayBuffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return entries;
}
