// Owns a zip that is written while it is made: each entry is handed to the system before the next. Refuses to hold what a slow reader has not taken.

import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ZipArchive } from 'archiver';
import { writeWhole } from './pack-answers/writing.ts';
import { addEntry, countEntryBytes, openZip } from './zip.ts';
import type { NamedFile } from './zip.ts';

/** What a zip is made of: bytes under a name. */
export type Entry = Pick<NamedFile, 'name' | 'bytes'>;

/** A zip on its way to a client. */
export interface ZipWriter {
  /** Resolves when the system has taken all of the entry: its buffer may be erased. */
  add(entry: Entry): Promise<void>;
  finish(): Promise<void>;
}

/** Send the head of an answer that is a zip, and begin it. */
export async function openZipWriter(response: ServerResponse): Promise<ZipWriter> {
  response.writeHead(200, { 'Content-Type': 'application/zip', 'Content-Disposition': 'attachment; filename="headshots.zip"', 'Cache-Control': 'no-store' });
  const archive = await openZip();
  const passage = passOn(archive, response);
  let entryBytes = 0;
  return {
    add(entry) {
      addEntry(archive, entry);
      entryBytes += countEntryBytes(entry);
      return passage.reach(entryBytes);
    },
    async finish() {
      await archive.finalize();
      await passage.ended;
    },
  };
}

interface Passage {
  /** Resolves when so many bytes of the zip have been taken. @throws {ClientGone} */
  reach(bytes: number): Promise<void>;
  readonly ended: Promise<void>;
}

/** The archive passes on views of an entry's buffer: only what has come out of it and was taken is done with. */
function passOn(archive: ZipArchive, response: ServerResponse): Passage {
  let taken = 0;
  let waiting: { readonly bytes: number; readonly resolve: () => void } | undefined;
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      const count = () => {
        taken += chunk.byteLength;
        if (waiting && taken >= waiting.bytes) waiting.resolve();
        done();
      };
      writeWhole(response, chunk).then(count, done);
    },
  });
  const ended = pipeline(archive, sink);
  // Whoever waits for an entry is told; nobody waits between two.
  ended.catch(() => undefined);
  return {
    ended,
    async reach(bytes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting = { bytes, resolve };
      if (taken >= bytes) resolve();
      await Promise.race([promise, ended]);
    },
  };
}
