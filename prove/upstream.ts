// Owns the providers as the proof sees them: the loopback fakes, behind wires that remember each byte. Refuses every real provider.

import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import type { FakeBehaviour } from '../test/fake-gemini/behaviour.ts';
import { startFakeGemini } from '../test/fake-gemini/fake-gemini.ts';
import { startFakeOpenai } from '../test/fake-openai/fake-openai.ts';
import { fakeOpenaiKey } from '../test/fake-openai/request-rules.ts';

/** The providers on loopback. */
export interface Upstream extends AsyncDisposable {
  /** What a studio is set to, so that it asks them and nobody else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** Say what Gemini does with its next requests. */
  script(...behaviours: readonly FakeBehaviour[]): void;
  /** What went over the wires since it was last asked for, each connection and direction for itself. */
  takeWire(): Buffer[];
}

/** Of one way, at each provider. */
const mostRequests = 8;

/** As telling as a large one, and made while the studio has its processor to itself. */
const smallPainting = { kind: 'paint', sidePixels: 640 } as const;

/** Start the fakes and their wires. */
export async function startUpstream(): Promise<Upstream> {
  const [gemini, openai] = await Promise.all([startFakeGemini(), startFakeOpenai()]);
  const wires = [await startWire(gemini.url), await startWire(openai.url)] as const;
  const [geminiPort, openaiPort] = wires.map(({ port }) => port);
  return {
    environment: {
      GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: `http://127.0.0.1:${geminiPort}`,
      OPENAI_API_KEY: fakeOpenaiKey, OPENAI_BASE_URL: `http://127.0.0.1:${openaiPort}${new URL(openai.url).pathname}`,
    },
    ports: wires.map(({ port }) => port),
    script(...behaviours) {
      gemini.reset();
      openai.reset();
      gemini.script(...behaviours, ...Array.from({ length: mostRequests }, () => smallPainting));
      openai.script(...Array.from({ length: mostRequests }, () => smallPainting));
    },
    takeWire: () => wires.flatMap((wire) => wire.take()),
    async [Symbol.asyncDispose]() {
      for (const wire of wires) wire[Symbol.dispose]();
      await Promise.all([gemini[Symbol.asyncDispose](), openai[Symbol.asyncDispose]()]);
    },
  };
}

interface Wire extends Disposable {
  readonly port: number;
  take(): Buffer[];
}

async function startWire(url: string): Promise<Wire> {
  const target = Number(new URL(url).port);
  let wires: Buffer[][] = [];
  const server = createServer((client) => {
    const provider = connect(target, '127.0.0.1');
    wires.push(tap(client, provider), tap(provider, client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = wires.map((chunks) => Buffer.concat(chunks));
      wires = [];
      return taken;
    },
    [Symbol.dispose]: () => void server.close(),
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

/** The pictures inside a body: decoded from a provider's JSON, or as they are in a form. */
export function readPictures(wire: Buffer): Buffer[] {
  const split = wire.indexOf('\r\n\r\n');
  const head = wire.toString('latin1', 0, split);
  const body = /transfer-encoding: chunked/i.test(head) ? joinChunks(wire.subarray(split + 4)) : wire.subarray(split + 4);
  const text = body.toString('latin1');
  const encoded = [...text.matchAll(/"(?:data|b64_json)":\s*"([^"]+)"/g)].map(([, each = '']) => Buffer.from(each.replaceAll('\\/', '/').replaceAll('\\u003d', '='), 'base64'));
  const boundary = /multipart\/form-data; ?boundary="?([^"\r\n;]+)/i.exec(head)?.[1];
  if (boundary === undefined) return encoded;
  const parts = text.split(`--${boundary}`).filter((part) => /^content-type: image\//im.test(part));
  return [...encoded, ...parts.map((part) => Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1'))];
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
