// Owns the overwriting of the buffer that Node reads connections into: the end of an upload or of a provider's answer waits in it for the next read. Refuses to be a way in or out.

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import type { Socket } from 'node:net';

/** Node's buffer for reading, of this thread. */
export interface ReadBuffer extends Disposable {
  /** Overwrite it with zeros, in a moment. */
  erase(): void;
}

/**
 * Node reads 64 KB at a time. A read that fills them hands them on; of one that does not a copy is handed on, and the 64 KB
 * wait with what was read for the next one, on whatever connection: some 30 kB of the last upload, for as long as nobody sends more.
 *
 * @see https://github.com/nodejs/node/pull/64990
 */
const readBytes = 65_536;

/** Two reads that fill it, since the first may come in two. */
const zeros = Buffer.alloc(2 * readBytes);

/**
 * Open a connection from this process to itself, over which zeros come when they are asked for. Before the guard of
 * connections stands; it has a name of no file, which nobody else knows, until it is open.
 *
 * @returns Undefined where the system has no such names: everywhere but on Linux.
 */
export async function openReadBuffer(): Promise<ReadBuffer | undefined> {
  if (process.platform !== 'linux') return undefined;
  const path = `\0ephemera-${randomUUID()}`;
  const server = createServer().listen(path);
  await once(server, 'listening');
  const reader = connect(path);
  const [writer] = (await once(server, 'connection')) as [Socket];
  server.close();
  // Read and dropped.
  reader.resume().unref();
  writer.unref();
  return {
    erase: () => void writer.write(zeros),
    [Symbol.dispose]() {
      reader.destroy();
      writer.destroy();
    },
  };
}
