// Owns a pack as a zip: each picture an entry as it comes, then contact sheet, report and receipt. Refuses to hold an entry that the client has.

import type { ServerResponse } from 'node:http';
import { openZipWriter } from '../zip-writer.ts';
import type { Entry, ZipWriter } from '../zip-writer.ts';
import type { PackForm } from './pack-answer.ts';

const encoder = new TextEncoder();

/** Answer as a zip; its head is sent with the first picture, so that a pack without one is a problem document. */
export function createZipForm(response: ServerResponse): PackForm {
  let zip: Promise<ZipWriter> | undefined;
  const add = async (entry: Entry): Promise<void> => (await (zip ??= openZipWriter(response))).add(entry);
  return {
    picture: ({ name }, bytes) => add({ name, bytes }),
    contactSheet: add,
    async end(report, receipt) {
      await add({ name: 'report.json', bytes: encoder.encode(JSON.stringify(report, undefined, 2)) });
      await add({ name: 'receipt.jwt', bytes: encoder.encode(receipt) });
      await (await zip)?.finish();
    },
  };
}
