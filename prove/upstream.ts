// Owns the provider as the proof sees it: the loopback fake, behind a wire that remembers each byte. Refuses every real provider.

import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import type { FakeGemini } from '../test/fake-gemini/fake-gemini.ts';
import { startFakeGemini } from '../test/fake-gemini/fake-gemini.ts';

/** A provider on loopback. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly fake: FakeGemini;
  /** What went over the wire since it was last asked for, each connection and direction for itself. */
  takeWire(): Buffer[];
}

/** Start the fake and its wire. */
export async function startUpstream(): Promise<Upstream> {
  const fake = await startFakeGemini();
  const target = Number(new URL(fake.url).port);
  let wires: Buffer[][] = [];
  const server = createServer((client) => {
    const provider = connect(target, '127.0.0.1');
    wires.push(tap(client, provider), tap(provider, client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    fake,
    takeWire() {
      const taken = wires.map((chunks) => Buffer.concat(chunks));
      wires = [];
      return taken;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      await fake[Symbol.asyncDispose]();
    },
  };
}

/** Pass on what comes, and how it ends: a reset stays a reset. */
function tap(from: Socket, to: Socket): Buffer[] {
  const chunks: Buffer[] = [];
  from.on('data', (chunk: Buffer) => void chunks.push(chunk));
  from.pipe(to);
  from.on('error', () => to.resetAndDestroy());
  from.on('close', () => to.destroySoon());
  return chunks;
}

/** The pictures inside a body of the provider's JSON, decoded. */
export function readPictures(wire: Buffer): Buffer[] {
  const split = wire.indexOf('\r\n\r\n');
  const head = wire.toString('latin1', 0, split);
  const body = /transfer-encoding: chunked/i.test(head) ? joinChunks(wire.subarray(split + 4)) : wire.subarray(split + 4);
  const texts = body.toString('latin1').matchAll(/"data":\s*"([^"]+)"/g);
  return [...texts].map(([, text = '']) => Buffer.from(text.replaceAll('\\/', '/').replaceAll('\\u003d', '='), 'base64'));
}

function joinChunks(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, end), 16);
    if (end < 0 || !(length > 0)) break;
    pieces.push(body.subarray(end + 2, end + 2 + length));
    at = end + 4 + length;
  }
  return Buffer.concat(pieces);
}
